// Each rule of rules.mjs is proved able to fail: the files, or the package's, are changed in the one place, and the change must be caught.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenRules, manifest, planned, sources } from '../checks/check.mjs';
import { mutations } from '../checks/mutations.mjs';
import rules, { brokenPackage, hostOfPackage, logged } from './rules.mjs';

await mutations(import.meta.url, [
  ['the tier Basic', 'bus.tf', 'sku                          = "Standard"', 'sku                          = "Basic"', /has the tier Basic/],
  ['a hub that does not inflate', 'bus.tf', 'auto_inflate_enabled         = true', 'auto_inflate_enabled         = false', /does not inflate/],
  ['connection strings with keys', 'bus.tf', '  local_authentication_enabled = false\n', '', /connection strings with keys/],
  ['another number of partitions', 'bus.tf', 'partition_count = tonumber(local.manifest.hub.partitions)', 'partition_count = 8', /has 8 partitions/],
  ['events for a day', 'bus.tf', 'tonumber(local.manifest.hub.retentionHours)', '24', /keeps events for 24 h, the manifest says 168/],
  ['events for longer than the inbox remembers', 'bus.tf', 'tonumber(local.manifest.hub.retentionHours)', '2880', /the functions are told 168 h/],
  ['events for longer than the tier keeps', 'bus.tf', 'tonumber(local.manifest.hub.retentionHours)', '200', /longer than Standard does/],
  ['a compacted hub', 'bus.tf', 'cleanup_policy          = "Delete"', 'cleanup_policy          = "Compact"', /is compacted/],
  ['a consumer group that is missing', 'bus.tf', 'toset(local.manifest.hub.consumerGroups)', 'toset([for group in local.manifest.hub.consumerGroups : group if group != "payment"])', /consumer group payment, which is not planned/],
  ['a consumer group too many', 'bus.tf', 'toset(local.manifest.hub.consumerGroups)', 'toset(concat(local.manifest.hub.consumerGroups, ["spare"]))', /"spare"\] is in no manifest/],
  ['more consumer groups than the tier has', 'bus.tf', 'toset(local.manifest.hub.consumerGroups)', 'toset(concat(local.manifest.hub.consumerGroups, [for n in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] : n]))', /21 consumer groups with \$Default, and Standard has 20/],
  ['no Capture', 'bus.tf', '    enabled             = true', '    enabled             = false', /has no Capture/],
  ['Capture with another name of files', 'bus.tf', 'archive_name_format         = local.manifest.capture.archiveNameFormat', 'archive_name_format         = "{Namespace}/{EventHub}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}/{PartitionId}"', /the manifest says \["Avro"/],
  ['Capture with a key', 'bus.tf', '      storage_authentication_type = "SystemAssigned"\n', '', /captures with a key/],
  ['Capture before it may write', 'bus.tf', '  depends_on = [azurerm_role_assignment.capture]\n', '', /begins before Capture may write/],
  ['Capture that may only read', 'bus.tf', '"Storage Blob Data Contributor"', '"Storage Blob Data Reader"', /Capture may not write/],
  ['an old runtime', 'app.tf', 'runtime_version             = local.manifest.app.runtimeVersion', 'runtime_version             = "11"', /"11"/],
  ['no instance that waits for HTTP', 'app.tf', /  always_ready \{\n.*\n.*\n  \}\n/, '', /the manifest says \["java","21",2048,\[\{"name":"http"/],
  ['a plain connection beside the identity', 'app.tf', 'merge(local.manifest.settings, local.manifest.settingsByIdentity)', 'merge(local.manifest.settings, local.manifest.settingsByIdentity, local.manifest.settingsByConnection)', /plain connection TRISKEL_AZURE_EVENTHUBS_CONNECTION/],
  ['an identity connection without its kind of credential', 'app.tf', 'local.manifest.settingsByIdentity)', '{ for name, value in local.manifest.settingsByIdentity : name => value if !endswith(name, "__credential") })', /has no AzureWebJobsStorage__credential/],
  ['the other style left on', 'app.tf', 'merge(local.manifest.settings, local.manifest.settingsByIdentity)', 'merge({ for name, value in local.manifest.settings : name => value if !endswith(name, ".Disabled") }, local.manifest.settingsByIdentity)', /Disabled=undefined, the manifest says true/],
  ['an app without TLS', 'app.tf', 'https_only                  = true', 'https_only                  = false', /answers without TLS/],
  ['deployments with a password', 'app.tf', '  webdeploy_publish_basic_authentication_enabled = false\n', '', /with a password/],
  ['an app that starts before its tables', 'app.tf', 'azurerm_resource_group_template_deployment.tables, azurerm_key_vault_key.personal,', 'azurerm_key_vault_key.personal,', /may start before azurerm_resource_group_template_deployment.tables/],
  ['another plan', 'app.tf', '"FC1"', '"EP1"', /not Flex Consumption/],
  ['a contributor', 'app.tf', '"Storage Blob Data Reader"', '"Contributor"', /gives 'Contributor'/],
  ['a role on the whole account', 'app.tf', /"tableServices\/default\/tables\/\$\{table\}" => "\$\{azurerm_storage_account.data.id\}.*" \}/, '"tableServices/default/tables/${table}" => azurerm_storage_account.data.id }', /not on the one resource/],
  ['a role that is left out', 'app.tf', 'for permission in one(local.manifest.identities).permissions : {', 'for permission in [for each in one(local.manifest.identities).permissions : each if !startswith(each.resource, "eventhubs")] : {', /'Azure Event Hubs Data Sender on eventhubs\/orders', which is not planned/],
  ['a role for somebody else', 'app.tf', /(resource "azurerm_role_assignment" "app" \{[\s\S]*?principal_id         = ).*/, '$1data.azurerm_client_config.this.object_id', /to somebody else/],
  ['operators in the account of the host', 'app.tf', '!startswith(grant.resource, "storageAccounts/") && ', '', /lets operators into the host's account/],
  ['every secret', 'app.tf', '"${azurerm_key_vault.orders.id}/secrets/lookup-key"', 'azurerm_key_vault.orders.id', /may read every secret/],
  ['every key', 'app.tf', /(resource "azurerm_role_assignment" "app_key" \{\n  scope                = ).*/, '$1azurerm_key_vault.orders.id', /or every key/],
  ['shared keys', 'stores.tf', '  shared_access_key_enabled       = false\n', '', /takes shared keys/],
  ['public containers', 'stores.tf', '  allow_nested_items_to_be_public = false\n', '', /may have public containers/],
  ['a public archive', 'bus.tf', 'container_access_type = "private"', 'container_access_type = "blob"', /is public/],
  ['a store without encryption on the way', 'stores.tf', 'https_traffic_only_enabled      = true', 'https_traffic_only_enabled      = false', /without encryption/],
  ['a secondary that is read', 'main.tf', 'default     = "LRS"', 'default     = "RAGRS"', /replication: LRS, ZRS, GRS or GZRS|which is old/],
  ['a lifecycle rule over checkpoints', 'stores.tf', '# Data: all tables', 'resource "azurerm_storage_management_policy" "old" {\n  storage_account_id = azurerm_storage_account.host.id\n}\n\n# Data: all tables', /deletes checkpoints/],
  ['an archive that forgets', 'stores.tf', '# Data: all tables', 'resource "azurerm_storage_management_policy" "old" {\n  storage_account_id = azurerm_storage_account.data.id\n}\n\n# Data: all tables', /lets the archive forget/],
  ['an archive without a way back', 'stores.tf', /    delete_retention_policy \{\n.*\n    \}\n/, '', /no way back for an archive/],
  ['a table that is missing', 'stores.tf', 'for table in local.manifest.tables : {', 'for table in [for each in local.manifest.tables : each if !endswith(each, "inbox")] : {', /the table ordersinbox, which is not planned/],
  ['a deployment that deletes all else', 'stores.tf', '"Incremental"', '"Complete"', /deletes all else/],
  ['an argument that version 5.0 of the provider removed', 'watch.tf', '  daily_quota_gb = ', '  internet_query_enabled = false\n  daily_quota_gb = ', /has 'internet_query_enabled', which version 5.0/],
  ['a vault that can be purged', 'stores.tf', 'purge_protection_enabled   = true', 'purge_protection_enabled   = false', /can be purged/],
  ['a key that signs', 'stores.tf', '["wrapKey", "unwrapKey"]', '["wrapKey", "unwrapKey", "sign"]', /nothing else/],
  ['no alarm for lost events', 'watch.tf', /    lost +=.*\n/, '', /no alarm looks for TRISKEL_EVENTS_LOST/],
  ['no alarm for held partitions', 'watch.tf', /    held +=.*\n/, '', /no alarm looks for TRISKEL_PARTITION_HELD/],
  ['no alarm for throttling', 'watch.tf', /    ThrottledRequests +=.*\n/, '', /no alarm looks at ThrottledRequests/],
  ['no alarm on egress in events', 'watch.tf', /    OutgoingMessages +=.*\n/, '', /no alarm looks at OutgoingMessages/],
  ['an alarm on egress that is beyond the limit', 'watch.tf', '983040 *', '1300000 *', /OutgoingMessages has the threshold 1300000, which is never reached/],
  ['no alarm for a bus without heartbeats', 'watch.tf', /    IncomingMessages = .*\n/, '', /no alarm looks at IncomingMessages/],
  ['no alarm on failing invocations', 'watch.tf', /    failed = .*\n/, '', /no alarm looks at requests\/failed/],
  ['no alarm on the age of heartbeats', 'watch.tf', /    HeartbeatAge +=.*\n/, '', /no alarm looks at HeartbeatAge/],
  ['no alarm on parked lanes', 'watch.tf', /    ParkedLanes +=.*\n/, '', /no alarm looks at ParkedLanes/],
  ['an alarm on parked lanes that one lane does not reach', 'watch.tf', 'operator = "GreaterThan", threshold = 0, window = "PT5M", what = "Events are', 'operator = "GreaterThan", threshold = 1, window = "PT5M", what = "Events are', /ParkedLanes has the threshold 1, which is never reached/],
  ['an average over consumers', 'watch.tf', 'namespace = "Triskel", aggregation = "Maximum"', 'namespace = "Triskel", aggregation = "Average"', /takes the Average/],
  ['an alarm that names no consumer', 'watch.tf', 'by = ["Consumer"]', 'by = []', /does not say which consumer/],
  ['an alarm on a metric that must be there first', 'watch.tf', ' || each.value.namespace == "Triskel"', '', /cannot be created before the app has run/],
  ['operators who publish metrics', 'app.tf', ' && grant.resource != local.names.metrics', '', /lets operators publish metrics/],
  ['an app that may not publish metrics', 'app.tf', 'for permission in one(local.manifest.identities).permissions : {', 'for permission in [for each in one(local.manifest.identities).permissions : each if each.resource != local.names.metrics] : {', /'Monitoring Metrics Publisher on subscriptions\/.*', which is not planned/],
  ['metrics of another region', 'main.tf', 'region             = var.region', 'region             = "northeurope"', /TRISKEL_AZURE_METRICS=https:\/\/northeurope/],
  ['a silent clock that is no alarm', 'watch.tf', 'window = "PT15M", operator = "LessThan", threshold = 1', 'window = "PT15M", operator = "GreaterThan", threshold = 1', /no alarm looks for heartbeatAges/],
  ['no alarm for a quota that is reached', 'watch.tf', "'OverQuota'", "'Anything'", /no alarm looks for OverQuota/],
  ['a quota that the clock alone reaches', 'watch.tf', /daily_quota_gb = .*\n/, 'daily_quota_gb = 0.01\n', /the workspace takes 0.01/],
  ['sampling', 'watch.tf', 'sampling_percentage = 100', 'sampling_percentage = 10', /leaves lines out/],
]);

const document = manifest('azure', 'orchestration').document;

test('the package as it is passes over nothing', () => assert.deepEqual(brokenPackage(hostOfPackage(), document), []));

for (const [what, change, said] of [
  ['a short time-out', (host) => { host.functionTimeout = '00:00:20'; }, /functionTimeout/],
  ['sampled lines', (host) => { host.logging.applicationInsights.samplingSettings.excludedTypes = 'Exception'; }, /samplingSettings/],
  ['a start from the end', (host) => { host.extensions.eventHubs.initialOffsetOptions = { type: 'fromEnd' }; }, /initialOffsetOptions/],
  ['no threshold', (host) => { delete host.extensions.eventHubs.targetUnprocessedEventThreshold; }, /targetUnprocessedEventThreshold/],
  ['a threshold that keeps consumers behind', (host) => { host.extensions.eventHubs.targetUnprocessedEventThreshold = 2000; }, /targetUnprocessedEventThreshold/],
  ['a batch that waits for events', (host) => { host.extensions.eventHubs.minEventBatchSize = 25; }, /minEventBatchSize is 25/],
  ['another bundle', (host) => { host.extensionBundle.version = '[3.*, 4.0.0)'; }, /extensionBundle/],
]) {
  test(`${what} in the package is caught`, () => {
    const host = hostOfPackage();
    change(host);
    assert.match(brokenPackage(host, document).join('\n'), said);
  });
}

const led = manifest('azure', 'engine').document;

test('the package in which Durable Functions leads passes over nothing', () => assert.deepEqual(brokenPackage(hostOfPackage(), led), []));

for (const [what, change, said] of [
  ['a finite retry policy', (of) => { of.functions.find((each) => each.name === 'payment').trigger.retry.maxRetryCount = 5; }, /payment: maxRetryCount is 5/],
  ['one event at a time', (of) => { of.functions.find((each) => each.name === 'payment').trigger.cardinality = 'ONE'; }, /payment: does not take batches/],
  ['an orchestrator that the app does not start', (of) => { of.engine.orchestrator = 'another'; }, /the app starts fulfilment_process, and the package has another/],
]) {
  test(`${what} in the manifest is caught`, () => {
    const of = structuredClone(led);
    change(of);
    assert.match(brokenPackage(hostOfPackage(), of).join('\n'), said);
  });
}

/** What is wrong with an application of one's own, which has other names and no styles; the texts are changed first. */
function application(change = (texts) => texts) {
  const own = structuredClone(document);
  Object.assign(own, { style: 'application', package: 'shop-azure.zip' });
  for (const [name, value] of [['hub', 'shop'], ['tables', 'shop'], ['archiveContainer', 'shop-archive']]) own.parameters[name].default = value;
  own.functions = own.functions.filter((each) => each.enabled);
  for (const name of Object.keys(own.settings)) if (name === 'TRISKEL_APP_STYLE' || name.endsWith('.Disabled')) delete own.settings[name];
  const place = mkdtempSync(join(tmpdir(), 'infra-azure-'));
  try {
    const file = join(place, 'manifest.json');
    writeFileSync(file, JSON.stringify(own));
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const module = planned(folder, change(sources(folder)), { ...rules.given(file), name: 'shop' });
    for (const name of Object.keys(module.outputs)) module.output(name);
    return [...module.refused(), ...rules.broken(module, own)];
  } finally {
    rmSync(place, { recursive: true });
  }
}

test("an application of one's own breaks no rule", () => assert.deepEqual(application(), []));

test("a hub that has the pipeline's name, and not the application's, is caught", () => {
  const found = application((texts) => ({ ...texts, 'bus.tf': texts['bus.tf'].replace('local.manifest.hub.name', '"orders"') }));
  assert.match(found.join('\n'), /no hub shop is planned/);
});

test('no alarm for orchestrations that failed is caught', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const texts = sources(folder);
  const silent = { ...texts, 'watch.tf': texts['watch.tf'].replace('merge(local.alarms, { stuck = local.stuck })', 'local.alarms') };
  assert.notEqual(silent['watch.tf'], texts['watch.tf']);
  assert.match(brokenRules(folder, silent, rules, ['engine']).join('\n'), /no alarm looks for \(Orchestrator\)/);
});

for (const [what, levels, said] of [
  ['logs of all invocations', {}, /50 orders a second logs 1\d\d\.\d GB/],
  ['requests of all invocations', { default: 'Warning', 'Host.Results': 'Information', 'Function.clock': 'Information' }, /logs 1\d\d\.\d GB/],
  ["no line of the clock's", { default: 'Warning' }, /the clock's line is not logged/],
]) {
  test(`${what} are caught`, () => {
    const workspace = { type: 'azurerm_log_analytics_workspace', body: { daily_quota_gb: 1 } };
    assert.match(logged([workspace], { logging: { logLevel: levels } }, document).join('\n'), said);
  });
}

test('operators and load tests are told what they need, and no secret', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const module = planned(folder, sources(folder), rules.given(manifest('azure', 'orchestration').file, fileURLToPath(import.meta.url)));
  assert.deepEqual(Object.keys(module.output('environment')).sort(), ['TRISKEL_APP_ARCHIVE', 'TRISKEL_APP_BUS_RETENTION_HOURS', 'TRISKEL_APP_HUB', 'TRISKEL_APP_LOOKUP_BASE', 'TRISKEL_APP_REPLAY_HORIZON_HOURS', 'TRISKEL_APP_STYLE', 'TRISKEL_APP_TABLES', 'TRISKEL_APP_URL', 'TRISKEL_AZURE_BLOBS_ENDPOINT', 'TRISKEL_AZURE_EVENTHUBS_NAMESPACE',
    'TRISKEL_AZURE_HUB', 'TRISKEL_AZURE_KEYVAULT_KEY', 'TRISKEL_AZURE_TABLES', 'TRISKEL_AZURE_TABLES_ENDPOINT', 'TRISKEL_CONTRACTS']);
});
