// Each rule of rules.mjs is proved able to fail: the files are changed in the one place, and the change must be caught.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { manifest, planned, sources } from '../checks/check.mjs';
import { mutations } from '../checks/mutations.mjs';
import { schema } from '../checks/schema.mjs';
import { wrongValues } from '../checks/validate.mjs';
import rules from './rules.mjs';

await mutations(import.meta.url, [
  ['a subscription that expires', 'bus.tf', 'ttl = each.value.trigger.expires ? null : ""', 'ttl = "2678400s"', /expires when nobody reads it/],
  ['an archive that expires', 'bus.tf', 'ttl = local.manifest.archive.expires ? null : ""', 'ttl = "2678400s"', /archive expires/],
  ['no order of keys', 'bus.tf', 'enable_message_ordering      = each.value.trigger.enableMessageOrdering', 'enable_message_ordering      = false', /does not keep the order/],
  ['dead letters with order', 'bus.tf', '  push_config {', '  dead_letter_policy {\n    dead_letter_topic = google_pubsub_topic.bus.id\n  }\n  push_config {', /has dead letters/],
  ['exactly-once delivery', 'bus.tf', 'enable_exactly_once_delivery = each.value.trigger.enableExactlyOnceDelivery', 'enable_exactly_once_delivery = true', /exactly-once/],
  ['a subscription that keeps events for a day', 'bus.tf', '"${tonumber(each.value.trigger.retentionHours) * 3600}s"', '"86400s"', /keeps events for 86400s, the topic for/],
  ['a topic that keeps events for a day', 'bus.tf', '"${tonumber(local.manifest.topic.retentionHours) * 3600}s"', '"86400s"', /bus keeps events for 86400s/],
  ['a bus that remembers longer than the functions are told', 'bus.tf', '"${tonumber(local.manifest.topic.retentionHours) * 3600}s"', '"3974400s"', /the functions are told 744 h/],
  ['another filter', 'bus.tf', 'filter                       = each.value.trigger.filter', 'filter                       = "attributes:ce-type"', /has the filter/],
  ['no filter', 'bus.tf', '  filter                       = each.value.trigger.filter\n', '', /has the filter undefined/],
  ['the default back-off', 'bus.tf', /  retry_policy \{\n.*\n.*\n  \}\n/, '', /waits 10s before a failed event/],
  ['a long first back-off', 'bus.tf', 'minimumBackoffMillis) / 1000}s', 'minimumBackoffMillis) / 10}s', /waits 10s before/],
  ['a deadline below the time-out', 'bus.tf', 'ack_deadline_seconds         = each.value.trigger.ackDeadlineSeconds', 'ack_deadline_seconds         = 10', /not above the function's time-out/],
  ['pushes without a token', 'bus.tf', /    oidc_token \{\n.*\n    \}\n/, '', /without the token/],
  ['pushes to another function', 'bus.tf', 'function[each.key].service_config[0].uri', 'function["orders-http"].service_config[0].uri', /not to the function/],
  ['an archive without attributes', 'bus.tf', 'write_metadata = local.manifest.archive.writeMetadata', 'write_metadata = false', /without their attributes/],
  ['an archive with another prefix', 'bus.tf', 'local.manifest.archive.filenamePrefix', '"all/"', /the manifest says \["acme-shop-orders-archive","events\/"/],
  ['events stored in any region', 'bus.tf', /  message_storage_policy \{\n.*\n  \}\n/, '', /may store events in other regions/],
  ['a consumer that is left out', 'main.tf', 'if function.role == "events" }', 'if function.role == "events" && function.consumer != "payment" }', /orders-payment, which is not planned: its consumer gets nothing/],
  ['a publisher before the subscriptions', 'functions.tf', 'depends_on = [google_pubsub_subscription.push, google_pubsub_subscription.archive, google_pubsub_subscription.rebuild]', 'depends_on = [google_pubsub_subscription.push]', /before the subscriptions 'archive' are there/],
  ['a public function', 'main.tf', 'default     = "closed"', 'default     = "public"', /lets anybody call/],
  ['a function that anybody may call', 'functions.tf', 'member     = each.value.person\n', 'member     = "allAuthenticatedUsers"\n', /lets anybody call/],
  ['people who may not replay', 'functions.tf', 'if function.role != "clock" }', 'if function.role == "http" }', /user:ada@example.org may not call orders-payment, so cannot let it replay/],
  ['people who may call the clock', 'functions.tf', 'if function.role != "clock" }', '}', /may call the clock/],
  ['a consumer without an address for operators', 'functions.tf', 'for name, function in local.events : "${function.consumer}=', 'for name, function in local.events : "${name}=', /TRISKEL_APP_FUNCTIONS lacks fulfilment/],
  ['an editor', 'functions.tf', 'role    = "roles/logging.logWriter"', 'role    = "roles/editor"', /gives roles\/editor/],
  ['a role on every database', 'functions.tf', /  condition \{\n    title      = "one-database"\n.*\n  \}\n/, '', /on the whole project/],
  ['a role on another database', 'functions.tf', 'resource.name == \\"${each.value.resource}\\"', 'resource.name == \\"projects/acme-shop/databases/other\\"', /which is in no manifest/],
  ['a publisher that is left out', 'functions.tf', 'grant if startswith(grant.resource, "projects/${var.project}/topics/")', 'grant if startswith(grant.resource, "projects/${var.project}/topics/") && !startswith(key, "orders-clock")', /'orders-clock roles\/pubsub.publisher projects\/acme-shop\/topics\/orders', which is not planned/],
  ['a function without the key', 'stores.tf', 'name, function in local.functions : name => function.keyPermissions', 'name, function in local.events : name => function.keyPermissions', /gives 'orders-http roles\/cloudkms.cryptoKeyEncrypterDecrypter personalKey', which is not planned/],
  ['a function that may wrap and only unwraps', 'stores.tf', 'role          = each.value', 'role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"', /gives 'orders-clock roles\/cloudkms.cryptoKeyEncrypterDecrypter personalKey', which is in no manifest/],
  ['another entry point', 'functions.tf', 'entry_point       = each.value.entryPoint', 'entry_point       = "com.example.Other"', /com.example.Other/],
  ['a short time-out', 'functions.tf', 'timeout_seconds                  = each.value.timeoutSeconds', 'timeout_seconds                  = 5', /has .*,5,40\]/],
  ['a variable that is left out', 'functions.tf', 'environment_variables          = each.value.environment', 'environment_variables          = { for name, value in each.value.environment : name => value if name != "TRISKEL_APP_STYLE" }', /has TRISKEL_APP_STYLE=undefined/],
  ['one account for all functions', 'functions.tf', 'service_account_email          = google_service_account.function[each.key].email', 'service_account_email          = google_service_account.build.email', /its own service account/],
  ['instances without limit', 'functions.tf', '    max_instance_count               = local.plan.max_instances\n', '', /no limit of instances/],
  ['a clock that nobody calls', 'functions.tf', 'if function.trigger.type == "schedule" }', 'if function.trigger.type == "never" }', /nothing calls the clock/],
  ['a clock once an hour', 'functions.tf', '"*/${ceil(each.value.trigger.everySeconds / 60)} * * * *"', '"0 * * * *"', /calls the clock by 0/],
  ['fields in an index by themselves', 'stores.tf', 'collection = "__default__"', 'collection = "orders-streams"', /fields stay indexed that no query asks for/],
  ['a field that queries need, without an index', 'stores.tf', '{ order = "DESCENDING", array_config = null },', '', /orders-streams\/place is queried, and in no index/],
  ['a field in an index for nobody', 'stores.tf', 'contains(collection.indexed, field)', 'contains(concat(collection.indexed, ["expires"]), field)', /no query asks for orders-inbox\/expires/],
  ['a load test on fields without an index', 'stores.tf', 'var.load_test ? [local.application, "load"]', 'var.load_test ? [local.application]', /load-streams\/place is queried/],
  ['an inbox without time to live', 'stores.tf', 'expires = lookup(collection, "timeToLive", "") == field', 'expires = false', /orders-inbox keeps documents for ever/],
  ['a time to live on keys', 'stores.tf', 'compact([lookup(collection, "timeToLive", "")])', '["stamp"]', /lets documents of orders-keys go by stamp/, ['expires = lookup(collection, "timeToLive", "") == field', 'expires = field == "stamp"']],
  ['the other mode of Firestore', 'stores.tf', '"FIRESTORE_NATIVE"', '"DATASTORE_MODE"', /need FIRESTORE_NATIVE/],
  ['a database elsewhere', 'stores.tf', 'location_id = var.region', 'location_id = "us-central1"', /not where all else is/],
  ['a database that can be deleted', 'stores.tf', 'var.protect ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"', '"DELETE_PROTECTION_DISABLED"', /deleted by accident/],
  ['an archive that goes with the rest', 'bus.tf', 'force_destroy = !var.protect', 'force_destroy = true', /deleted with all events in it/],
  ['an archive that forgets', 'bus.tf', '  force_destroy = !var.protect', '  lifecycle_rule {\n    action {\n      type = "Delete"\n    }\n    condition {\n      age = 30\n    }\n  }\n  force_destroy = !var.protect', /loses events by a lifecycle rule/],
  ['a bucket that can be public', 'functions.tf', '  public_access_prevention    = "enforced"\n', '', /can be made public/],
  ['no alarm for parked events', 'watch.tf', /    parked = .*\n/, '', /no alarm looks at user\/orders-parked/],
  ['no alarm for a consumer that sees no heartbeat', 'watch.tf', /    silent = .*\n/, '', /no alarm looks at user\/orders-silent/],
  ['an alarm without labels', 'watch.tf', /  user_labels +=.*\n/, '', /has no labels, by which destroy.sh finds/],
  ['a clock that may stop unheard', 'watch.tf', 'response_code_class = \\"2xx\\"', 'response_code_class = \\"5xx\\"', /a clock that does not run/],
  ['a clock that may fail unheard', 'watch.tf', 'response_code_class != \\"2xx\\"', 'response_code_class = \\"5xx\\"', /a part of the clock that fails/],
  ['a budget without its API', 'main.tf', 'var.budget_usd > 0 ? ["billingbudgets"] : []', 'var.budget_usd < 0 ? ["billingbudgets"] : []', /API of the budget/],
]);

test('a function in another language is built from its own package', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const { document } = manifest('gcp', 'orchestration');
  const notification = document.functions.find((each) => each.consumer === 'customer-notification');
  // As OrderManifestByLanguage writes it.
  Object.assign(notification, { runtime: 'nodejs22', entryPoint: 'handler', package: 'notification-node-gcp.zip' });
  delete notification.environment.JAVA_TOOL_OPTIONS;
  const file = join(mkdtempSync(join(tmpdir(), 'infra-checks-')), 'manifest.json');
  writeFileSync(file, JSON.stringify(document));
  const given = { ...rules.given(file, file), packages: { 'notification-node-gcp.zip': file }, language: 'notification=node' };
  const broken = (texts) => {
    const module = planned(folder, texts, given);
    return [...module.refused(), ...wrongValues(module.plan(), { google: schema('google') }), ...rules.broken(module, document)];
  };
  const texts = sources(folder);

  assert.deepEqual(broken(texts), []);
  assert.equal(planned(folder, texts, given).output('chosen').language, 'notification=node');
  const java = { ...texts, 'functions.tf': texts['functions.tf'].replace(/can\(each\.value\.package\) \? .* : /, '') };
  assert.match(broken(java).join(), /orders-customer-notification\S* is built from order-gcp-\S+, the manifest says notification-node-gcp\.zip/);
  rmSync(dirname(file), { recursive: true });
});

