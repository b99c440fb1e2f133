// What must hold of the resources on Azure, and of the package's host.json, so that no event is lost, nobody sees what
// they may not, and the files agree with the package's manifest. check.mjs asks for each style; rules.test.mjs has a mutation for each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, filled, of, same } from '../checks/rules.mjs';
import { REPOSITORY } from '../checks/schema.mjs';

const HOST = 'adapter-azure/src/main/resources/io/triskel/azure/hosting/host.json';
const OPERATOR = '11111111-2222-3333-4444-555555555555';
const REGION = 'westeurope';

export default {
  cloud: 'azure',
  provider: 'azurerm',
  styles: ['orchestration', 'choreography', 'engine'],
  given: (manifest) => ({
    manifest, subscription: '00000000-0000-0000-0000-000000000001', region: REGION, name: 'orders', load_test: true, operators: [OPERATOR],
    alarm_email: 'ops@example.org', budget: 50,
  }),
  /** [text] @param module evaluate.Module @param raw the manifest as it is printed */
  broken(module, raw) {
    const plan = module.plan();
    const manifest = chosen(raw, plan);
    return [...removed(plan), ...bus(plan, manifest), ...app(plan, manifest), ...access(plan, manifest), ...stores(plan, manifest), ...watch(plan, manifest), ...logged(plan, hostOfPackage(), manifest), ...brokenPackage(hostOfPackage(), manifest)];
  },
};

/** What version 5.0 of the provider removed of our resources ("5.0 upgrade guide"); the schema that check.mjs has is older. */
const REMOVED = {
  azurerm_application_insights: ['daily_data_cap_notifications_disabled', 'disable_ip_masking', 'local_authentication_disabled'],
  azurerm_eventhub: ['namespace_name', 'resource_group_name'],
  azurerm_key_vault: ['contact', 'enable_rbac_authorization'],
  azurerm_log_analytics_workspace: ['local_authentication_disabled', 'internet_ingestion_enabled', 'internet_query_enabled'],
  azurerm_storage_account: ['queue_properties', 'static_website'],
  azurerm_storage_container: ['storage_account_name'],
};

function removed(plan) {
  return plan.flatMap((each) => (REMOVED[each.type] ?? []).filter((name) => name in each.body).map((name) => `${at(each)} has '${name}', which version 5.0 of the provider removed`));
}

const named = (plan, address) => plan.find((each) => each.address === address);

/** The id of the namespace, as Azure makes it of its names. */
const metricsResource = (plan) => `subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/${named(plan, 'azurerm_resource_group.orders')?.body.name}/providers/Microsoft.EventHub/namespaces/${named(plan, 'azurerm_eventhub_namespace.hubs')?.body.name}`;
const PUBLISHER = 'Monitoring Metrics Publisher';

/** The manifest with the values of its parameters, as templatefile has them. */
function chosen(raw, plan) {
  const name = (address) => named(plan, address)?.body.name;
  const vault = `https://${name('azurerm_key_vault.orders')}.vault.azure.net`;
  return filled(raw, {
    region: REGION, namespace: `${name('azurerm_eventhub_namespace.hubs')}.servicebus.windows.net`,
    tablesEndpoint: `https://${name('azurerm_storage_account.data')}.table.core.windows.net`, hostStorageAccount: name('azurerm_storage_account.host'),
    metricsResource: metricsResource(plan),
    keyVaultKey: `${vault}/keys/personal`, lookupKey: `@Microsoft.KeyVault(SecretUri=${vault}/secrets/lookup-key)`,
  });
}

