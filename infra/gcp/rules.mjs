// What must hold of the resources on Google Cloud so that no event is lost, nobody sees what they may not, and the files agree with the
// package's manifest. check.mjs asks for each style; rules.test.mjs has a mutation for each.
import { at, filled, of, same } from '../checks/rules.mjs';

const PROJECT = 'acme-shop';
const REGION = 'europe-west1';

export default {
  cloud: 'gcp',
  provider: 'google',
  given: (manifest, zip) => ({
    manifest, package: zip, project: PROJECT, region: REGION, name: 'orders', load_test: true, invokers: ['user:ada@example.org'],
    alarm_email: 'ops@example.org', budget_usd: 50, billing_account: '000000-AAAAAA-000000',
  }),
  /** [text] @param module evaluate.Module @param raw the manifest as it is printed */
  broken(module, raw) {
    const plan = module.plan();
    const { name } = module.given;
    const application = raw.parameters.name.default;
    const manifest = chosen(raw, name, application);
    return [...delivery(plan, manifest), ...memory(plan, manifest), ...functions(plan, manifest), ...access(plan, manifest, module.output('environment').TRISKEL_APP_FUNCTIONS), ...firestore(plan, manifest, application), ...keeping(plan, name)];
  },
};

const chosen = (raw, name, application) => filled(raw, {
  project: PROJECT, region: REGION, name, topic: name, database: name, collections: application,
  lookupBase: `https://${name}-http-\${data.google_project.this.number}.europe-west1.run.app/`,
  pushServiceAccount: `${name}-push@${PROJECT}.iam.gserviceaccount.com`, schedulerServiceAccount: `${name}-schedule@${PROJECT}.iam.gserviceaccount.com`,
  archiveBucket: `${PROJECT}-${name}-archive`, kmsKey: `projects/${PROJECT}/locations/${REGION}/keyRings/${name}/cryptoKeys/personal`,
});

const seconds = (text) => (/^[0-9.]+s$/.test(text ?? '') ? Number(text.slice(0, -1)) : NaN);
const only = (list, message) => (list ? [] : [message]);

