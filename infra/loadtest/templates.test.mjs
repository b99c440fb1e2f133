// The files of Terraform by HashiCorp's parser and the provider's schema, and the manifest of Kubernetes by Kubernetes' own schema, with what a
// run by several workers needs of both; and proof that each can fail.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { planned, sources, wrongFiles } from '../checks/check.mjs';
import { of } from '../checks/rules.mjs';
import { hashicorp, schema } from '../checks/schema.mjs';
import { wrongValues } from '../checks/validate.mjs';
import { wrongObject } from './kubernetes.mjs';

const folder = fileURLToPath(new URL('gcp', import.meta.url));
const given = { project: 'acme-shop', region: 'europe-west1', name: 'nightly', image: 'r.example.org/a:1', bucket: 'acme-results', workers: 3, workload: 'd29ya2xvYWQ6IDE=' };
const judge = await hashicorp();

test('the files of Terraform are as HashiCorp and the provider want them', async () => {
  const texts = sources(folder);
  assert.deepEqual(await wrongFiles(folder, texts, 'google', judge), []);
  const plan = planned(folder, texts, given).plan();
  assert.deepEqual(wrongValues(plan, { google: schema('google') }), []);
});

test('all workers have one topic and one subscription with order, and no worker is started again', () => {
  const plan = planned(folder, sources(folder), given).plan();
  const names = (type) => of(plan, type).map((each) => each.body.name);
  assert.deepEqual(names('google_pubsub_topic'), ['nightly']);
  assert.deepEqual(names('google_pubsub_subscription'), ['nightly']);
  assert.ok(of(plan, 'google_pubsub_subscription').every((each) => each.body.enable_message_ordering === true));
  const [job] = of(plan, 'google_cloud_run_v2_job').map((each) => each.body.template[0]);
  assert.deepEqual([job.task_count, job.parallelism, job.template[0].max_retries], [3, 3, 0]);
  const environment = Object.fromEntries(job.template[0].containers[0].env.map((each) => [each.name, each.value]));
  assert.deepEqual([environment.TRISKEL_GCP_TOPIC, environment.TRISKEL_GCP_SUBSCRIPTION], ['nightly', 'nightly']);
  assert.equal(environment.TRISKEL_RESULTS, '/results/triskel-load/nightly');
});

test('a file of Terraform that is wrong is caught', async () => {
  const texts = sources(folder);
  const wrong = await wrongFiles(folder, { 'main.tf': texts['main.tf'].replace('max_retries           = 0', 'max_tries             = 0') }, 'google', judge);
  assert.match(wrong.join('\n'), /has no argument 'max_tries'/);
});

/** The documents of job.yaml as run.sh fills it. */
function documents(text) {
  const filled = text.replaceAll('@WORKERS@', '3').replaceAll('@CPU@', '2').replaceAll('@MEMORY@', '2Gi').replaceAll('@SECONDS@', '3600').replaceAll(/@[A-Z]+@/g, 'nightly');
  const json = execFileSync('/usr/bin/python3', ['-c', 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))'], { input: filled });
  return JSON.parse(json);
}

const manifest = readFileSync(new URL('kubernetes/job.yaml', import.meta.url), 'utf8');

test('the manifest is as Kubernetes wants it', async () => {
  const [config, job] = documents(manifest);
  assert.deepEqual(wrongObject(config), []);
  assert.deepEqual(wrongObject(job), []);
});

test('all workers run at the same time, each with its number, and none is started again', () => {
  const { spec } = documents(manifest)[1];
  assert.deepEqual([spec.completionMode, spec.completions, spec.parallelism, spec.backoffLimit, spec.template.spec.restartPolicy], ['Indexed', 3, 3, 0, 'Never']);
});

for (const [what, from, to] of [
  ['a misspelt field', 'completionMode', 'completionsMode'],
  ['a text for a number', 'backoffLimit: 0', 'backoffLimit: none'],
  ['a field in the wrong place', '  backoffLimit: 0\n', '  restartPolicy: Never\n'],
]) {
  test(`${what} in the manifest is caught`, async () => {
    const changed = manifest.replace(from, to);
    assert.notEqual(changed, manifest);
    assert.notDeepEqual(wrongObject(documents(changed)[1]), []);
  });
}