function bus(plan, manifest) {
  const found = [];
  const namespace = named(plan, 'azurerm_eventhub_namespace.hubs');
  const hub = named(plan, 'azurerm_eventhub.bus');
  if (!namespace || hub?.body.name !== manifest.hub.name) return [`bus.tf:1: no hub ${manifest.hub.name} is planned`];
  const wrong = (what) => found.push(`${at(hub)} ${what}`);
  const { body } = namespace;
  const tier = { Standard: { groups: 20, hours: 168 }, Premium: { groups: 100, hours: 2160 } }[body.sku];
  if (!tier) found.push(`${at(namespace)} has the tier ${body.sku}: Basic has one consumer group, a day of retention and no Capture`);
  if (body.auto_inflate_enabled !== true || !(body.maximum_throughput_units > body.capacity)) found.push(`${at(namespace)} does not inflate: events are refused when there are more of them`);
  if (body.local_authentication_enabled !== false) found.push(`${at(namespace)} takes connection strings with keys: expected local_authentication_enabled = false`);
  if (hub.body.partition_count !== manifest.hub.partitions) wrong(`has ${hub.body.partition_count} partitions, the manifest says ${manifest.hub.partitions}`);
  const kept = hub.body.retention_description?.[0] ?? {};
  if (kept.cleanup_policy !== 'Delete') wrong(`is compacted: only the last event of a key stays`);
  if (kept.retention_time_in_hours !== manifest.hub.retentionHours) wrong(`keeps events for ${kept.retention_time_in_hours} h, the manifest says ${manifest.hub.retentionHours}`);
  if (tier && !(kept.retention_time_in_hours <= tier.hours)) wrong(`keeps events for longer than ${body.sku} does: ${tier.hours} h`);
  const told = manifest.settings.TRISKEL_APP_BUS_RETENTION_HOURS;
  if (!(kept.retention_time_in_hours <= Number(told))) wrong(`keeps events for ${kept.retention_time_in_hours} h, and the functions are told ${told} h: their inbox forgets events that come again`);

  const groups = of(plan, 'azurerm_eventhub_consumer_group');
  const names = groups.map((each) => each.body.name);
  for (const group of manifest.hub.consumerGroups) if (!names.includes(group)) found.push(`bus.tf:1: the manifest has the consumer group ${group}, which is not planned: its function does not start`);
  for (const group of groups) if (!manifest.hub.consumerGroups.includes(group.body.name)) found.push(`${at(group)} is in no manifest, and takes its share of what the hub gives out`);
  // Basic has one, which is $Default ("Event Hubs quotas and limits"): so it counts.
  if (tier && names.length + 1 > tier.groups) found.push(`bus.tf:1: ${names.length + 1} consumer groups with $Default, and ${body.sku} has ${tier.groups} at most`);
  for (const consumer of manifest.functions.filter((each) => each.trigger.type === 'eventHubTrigger' && each.enabled)) {
    if (!names.includes(consumer.trigger.consumerGroup)) found.push(`bus.tf:1: ${consumer.name} reads by the group ${consumer.trigger.consumerGroup}, which is not planned`);
  }

  const capture = hub.body.capture_description?.[0] ?? {};
  const destination = capture.destination?.[0] ?? {};
  if (capture.enabled !== true) wrong('has no Capture: no archive, so neither a rebuild nor a way back');
  const is = [capture.encoding, capture.interval_in_seconds, capture.size_limit_in_bytes, capture.skip_empty_archives, destination.archive_name_format, destination.blob_container_name];
  const want = manifest.capture;
  const should = [want.encoding, want.intervalSeconds, want.sizeLimitMiB * 1048576, want.skipEmptyArchives, want.archiveNameFormat, want.container];
  if (!same(is, should)) wrong(`captures ${JSON.stringify(is)}, the manifest says ${JSON.stringify(should)}`);
  if (destination.storage_authentication_type !== 'SystemAssigned') wrong('captures with a key of the account, which has none: expected storage_authentication_type = "SystemAssigned"');
  if (!hub.waitsFor.includes('azurerm_role_assignment.capture')) wrong('begins before Capture may write: it must depend on the role');
  const writer = named(plan, 'azurerm_role_assignment.capture')?.body;
  if (writer?.role_definition_name !== 'Storage Blob Data Contributor' || writer.principal_id !== '${azurerm_eventhub_namespace.hubs.identity[0].principal_id}') found.push(`bus.tf:1: Capture may not write the archive`);
  return found;
}