/** Every consumer gets every event that it listens to, in the order of its key, for as long as the bus keeps it. */
function delivery(plan, manifest) {
  const found = [];
  const subscriptions = of(plan, 'google_pubsub_subscription');
  const topic = plan.find((each) => each.address === 'google_pubsub_topic.bus');
  const kept = manifest.topic.retentionHours * 3600;
  if (!topic || topic.body.name !== manifest.topic.name) return [`main.tf:1: no topic ${manifest.topic.name} is planned`];
  found.push(...only(seconds(topic.body.message_retention_duration) === kept, `${at(topic)} keeps events for ${topic.body.message_retention_duration}, the manifest says ${kept}s`));
  found.push(...only(same(topic.body.message_storage_policy?.[0].allowed_persistence_regions, [REGION]), `${at(topic)} may store events in other regions, and order holds in one region only`));

  const wanted = [
    ...manifest.functions.filter((each) => each.trigger.type === 'pushSubscription').map((each) => ({ ...each.trigger, pushes: each.name })),
    ...manifest.rebuilds,
    { ...manifest.archive, filter: undefined, enableExactlyOnceDelivery: undefined, archive: true },
  ];
  for (const want of wanted) {
    const subscription = subscriptions.find((each) => each.body.name === want.subscription);
    if (!subscription) {
      found.push(`bus.tf:1: the manifest has the subscription ${want.subscription}, which is not planned: its consumer gets nothing`);
      continue;
    }
    const { body } = subscription;
    const wrong = (what) => found.push(`${at(subscription)} ${what}`);
    if (body.topic !== '${google_pubsub_topic.bus.id}') wrong(`is a subscription of ${body.topic}, not of the bus`);
    if ((body.filter ?? undefined) !== want.filter) wrong(`has the filter ${body.filter}, the manifest says ${want.filter}`);
    if (body.enable_message_ordering !== true) wrong('does not keep the order of keys');
    if (body.enable_exactly_once_delivery) wrong('has exactly-once delivery, which the inbox does better');
    if (body.dead_letter_policy) wrong('has dead letters: what goes there is overtaken by its successors');
    if (!same(body.expiration_policy, [{ ttl: '' }])) wrong('expires when nobody reads it for a while, and its events with it: expected expiration_policy { ttl = "" }');
    if (seconds(body.message_retention_duration) !== kept) wrong(`keeps events for ${body.message_retention_duration}, the topic for ${kept}s`);
    if (body.ack_deadline_seconds !== want.ackDeadlineSeconds) wrong(`has the deadline ${body.ack_deadline_seconds} s, the manifest says ${want.ackDeadlineSeconds}`);
    if (want.pushes) {
      const retry = body.retry_policy?.[0] ?? {};
      if (seconds(retry.minimum_backoff) !== want.minimumBackoffMillis / 1000) wrong(`waits ${retry.minimum_backoff ?? '10s'} before a failed event comes again and holds its key so long: expected ${want.minimumBackoffMillis / 1000}s`);
      if (seconds(retry.maximum_backoff) !== want.maximumBackoffMillis / 1000) wrong(`waits up to ${retry.maximum_backoff ?? '600s'}: expected ${want.maximumBackoffMillis / 1000}s`);
      const push = body.push_config?.[0] ?? {};
      const target = `\${google_cloudfunctions2_function.function[${JSON.stringify(want.pushes)}].service_config[0].uri}`;
      if (push.push_endpoint !== target) wrong(`pushes to ${push.push_endpoint}, not to the function ${want.pushes}`);
      if (push.oidc_token?.[0].service_account_email !== '${google_service_account.push.email}') wrong('pushes without the token of the account that may call functions');
      const called = manifest.functions.find((each) => each.name === want.pushes);
      if (!(body.ack_deadline_seconds > called.timeoutSeconds)) wrong(`has the deadline ${body.ack_deadline_seconds} s, which is not above the function's time-out: events come again while they are worked on`);
    }
    if (want.archive) {
      const storage = body.cloud_storage_config?.[0] ?? {};
      if (storage.avro_config?.[0].write_metadata !== true) wrong('writes events without their attributes: expected avro_config { write_metadata = true }');
      if (storage.avro_config?.[0].use_topic_schema) wrong('writes by a schema of the topic, which adapter-gcp does not read');
      if (storage.filename_datetime_format) wrong('names files in another way than adapter-gcp reads them');
      const says = [storage.bucket, storage.filename_prefix, storage.filename_suffix, seconds(storage.max_duration), storage.max_bytes];
      const should = [want.bucket, want.filenamePrefix, want.filenameSuffix, want.maxDurationSeconds, want.maxBytes];
      if (!same(says, should)) wrong(`writes ${JSON.stringify(says)}, the manifest says ${JSON.stringify(should)}`);
    }
  }
  const names = new Set(wanted.map((each) => each.subscription));
  for (const extra of subscriptions.filter((each) => !names.has(each.body.name) && !['load', 'load_orders'].includes(each.name))) found.push(`${at(extra)} is in no manifest: nobody reads it`);
  if (subscriptions.length > 10_000) found.push('bus.tf:1: a topic has 10,000 subscriptions at most');

  // Whoever publishes may do so after the subscriptions are there.
  for (const grant of of(plan, 'google_pubsub_topic_iam_member')) {
    const waits = grant.waitsFor ?? [];
    for (const each of ['push', 'rebuild', 'archive']) {
      if (!waits.includes(`google_pubsub_subscription.${each}`)) found.push(`${at(grant)} may be given before the subscriptions '${each}' are there, which lose what is published until then: it must depend on them`);
    }
  }
  return found;
}

/** The inbox remembers events for as long as the bus can bring them again, and the replay horizon. */
function memory(plan, manifest) {
  const told = Math.min(...manifest.functions.map((each) => Number(each.environment.TRISKEL_APP_BUS_RETENTION_HOURS)));
  return of(plan, 'google_pubsub_topic').concat(of(plan, 'google_pubsub_subscription'))
    .filter((each) => !(seconds(each.body.message_retention_duration) <= told * 3600))
    .map((each) => `${at(each)} keeps events for ${each.body.message_retention_duration}, and the functions are told ${told} h: their inbox forgets events that come again`);
}