test('calls count for the project that is deployed to, since some APIs refuse the login of a person without one', () => {
  assert.match(sources(fileURLToPath(new URL('.', import.meta.url)))['main.tf'], /provider "google" \{[^}]*billing_project += var\.project\n +user_project_override += true\n/);
});

/** What is wrong with an application of one's own, under the longest names, without views and styles; the texts are changed first. */
function ownApplication(changed = (texts) => texts) {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const own = JSON.parse(JSON.stringify(manifest('gcp', 'orchestration').document).replaceAll('customer-notification', 'notification-of-parcels'));
  Object.assign(own, { style: 'application', package: 'shop-gcp.zip', rebuilds: [] });
  for (const name of ['name', 'topic', 'collections']) own.parameters[name].default = 'shop';
  for (const each of own.functions) delete each.environment.TRISKEL_APP_STYLE;
  const place = mkdtempSync(join(tmpdir(), 'infra-gcp-'));
  try {
    const file = join(place, 'application.json');
    writeFileSync(file, JSON.stringify(own));
    const module = planned(folder, changed(sources(folder)), { ...rules.given(file, fileURLToPath(import.meta.url)), name: 'shop-of-twenty-chars' });
    return [...module.refused(), ...rules.broken(module, own), ...Object.keys(module.output('environment')).filter((name) => /STYLE|REBUILD/.test(name))];
  } finally {
    rmSync(place, { recursive: true });
  }
}