function app(plan, manifest) {
  const [planned, ...more] = of(plan, 'azurerm_function_app_flex_consumption');
  if (!planned) return ['app.tf:1: no function app is planned'];
  const found = more.map((each) => `${at(each)} reads by the same consumer groups: two apps steal each other's partitions`);
  const { body } = planned;
  const wrong = (what) => found.push(`${at(planned)} ${what}`);
  const is = [body.runtime_name, body.runtime_version, body.instance_memory_in_mb, body.always_ready];
  const should = [manifest.app.runtime, manifest.app.runtimeVersion, manifest.app.memoryMiB, [{ name: 'http', instance_count: manifest.app.alwaysReadyHttp }]];
  if (!same(is, should)) wrong(`has ${JSON.stringify(is)}, the manifest says ${JSON.stringify(should)}`);
  const settings = { ...manifest.settings, ...manifest.settingsByIdentity };
  for (const name of new Set([...Object.keys(settings), ...Object.keys(body.app_settings ?? {})])) {
    if (/^AzureWebJobsStorage$|_CONNECTION$/.test(name)) wrong(`has the plain connection ${name}, which wins over the identity`);
    else if (body.app_settings?.[name] !== String(settings[name])) wrong(`has ${name}=${body.app_settings?.[name]}, the manifest says ${settings[name]}`);
    if (/-/.test(name)) wrong(`has the setting ${name}: Linux takes no hyphens`);
    const [, connection] = /^(.+)__(?:accountName|fullyQualifiedNamespace|\w+ServiceUri)$/.exec(name) ?? [];
    // Azure/terraform-azurerm-avm-res-web-site#376.
    if (connection && body.app_settings?.[`${connection}__credential`] !== 'managedidentity') wrong(`has no ${connection}__credential = "managedidentity": the host may look for a connection string, and not start`);
  }
  if (!same(body.identity, [{ type: 'SystemAssigned' }])) wrong('has no identity of its own');
  if (body.storage_authentication_type !== 'SystemAssignedIdentity') wrong('reads its package with a key');
  if (body.https_only !== true) wrong('answers without TLS');
  if (body.webdeploy_publish_basic_authentication_enabled !== false) wrong('can be deployed to with a password');
  if (body.storage_container_endpoint !== '${azurerm_storage_account.host.primary_blob_endpoint}package') wrong("has its package elsewhere than in the host's account");
  for (const need of ['azurerm_eventhub_consumer_group.consumer', 'azurerm_resource_group_template_deployment.tables', 'azurerm_key_vault_key.personal']) {
    if (!planned.waitsFor.includes(need)) wrong(`may start before ${need} is there: it must depend on it`);
  }
  const [plan1] = of(plan, 'azurerm_service_plan');
  if (plan1?.body.sku_name !== 'FC1' || plan1.body.os_type !== 'Linux') found.push('app.tf:1: the plan is not Flex Consumption on Linux, which the manifest says');
  return found;
}

const BROAD = /^(Owner|Contributor|Reader|User Access Administrator)$|Administrator|Officer|\*/;