function functions(plan, manifest) {
  const found = [];
  const planned = of(plan, 'google_cloudfunctions2_function');
  for (const want of manifest.functions) {
    const instance = planned.find((each) => each.body.name === want.name);
    if (!instance) {
      found.push(`functions.tf:1: the manifest has the function ${want.name}, which is not planned`);
      continue;
    }
    const build = instance.body.build_config[0];
    const service = instance.body.service_config[0];
    const is = [build.runtime, build.entry_point, service.available_memory, service.available_cpu, service.min_instance_count, service.timeout_seconds, service.max_instance_request_concurrency];
    const should = [want.runtime, want.entryPoint, `${want.memoryMiB}Mi`, `${want.cpu}`, want.minInstances ?? 0, want.timeoutSeconds, want.concurrency];
    if (!same(is, should)) found.push(`${at(instance)} has ${JSON.stringify(is)}, the manifest says ${JSON.stringify(should)}`);
    const file = want.package ?? manifest.package;
    const source = build.source[0].storage_source[0].object;
    if (!source.includes(file.slice(0, -'.zip'.length))) found.push(`${at(instance)} is built from ${source}, the manifest says ${file}`);
    for (const name of new Set([...Object.keys(want.environment), ...Object.keys(service.environment_variables ?? {})])) {
      const value = service.environment_variables?.[name];
      if (value !== String(want.environment[name])) found.push(`${at(instance)} has ${name}=${value}, the manifest says ${want.environment[name]}`);
    }
    if (service.service_account_email !== `\${google_service_account.function[${JSON.stringify(want.name)}].email}`) found.push(`${at(instance)} does not run as its own service account`);
    if (!(service.max_instance_count > 0)) found.push(`${at(instance)} has no limit of instances, and so of cost`);
    if (instance.body.location !== REGION) found.push(`${at(instance)} is in ${instance.body.location}, not where all else is`);
    if (instance.body.event_trigger) found.push(`${at(instance)} has a trigger of Eventarc, whose subscription keeps no order and has no filter`);
  }
  for (const extra of planned.filter((each) => !manifest.functions.some((want) => want.name === each.body.name))) found.push(`${at(extra)} is in no manifest`);
  // IAM API, CreateServiceAccountRequest.
  for (const account of of(plan, 'google_service_account')) {
    if (!/^[a-z](?=.{5,29}$)[-a-z0-9]*[a-z0-9]$/.test(account.body.account_id)) found.push(`${at(account)} has the id ${account.body.account_id}: expected 6 to 30 lower-case letters, digits or hyphens`);
  }
  const clock = manifest.functions.find((each) => each.role === 'clock');
  const job = of(plan, 'google_cloud_scheduler_job').find((each) => each.body.name === clock.name);
  if (!job) found.push('functions.tf:1: nothing calls the clock: timers do not fire, and parked events do not come again');
  else {
    const target = job.body.http_target[0];
    if (job.body.schedule !== '*/1 * * * *') found.push(`${at(job)} calls the clock by ${job.body.schedule}, the manifest says every ${clock.trigger.everySeconds} s`);
    if (target.http_method !== clock.trigger.method || seconds(job.body.attempt_deadline) !== clock.trigger.attemptDeadlineSeconds) found.push(`${at(job)} does not call the clock as the manifest says`);
    if (target.oidc_token?.[0].service_account_email !== clock.trigger.serviceAccount) found.push(`${at(job)} calls the clock without the token of ${clock.trigger.serviceAccount}`);
  }
  return found;
}

const MEMBERS = [/^\$\{google_service_account\.[a-z_]+(\["[a-z-]+"\])?\.member\}$/, /^serviceAccount:[a-z-]+@acme-shop\.iam\.gserviceaccount\.com$/,
  /^serviceAccount:service-\$\{data\.google_project\.this\.number\}@gcp-sa-pubsub\.iam\.gserviceaccount\.com$/, /^user:ada@example\.org$/];
const BROAD = /^roles\/(owner|editor|viewer)$|admin$|Admin$|\*/;