test('an application of one\'s own breaks no rule, under the longest names', () => {
  assert.deepEqual(ownApplication(), []);
  assert.match(ownApplication((texts) => ({ ...texts, 'functions.tf': texts['functions.tf'].replace('length(each.key) <= 30', 'true') })).join('\n'),
    /has the id shop-of-twenty-chars-notification-of-parcels: expected 6 to 30/);
});

test('operators and load tests are told what they need, and no secret', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const module = planned(folder, sources(folder), rules.given(manifest('gcp', 'orchestration').file, fileURLToPath(import.meta.url)));
  assert.deepEqual(Object.keys(module.output('environment')).sort(), ['GOOGLE_CLOUD_PROJECT', 'TRISKEL_APP_ARCHIVE', 'TRISKEL_APP_BUS_RETENTION_HOURS', 'TRISKEL_APP_COLLECTIONS', 'TRISKEL_APP_FUNCTIONS', 'TRISKEL_APP_LOAD_SUBSCRIPTION', 'TRISKEL_APP_LOOKUP_BASE', 'TRISKEL_APP_REBUILD_SUBSCRIPTION', 'TRISKEL_APP_REPLAY_HORIZON_HOURS', 'TRISKEL_APP_STYLE', 'TRISKEL_APP_TOPIC', 'TRISKEL_APP_URL', 'TRISKEL_CONTRACTS',
    'TRISKEL_GCP_CALL_TIMEOUT_MS', 'TRISKEL_GCP_COLLECTIONS', 'TRISKEL_GCP_DATABASE', 'TRISKEL_GCP_KMS_KEY', 'TRISKEL_GCP_SUBSCRIPTION', 'TRISKEL_GCP_TOPIC']);
});