/** Least privilege: every role of the manifest, on the one resource, and none besides. */
function access(plan, manifest) {
  const found = [];
  const grants = of(plan, 'azurerm_role_assignment');
  const scope = (grant) => grant.body.scope.replace('${azurerm_eventhub.bus.id}', `eventhubs/${manifest.hub.name}`)
    .replace('${azurerm_storage_account.host.id}', `storageAccounts/${named(plan, 'azurerm_storage_account.host')?.body.name}`).replace('${azurerm_storage_account.data.id}/', '')
    .replace('${azurerm_eventhub_namespace.hubs.id}', metricsResource(plan));
  for (const grant of grants) {
    if (BROAD.test(grant.body.role_definition_name)) found.push(`${at(grant)} gives '${grant.body.role_definition_name}', which is far more than anybody here needs`);
    if (/^\$\{azurerm_(resource_group|storage_account|eventhub_namespace|key_vault)\.[a-z]+\.id\}$/.test(grant.body.scope) && !grant.body.scope.includes('storage_account.host') && grant.body.role_definition_name !== PUBLISHER) found.push(`${at(grant)} gives its role on ${grant.body.scope}, and not on the one resource`);
    if (Object.hasOwn(grant.body, 'role_definition_id')) found.push(`${at(grant)} gives a role that this check cannot read: name it`);
  }
  const given = new Map(grants.filter((each) => each.name === 'app').map((each) => [`${each.body.role_definition_name} on ${scope(each)}`, each]));
  const [identity] = manifest.identities;
  const wanted = new Set(identity.permissions.flatMap(({ resource, roles }) => roles.map((role) => `${role} on ${resource}`)));
  for (const want of wanted) if (!given.has(want)) found.push(`app.tf:1: the manifest gives '${want}', which is not planned`);
  for (const [key, grant] of given) {
    if (!wanted.has(key)) found.push(`${at(grant)} gives '${key}', which is in no manifest`);
    if (grant.body.principal_id !== '${azurerm_function_app_flex_consumption.orders.identity[0].principal_id}') found.push(`${at(grant)} gives the app's role to somebody else`);
  }
  for (const operator of grants.filter((each) => each.name === 'operator')) {
    if (operator.body.role_definition_name === PUBLISHER) found.push(`${at(operator)} lets operators publish metrics, and with them silence alarms`);
    if (/^storageAccounts\//.test(scope(operator))) found.push(`${at(operator)} lets operators into the host's account, where the keys of functions are`);
  }
  const keys = named(plan, 'azurerm_role_assignment.app_key')?.body;
  if (keys?.role_definition_name !== 'Key Vault Crypto Service Encryption User' || keys.scope !== '${azurerm_key_vault_key.personal.resource_versionless_id}') found.push('app.tf:1: the app may not use the key of personal data, or every key');
  const secret = named(plan, 'azurerm_role_assignment.app_secret')?.body;
  if (secret?.role_definition_name !== 'Key Vault Secrets User' || !secret.scope.endsWith('/secrets/lookup-key')) found.push('app.tf:1: the app may not read the one secret, or may read every secret');
  return found;
}

function stores(plan, manifest) {
  const found = [];
  const accounts = of(plan, 'azurerm_storage_account');
  if (!same(accounts.map((each) => each.name).sort(), ['data', 'host'])) found.push('stores.tf:1: there are two accounts, data and host: lifecycle rules or load of the one must not meet the other');
  for (const account of accounts) {
    const { body } = account;
    if (body.shared_access_key_enabled !== false) found.push(`${at(account)} takes shared keys: expected shared_access_key_enabled = false`);
    if (body.allow_nested_items_to_be_public !== false) found.push(`${at(account)} may have public containers`);
    if (body.https_traffic_only_enabled !== true || body.min_tls_version !== 'TLS1_2') found.push(`${at(account)} can be read without encryption on the way: expected https_traffic_only_enabled = true and min_tls_version = "TLS1_2"`);
    if (/^RA/.test(body.account_replication_type)) found.push(`${at(account)} has a secondary that can be read, which is old: what was handled is handled again`);
  }
  for (const policy of of(plan, 'azurerm_storage_management_policy')) {
    if (policy.body.storage_account_id.includes('.host.')) found.push(`${at(policy)} deletes checkpoints, and all events come again`);
    else found.push(`${at(policy)} lets the archive forget, which has all events for good`);
  }
  for (const container of of(plan, 'azurerm_storage_container')) if (container.body.container_access_type !== 'private') found.push(`${at(container)} is public`);
  if (!named(plan, 'azurerm_storage_account.data')?.body.blob_properties?.[0].delete_retention_policy) found.push('stores.tf:1: no way back for an archive that was deleted by accident');
  const template = JSON.parse(named(plan, 'azurerm_resource_group_template_deployment.tables')?.body.template_content ?? '{"resources":[]}');
  const account = named(plan, 'azurerm_storage_account.data')?.body.name;
  const tables = template.resources.filter((each) => each.type === 'Microsoft.Storage/storageAccounts/tableServices/tables').map((each) => each.name);
  for (const table of manifest.tables) if (!tables.includes(`${account}/default/${table}`)) found.push(`stores.tf:1: the manifest has the table ${table}, which is not planned`);
  if (tables.length !== manifest.tables.length) found.push(`stores.tf:1: ${tables.length} tables are planned, the manifest has ${manifest.tables.length}`);
  if (named(plan, 'azurerm_resource_group_template_deployment.tables')?.body.deployment_mode !== 'Incremental') found.push('stores.tf:1: a deployment that is not Incremental deletes all else in the resource group');
  const [vault] = of(plan, 'azurerm_key_vault');
  if (vault?.body.purge_protection_enabled !== true) found.push('stores.tf:1: the vault can be purged, and with its key all personal data');
  if (vault?.body.rbac_authorization_enabled !== true) found.push('stores.tf:1: the vault does not ask for roles');
  const [key] = of(plan, 'azurerm_key_vault_key');
  if (key?.body.key_type !== 'RSA' || !same([...(key.body.key_opts ?? [])].sort(), ['unwrapKey', 'wrapKey'])) found.push('stores.tf:1: the key is not one that wraps and unwraps, and nothing else (RSA)');
  return found;
}

function watch(plan, manifest) {
  const found = [];
  const rules = of(plan, 'azurerm_monitor_scheduled_query_rules_alert_v2').map((each) => each.body.criteria[0]);
  for (const [word, operator] of [['TRISKEL_EVENTS_LOST', 'GreaterThan'], ['TRISKEL_PARTITION_HELD', 'GreaterThan'], ["'clock', 'upkeep'", 'GreaterThan'], ['heartbeatAges', 'LessThan'], ['OverQuota', 'GreaterThan'], ...(manifest.engine ? [['(Orchestrator)', 'GreaterThan']] : [])]) {
    if (!rules.some((each) => each.query.includes(word) && each.operator === operator)) found.push(`watch.tf:1: no alarm looks for ${word}`);
  }
  const metrics = of(plan, 'azurerm_monitor_metric_alert').map((each) => ({ ...each.body.criteria[0], window: each.body.window_size }));
  const units = named(plan, 'azurerm_eventhub_namespace.hubs')?.body.capacity;
  for (const [metric, operator, most] of [['OutgoingBytes', 'GreaterThan', 2e6 * 300 * units], ['OutgoingMessages', 'GreaterThan', 4096 * 300 * units], ['ThrottledRequests', 'GreaterThan', Infinity], ['IncomingMessages', 'LessThan', 15], ['requests/failed', 'GreaterThan', 14], ['HeartbeatAge', 'GreaterThan', 720], ['ParkedLanes', 'GreaterThan', 1]]) {
    const alarm = metrics.find((each) => each.metric_name === metric && each.operator === operator);
    if (!alarm) found.push(`watch.tf:1: no alarm looks at ${metric}`);
    else if (!(alarm.threshold < most)) found.push(`watch.tf:1: the alarm on ${metric} has the threshold ${alarm.threshold}, which is never reached: below ${most}`);
  }
  for (const own of metrics.filter((each) => each.metric_namespace === 'Triskel')) {
    const wrong = (what) => found.push(`watch.tf:1: the alarm on ${own.metric_name} ${what}`);
    if (own.aggregation !== 'Maximum') wrong(`takes the ${own.aggregation}, in which one consumer disappears among the others: expected Maximum`);
    if (!same(own.dimension, [{ name: 'Consumer', operator: 'Include', values: ['*'] }])) wrong('does not say which consumer it is about: expected the dimension Consumer');
    if (own.skip_metric_validation !== true) wrong('cannot be created before the app has run: expected skip_metric_validation = true');
  }
  for (const insights of of(plan, 'azurerm_application_insights')) if (insights.body.sampling_percentage !== 100) found.push(`${at(insights)} leaves lines out, perhaps an alarm's`);
  return found;
}

const SIZES = JSON.parse(readFileSync(join(REPOSITORY, 'loadtest/load-plan/src/main/resources/io/triskel/load/size/logs.json'))).clouds.azure;
/** One throughput unit carries so many (order-azure/README.md); each is delivered to nine consumers in a row (docs/sizing.md). */
const ORDERS_A_SECOND = 50;
const INVOCATIONS_OF_AN_ORDER = 9;

/** What a day's logs are at the sized peak, by the bytes of an invocation that `./triskel size` counts, against the workspace's quota. */
export function logged(plan, host, manifest) {
  const levels = host.logging?.logLevel ?? {};
  const logs = (category) => {
    const parts = category.split('.');
    const known = parts.map((_, index) => parts.slice(0, parts.length - index).join('.')).find((each) => each in levels);
    return ['Trace', 'Debug', 'Information'].includes(levels[known] ?? levels.default ?? 'Information');
  };
  const bytes = SIZES.own.bytes / SIZES.own.invocations + SIZES.around.length + SIZES.platform.reduce((sum, each) => sum + each.length, 0);
  const loud = manifest.functions.filter((each) => logs(`Function.${each.name}`) || logs('Host.Results'));
  const timers = loud.filter((each) => each.trigger.type === 'timerTrigger').length;
  const gb = (timers * 1440 + (loud.length > timers ? ORDERS_A_SECOND * INVOCATIONS_OF_AN_ORDER * 86400 : 0)) * bytes / 1e9;
  const [workspace] = of(plan, 'azurerm_log_analytics_workspace');
  const found = [];
  if (!(gb < workspace?.body.daily_quota_gb / 4)) found.push(`${HOST}: a day at ${ORDERS_A_SECOND} orders a second logs ${gb.toFixed(1)} GB, and the workspace takes ${workspace?.body.daily_quota_gb}: then alarms on log lines are blind. Expected logLevel Warning`);
  if (!logs('Function.clock.User')) found.push(`${HOST}: the clock's line is not logged, and its absence is an alarm: expected Function.clock at Information`);
  return found;
}

/** The host.json that the build packs; its tests check each function.json that it writes. */
export const hostOfPackage = () => JSON.parse(readFileSync(join(REPOSITORY, HOST)));

/** What host and triggers must be told, or they pass over events: [text]. */
export function brokenPackage(host, manifest) {
  const found = [];
  const wrong = (what) => found.push(`${HOST}: ${what}`);
  const seconds = (text) => (/^\d\d:\d\d:\d\d$/.test(text ?? '') ? text.split(':').reduce((sum, each) => sum * 60 + Number(each), 0) : NaN);
  const hubs = host.extensions?.eventHubs ?? {};
  if (!(seconds(host.functionTimeout) >= 40)) wrong('functionTimeout is not longer than twice the 20 s of an invocation: the worker is ended with all in it');
  const sampling = host.logging?.applicationInsights?.samplingSettings ?? { isEnabled: true };
  if (sampling.isEnabled !== false && !['Exception', 'Trace'].every((each) => (sampling.excludedTypes ?? '').split(';').includes(each))) wrong('samplingSettings may leave the line of an alarm out: expected excludedTypes "Exception;Trace"');
  if (host.extensionBundle?.version !== '[4.*, 5.0.0)') wrong(`extensionBundle is ${host.extensionBundle?.version}: expected [4.*, 5.0.0)`);
  if (hubs.initialOffsetOptions && hubs.initialOffsetOptions.type !== 'fromStart') wrong('initialOffsetOptions pass over what was published before the first start');
  if (!(hubs.targetUnprocessedEventThreshold >= 300 && hubs.targetUnprocessedEventThreshold <= 1000)) wrong('targetUnprocessedEventThreshold is not about 500: below, every burst moves partitions; above, a consumer that needs n instances stays n times so far behind');
  if (hubs.minEventBatchSize > 1) wrong(`minEventBatchSize is ${hubs.minEventBatchSize}: a partition may stand still after a checkpoint that failed, expected none or 1`);
  if (host.retry) wrong('retry is no setting of the host any more: it belongs to function.json');
  for (const { name, trigger } of manifest.functions.filter((each) => each.trigger.type === 'eventHubTrigger')) {
    if (trigger.retry.maxRetryCount !== -1) found.push(`${name}: maxRetryCount is ${trigger.retry.maxRetryCount}: after that the host passes over the batch. Expected -1`);
    if (trigger.cardinality !== 'MANY') found.push(`${name}: does not take batches: expected cardinality MANY`);
  }
  if (manifest.settings.TRISKEL_APP_ORCHESTRATOR !== manifest.engine?.orchestrator) found.push(`the app starts ${manifest.settings.TRISKEL_APP_ORCHESTRATOR}, and the package has ${manifest.engine?.orchestrator}`);
  return found;
}