/** Least privilege: every role of the manifest, on the one resource, and none besides; people call what answers them. */
function access(plan, manifest, addresses) {
  const found = [];
  const name = (member) => member.replace(/^\$\{google_service_account\.function\["([a-z-]+)"\]\.member\}$/, '$1').replace(/^serviceAccount:/, '');
  const grants = plan.filter((each) => /_iam_(member|binding|policy)$/.test(each.type));
  for (const grant of grants) {
    const { role, member } = grant.body;
    if (!grant.type.endsWith('_iam_member')) found.push(`${at(grant)} takes the roles of others away: use the type that ends in _iam_member`);
    else if (BROAD.test(role)) found.push(`${at(grant)} gives ${role}, which is far more than anybody here needs`);
    else if (['allUsers', 'allAuthenticatedUsers'].includes(member)) found.push(`${at(grant)} lets anybody call: a public function shows and deletes all customers`);
    else if (!MEMBERS.some((each) => each.test(member))) found.push(`${at(grant)} gives ${role} to ${member}, whom nobody here knows`);
    if (grant.type === 'google_project_iam_member' && !grant.body.condition && role !== 'roles/logging.logWriter') found.push(`${at(grant)} gives ${role} on the whole project: expected a condition`);
  }
  const given = new Map();
  const add = (grant, resource) => given.set(`${name(grant.body.member)} ${grant.body.role} ${resource}`, grant);
  for (const grant of grants) {
    if (grant.type === 'google_project_iam_member' && grant.name === 'database') add(grant, /^resource\.name == "(.*)"$/.exec(grant.body.condition?.[0].expression)?.[1]);
    if (grant.type === 'google_pubsub_topic_iam_member') add(grant, `projects/${PROJECT}/topics/${grant.body.topic}`);
    // The one key that there is; the manifest does not know its name.
    if (grant.type === 'google_kms_crypto_key_iam_member') add(grant, 'personalKey');
    if (grant.type === 'google_cloud_run_v2_service_iam_member' && !['invoker', 'anybody'].includes(grant.name)) add(grant, `projects/${PROJECT}/locations/${REGION}/services/${grant.body.name}`);
  }
  const wanted = new Set([...manifest.functions.map((each) => ({ identity: each.name, ...each })), ...manifest.identities]
    .flatMap(({ identity, permissions, keyPermissions = [] }) => [...permissions, ...keyPermissions].flatMap(({ resource, roles }) => roles.map((role) => `${identity} ${role} ${resource}`))));
  for (const want of wanted) if (!given.has(want)) found.push(`functions.tf:1: the manifest gives '${want}', which is not planned`);
  for (const [key, grant] of given) if (!wanted.has(key)) found.push(`${at(grant)} gives '${key}', which is in no manifest`);
  const people = grants.filter((each) => each.type === 'google_cloud_run_v2_service_iam_member' && each.name === 'invoker');
  for (const { name: service, role, consumer } of manifest.functions) {
    const may = people.some((each) => each.body.name === service && each.body.member === 'user:ada@example.org');
    if (role === 'events' && !may) found.push(`functions.tf:1: user:ada@example.org may not call ${service}, so cannot let it replay`);
    if (role === 'events' && !` ${addresses}`.includes(` ${consumer}=`)) found.push(`functions.tf:1: TRISKEL_APP_FUNCTIONS lacks ${consumer}, so nobody can let it replay`);
    if (role === 'clock' && may) found.push('functions.tf:1: a person may call the clock, and tell it the time');
  }
  for (const bucket of of(plan, 'google_storage_bucket')) {
    if (bucket.body.public_access_prevention !== 'enforced' || bucket.body.uniform_bucket_level_access !== true) found.push(`${at(bucket)} can be made public: expected public_access_prevention = "enforced" and uniform_bucket_level_access = true`);
  }
  return found;
}

const EVERY = { collection: '__default__', field: '*' };
/** What Firestore gives a field by itself. */
const AUTOMATIC = [{ order: 'ASCENDING' }, { order: 'DESCENDING' }, { array_config: 'CONTAINS' }];

/** Fields are in an index if a query asks for them, and what says when a document goes does so, and on these collections only. */
function firestore(plan, manifest, application) {
  const found = [];
  const [database] = of(plan, 'google_firestore_database');
  if (database?.body.name !== manifest.firestore.database) return ['stores.tf:1: the database of the manifest is not planned'];
  if (database.body.type !== 'FIRESTORE_NATIVE') found.push(`${at(database)} is in ${database.body.type}: the stores need FIRESTORE_NATIVE`);
  if (database.body.location_id !== REGION) found.push(`${at(database)} is in ${database.body.location_id}, not where all else is`);
  const fields = new Map(of(plan, 'google_firestore_field').map((each) => [`${each.body.collection}/${each.body.field}`, each]));
  const every = fields.get(`${EVERY.collection}/${EVERY.field}`);
  if (!same(every?.body.index_config, [{}])) found.push('stores.tf:1: fields stay indexed that no query asks for: about 500 writes a second are the most then, and each is dearer');
  // Collections of ./triskel load are indexed as the pipeline's, or the load test measures something else.
  const wanted = [application, 'load'].flatMap((prefix) => manifest.firestore.collections.map((each) => ({ ...each, collection: prefix + each.collection.slice(application.length) })));
  for (const { collection, indexed, timeToLive } of wanted) {
    for (const field of indexed) if (!same(fields.get(`${collection}/${field}`)?.body.index_config?.[0].indexes, AUTOMATIC)) found.push(`stores.tf:1: ${collection}/${field} is queried, and in no index`);
    if (timeToLive && !same(fields.get(`${collection}/${timeToLive}`)?.body.ttl_config, [{}])) found.push(`stores.tf:1: ${collection} keeps documents for ever: no time to live on ${timeToLive}`);
  }
  for (const [key, planned] of fields) {
    const [collection, field] = key.split('/');
    const want = wanted.find((each) => each.collection === collection);
    if (planned === every) continue;
    if (!want) found.push(`${at(planned)} is of a collection that no manifest has`);
    else if (planned.body.index_config?.[0].indexes && !want.indexed.includes(field)) found.push(`${at(planned)} is in an index, and no query asks for ${key}`);
    else if (planned.body.ttl_config && want.timeToLive !== field) found.push(`${at(planned)} lets documents of ${collection} go by ${field}: the manifest says ${want.timeToLive ?? 'never'}`);
  }
  if (of(plan, 'google_firestore_index').length > 0) found.push('stores.tf:1: no composite index is needed, and each makes every write dearer');
  return found;
}

/** What must not go away by accident, and who is told. */
function keeping(plan, name) {
  const found = [];
  for (const each of of(plan, 'google_firestore_database')) {
    if (each.body.delete_protection_state !== 'DELETE_PROTECTION_ENABLED') found.push(`${at(each)} can be deleted by accident: expected DELETE_PROTECTION_ENABLED`);
    if (each.body.point_in_time_recovery_enablement !== 'POINT_IN_TIME_RECOVERY_ENABLED') found.push(`${at(each)} has no way back from a wrong write: expected point-in-time recovery`);
  }
  for (const each of of(plan, 'google_storage_bucket').filter((one) => one.name === 'archive')) {
    if (each.body.force_destroy) found.push(`${at(each)} is deleted with all events in it: expected force_destroy = false`);
    if ((each.body.lifecycle_rule ?? []).length > 0) found.push(`${at(each)} loses events by a lifecycle rule: the archive has all of them for good`);
  }
  for (const key of of(plan, 'google_kms_crypto_key')) if (key.body.purpose !== 'ENCRYPT_DECRYPT') found.push(`${at(key)} cannot wrap keys`);
  for (const each of of(plan, 'google_monitoring_alert_policy')) if (each.body.user_labels?.deployment !== name) found.push(`${at(each)} has no labels, by which destroy.sh finds an alarm that a killed run has made twice`);
  const conditions = of(plan, 'google_monitoring_alert_policy').flatMap((each) => each.body.conditions);
  const looksAt = (kind, ...texts) => conditions.some((each) => texts.every((text) => each[kind]?.[0].filter.includes(text)));
  for (const metric of ['oldest_unacked_message_age', 'push_request_count', `user/${name}-parked`, `user/${name}-silent`]) {
    if (!looksAt('condition_threshold', metric)) found.push(`watch.tf:1: no alarm looks at ${metric}`);
  }
  const clock = ['run.googleapis.com/request_count', `"${name}-clock"`];
  if (!looksAt('condition_threshold', ...clock, 'response_code_class != "2xx"')) found.push('watch.tf:1: nobody hears of a part of the clock that fails');
  if (!looksAt('condition_absent', ...clock, 'response_code_class = "2xx"')) found.push('watch.tf:1: nobody hears of a clock that does not run, and so of no silent consumer');
  // Without its API, and without a project that is billed for the call, a login of a person is refused (Cloud Billing Budget API, "Set up").
  if (of(plan, 'google_billing_budget').length > 0 && !of(plan, 'google_project_service').some((each) => each.body.service === 'billingbudgets.googleapis.com')) found.push('watch.tf:1: the API of the budget is not switched on');
  return found;
}
