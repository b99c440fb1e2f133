// The checker is tried with wrong files: each mistake must be told with its line and what was expected.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parsed, sources, wrongFiles } from './check.mjs';
import { wrongCommand } from './commands.mjs';
import { Module } from './evaluate.mjs';
import { Wrong } from './hcl.mjs';
import { hashicorp, schema } from './schema.mjs';
import { wrongValues } from './validate.mjs';

const judge = await hashicorp();
const wrong = (text, provider = 'google') => wrongFiles('.', { 'a.tf': text }, provider, judge);
const plan = (text, given = {}) => new Module('.', parsed({ 'a.tf': text }), given).plan();
const fails = (text) => {
  try {
    plan(text);
  } catch (refused) {
    assert.ok(refused instanceof Wrong, refused);
    return refused.message;
  }
  return assert.fail('it was planned');
};

const TOPIC = `resource "google_pubsub_topic" "bus" {
  name = "orders"
}
`;

/** Names of arguments and blocks, as a tree; HashiCorp's parser does not tell a block from a list of objects, so neither does this. */
const shape = {
  ours: (body) => {
    const result = {};
    for (const name of Object.keys(body.attributes)) result[name] = {};
    for (const { type, labels, body: inner } of body.blocks) {
      const within = labels.reduce((at, label) => (at[label] ??= {}), result[type] ??= {});
      Object.assign(within, shape.ours(inner));
    }
    return result;
  },
  theirs: (json, ours) => Object.fromEntries(Object.entries(json).map(([name, value]) => {
    const each = [value].flat().filter((one) => one !== null && typeof one === 'object');
    // Where ours has no inner names, it is an argument, whose value is nobody's concern here.
    const inner = Object.keys(ours?.[name] ?? {}).length === 0 ? {} : Object.assign({}, ...each.map((one) => shape.theirs(one, ours[name])));
    return [name, inner];
  })),
};

for (const cloud of ['gcp', 'azure']) {
  test(`our parser finds in infra/${cloud} what HashiCorp's finds`, async () => {
    for (const [file, text] of Object.entries(sources(fileURLToPath(new URL(`../${cloud}`, import.meta.url))))) {
      const ours = shape.ours(parsed({ [file]: text })[file]);
      assert.deepEqual(shape.theirs(await judge.parse(file, text), ours), ours, file);
    }
  });
}

test('a file without mistakes has none', async () => assert.deepEqual(await wrong(TOPIC), []));

for (const [what, text, said] of [
  ['what HashiCorp\'s parser refuses', 'resource "google_pubsub_topic" "bus" {\n  name = \n}\n', ['a.tf:2: Invalid expression']],
  ['a file that is not formatted', 'resource "google_pubsub_topic" "bus" {\n  name    = "orders"\n}\n', ['a.tf:2: not formatted: expected "  name = \\"orders\\""']],
  ['a resource that the provider has not', TOPIC.replace('pubsub_topic', 'pubsub_topics'), ["a.tf:1: the provider google 6.50.0 has no resource 'google_pubsub_topics': is 'google_pubsub_topic' meant?"]],
  ['another provider', TOPIC.replace('google_pubsub_topic', 'aws_kinesis_stream'), ["a.tf:1: no schema for 'aws_kinesis_stream' is here, but for types of google"]],
  ['a required argument that is missing', TOPIC.replace('  name = "orders"\n', ''), ["a.tf:1: google_pubsub_topic.bus lacks the required argument 'name'"]],
  ['an argument that the resource has not', TOPIC.replace('}', '  retention = "1s"\n}').replace('name =', 'name      ='), ["a.tf:3: google_pubsub_topic.bus has no argument 'retention'"]],
  ['a slip of letters', TOPIC.replace('}', '  kms_key_nam = "k"\n}').replace('name =', 'name        ='), ["a.tf:3: google_pubsub_topic.bus has no argument 'kms_key_nam': is 'kms_key_name' meant?"]],
  ['a block written as an argument', TOPIC.replace('}', '  schema_settings = {}\n}').replace('name =', 'name            ='), ["a.tf:3: 'schema_settings' of google_pubsub_topic.bus is a block: write schema_settings { ... } without '='"]],
  ['an argument written as a block', TOPIC.replace('}', '  labels {\n  }\n}'), ["a.tf:3: 'labels' of google_pubsub_topic.bus is an argument: write labels = ..."]],
  ['a block that may come once, twice', TOPIC.replace('}', '  message_storage_policy {\n    allowed_persistence_regions = []\n  }\n  message_storage_policy {\n    allowed_persistence_regions = []\n  }\n}'), ["a.tf:6: google_pubsub_topic.bus has the block 'message_storage_policy' twice, but may have it once"]],
  ['a required argument of a block', TOPIC.replace('}', '  message_storage_policy {\n  }\n}'), ["a.tf:3: google_pubsub_topic.bus.message_storage_policy lacks the required argument 'allowed_persistence_regions'"]],
  ['a text where a number belongs', 'resource "google_pubsub_subscription" "a" {\n  name                 = "a"\n  topic                = "b"\n  ack_deadline_seconds = "soon"\n}\n', ["a.tf:4: 'ack_deadline_seconds' of google_pubsub_subscription.a is a number, not \"soon\""]],
  ['a text where true or false belongs', 'resource "google_pubsub_subscription" "a" {\n  name                    = "a"\n  topic                   = "b"\n  enable_message_ordering = "yes"\n}\n', ["a.tf:4: 'enable_message_ordering' of google_pubsub_subscription.a is true or false, not \"yes\""]],
  ['a text where a list belongs', TOPIC.replace('}', '  message_storage_policy {\n    allowed_persistence_regions = "eu"\n  }\n}'), ["a.tf:4: 'allowed_persistence_regions' of google_pubsub_topic.bus.message_storage_policy is a list, not \"eu\""]],
  ['a variable that is not declared', TOPIC.replace('"orders"', 'var.name'), ["a.tf:2: no variable is named 'name'"]],
  ['a resource that is not declared', TOPIC.replace('"orders"', 'google_pubsub_topic.other.name'), ["a.tf:2: no resource is named 'google_pubsub_topic.other'"]],
  ['an attribute that the resource has not', `${TOPIC}output "a" {\n  value = google_pubsub_topic.bus.adress\n}\n`, ["a.tf:5: google_pubsub_topic.bus has no attribute 'adress'"]],
  ['a function that Terraform has not', TOPIC.replace('"orders"', 'lowercase("A")'), ["a.tf:2: Terraform has no function 'lowercase'"]],
  ['each without for_each', TOPIC.replace('"orders"', 'each.key'), ["a.tf:2: no resource is named 'each.key'"]],
  ['a dynamic block without content', TOPIC.replace('}', '  dynamic "schema_settings" {\n    for_each = [1]\n  }\n}'), ["a.tf:3: the dynamic block 'schema_settings' of google_pubsub_topic.bus has no content { ... }"]],
  ['a variable that nobody uses', `variable "a" {\n  type        = string\n  description = "A."\n}\n${TOPIC}`, ["a.tf:1: the variable 'a' is not used"]],
  ['a variable without type and description', `variable "a" {}\n${TOPIC.replace('"orders"', 'var.a')}`, ['a.tf:1: variable a has no type', 'a.tf:1: variable a has no description']],
  ['a local value that nobody uses', `locals {\n  a = 1\n}\n${TOPIC}`, ["a.tf:2: the local value 'a' is not used"]],
  ['a name that is declared twice', `${TOPIC}${TOPIC}`, ["a.tf:4: 'google_pubsub_topic.bus' is declared twice, first in a.tf:1"]],
  ['a circle', 'locals {\n  a = google_pubsub_topic.bus.id\n}\nresource "google_pubsub_topic" "bus" {\n  name = local.a\n}\n', ['a.tf:2: local.a needs google_pubsub_topic.bus needs local.a: a circle, which Terraform cannot plan']],
  ['an argument of the provider that it has not', 'provider "google" {\n  projekt = "a"\n}\n', ["a.tf:2: provider google has no argument 'projekt': is 'project' meant?"]],
]) {
  test(`${what} is told`, async () => {
    const found = await wrong(text);
    assert.equal(found.length, said.length, found.join('\n'));
    said.forEach((each, index) => assert.ok(found[index].startsWith(each), `expected ${each}\nfound    ${found[index]}`));
  });
}

test('the schema of azurerm is read as well', async () => {
  assert.deepEqual(await wrong('provider "azurerm" {\n  feature {}\n}\n', 'azurerm'), ["a.tf:2: provider azurerm has no block 'feature': is 'features' meant?"]);
});

test('for_each and dynamic blocks are spread out', () => {
  const found = plan(`
    locals { many = { b = 2, a = 1 } }
    resource "x" "y" {
      for_each = local.many
      name     = "n-\${each.key}"
      dynamic "part" {
        for_each = range_(each.value)
        content { at = part.value }
      }
    }`.replace('range_(each.value)', '[for n in [1, 2] : n * 10 if n <= each.value]'));
  assert.deepEqual(found.map(({ address, body }) => [address, body]), [
    ['x.y["b"]', { name: 'n-b', part: [{ at: 10 }, { at: 20 }] }],
    ['x.y["a"]', { name: 'n-a', part: [{ at: 10 }] }],
  ]);
});

test('what the cloud alone knows stays a reference, and what a file says is known', () => {
  const [, second] = plan('resource "x" "a" { name = "n" }\nresource "x" "b" { value = "${x.a.name}/${x.a.id}" }');
  assert.equal(second.body.value, 'n/${x.a.id}');
});

test('a condition takes one side, and null leaves the argument out', () => {
  assert.deepEqual(plan('resource "x" "a" {\n  b = true ? null : "c"\n  d = 1 + 2 * 3 == 7 && !false ? "e" : f.g.h\n}')[0].body, { d: 'e' });
});

test('a text over several lines loses its indent', () => {
  assert.equal(plan('resource "x" "a" {\n  b = <<-EOT\n    one\n      ${"two"}\n  EOT\n}')[0].body.b, 'one\n  two\n');
});

test('templatefile fills in what a manifest leaves open, and tells what is missing', () => {
  const file = '../../demo-order-pipeline/order-gcp/src/main/manifest/orchestration.json';
  assert.match(fails(`resource "x" "a" { b = templatefile("${new URL(file, import.meta.url).pathname}", { project = "p" }) }`), /a.tf:1: .* wants \$\{region\}, which templatefile is not given/);
});

for (const [what, text, said] of [
  ['for_each over a list', 'resource "x" "a" {\n  for_each = ["b"]\n}', /a.tf:2: for_each of x.a is a list: Terraform wants a map, or toset/],
  ['an instance that is not there', 'resource "x" "a" {\n  for_each = toset(["b"])\n}\nresource "x" "c" {\n  d = x.a["e"].id\n}', /a.tf:5: x.a has no instance "e", but b/],
  ['a member that is not there', 'locals { a = { b = 1 } }\nresource "x" "a" {\n  c = local.a.d\n}', /a.tf:3: there is no "d", but b/],
  ['two entries of a map with one key', 'resource "x" "a" {\n  b = { for c in ["d", "d"] : c => 1 }\n}', /a.tf:2: two entries have the key "d"/],
  ['a sum with a text', 'resource "x" "a" {\n  b = 1 + "c"\n}', /a.tf:2: a number is needed, not "c"/],
  ['a list within a text', 'resource "x" "a" {\n  b = "c${[1]}"\n}', /a.tf:2: a text is needed, not \[1\]/],
  ['a file that is not there', 'resource "x" "a" {\n  b = file("/nowhere")\n}', /a.tf:2: file\("\/nowhere"\): there is no such file/],
  ['a variable without value', 'variable "a" {}\nresource "x" "a" {\n  b = var.a\n}', /a.tf:1: variable a has no default, and was not given/],
]) {
  test(`${what} cannot be planned`, () => assert.match(fails(text), said));
}

for (const [what, text, said] of [
  ['a value that the provider does not list', 'resource "google_firestore_database" "a" {\n  type = upper("native")\n}', ["a.tf:1: google_firestore_database.a: 'type' is one of FIRESTORE_NATIVE, DATASTORE_MODE, not \"NATIVE\""]],
  ['a text that is no number', 'resource "google_pubsub_subscription" "a" {\n  ack_deadline_seconds = "${1 + 1}s"\n}', ["a.tf:1: google_pubsub_subscription.a: 'ack_deadline_seconds' is a number, not \"2s\""]],
  ['a list where a map belongs', 'resource "google_pubsub_topic" "a" {\n  labels = [for each in ["b"] : each]\n}', ["a.tf:1: google_pubsub_topic.a: 'labels' is a map, not [\"b\"]"]],
  ['what only the cloud knows', 'resource "google_pubsub_topic" "a" {}\nresource "google_pubsub_subscription" "b" {\n  ack_deadline_seconds = google_pubsub_topic.a.id\n}', []],
]) {
  test(`of planned values, ${what} is ${said.length ? 'told' : 'passed over'}`, () => assert.deepEqual(wrongValues(plan(text), { google: schema('google') }), said));
}

test('a validation of a variable that does not hold is told', () => {
  const text = 'variable "a" {\n  validation {\n    condition     = can(regex("^b+$", var.a))\n    error_message = "only b"\n  }\n}';
  const module = (value) => new Module('.', parsed({ 'a.tf': text }), { a: value });
  assert.deepEqual(module('bb').refused(), []);
  assert.deepEqual(module('c').refused(), ['a.tf:2: a: only b']);
});

const grammar = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url)));
const AZ = grammar('../azure/az.json');
const GCLOUD = grammar('../gcp/gcloud.json');
const TERRAFORM = grammar('terraform.json');

for (const [what, tool, line] of [
  ['flags with and without =', AZ, 'group create --name=a --location b'],
  ['several values of one flag', AZ, 'group create --name a --location b --tags c=d e=f'],
  ['one of two required flags', AZ, 'storage account show --ids /a'],
  ['arguments without a name', GCLOUD, 'services enable a.googleapis.com b.googleapis.com --project=c'],
  ['a flag before the command', TERRAFORM, '-chdir=/a state rm b.c'],
  ['a flag alone', GCLOUD, '--version'],
]) {
  test(`${what} are taken by ${tool.tool}`, () => assert.deepEqual(wrongCommand(tool, line.split(' ')), []));
}

for (const [what, tool, line, said] of [
  ['a command that is not there', AZ, 'functionapp keys make --name a', /no such command/],
  ['a flag that is not there', AZ, 'group create --name a --location b --colour c', /there is no --colour/],
  ['a required flag that is missing', AZ, 'group create --name a', /--location is missing/],
  ['both of two flags missing', AZ, 'storage account show --resource-group a', /--name\|--ids is missing/],
  ['a value that is missing', AZ, 'group create --location b --name', /--name needs a value/],
  ['a value that is not known', AZ, 'storage account create --name a --resource-group b --kind Queues', /--kind is one of StorageV2/],
  ['a value for a flag that takes none', GCLOUD, 'storage buckets create gs://a --uniform-bucket-level-access=true', /takes no value/],
  ['an argument too many', GCLOUD, 'kms keys describe a b --location=c --keyring=d', /2 arguments without a name, expected 1 to 1/],
  ['a flag of another command', TERRAFORM, 'state list -auto-approve', /there is no -auto-approve/],
  ['a value behind a blank where it was a second word', TERRAFORM, 'import -var-file a b', /1 arguments without a name, expected 2/],
]) {
  test(`${what} is told of ${tool.tool}`, () => assert.match(wrongCommand(tool, line.split(' ')).join('\n'), said));
}

/** Commands that people are told to type: in a README's code, and in what scripts say. */
function told(cloud) {
  const folder = new URL(`../${cloud}/`, import.meta.url);
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  const fenced = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].map((each) => each[1]).join('\n');
  const inline = [...readme.replace(/^```\n[\s\S]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map((each) => each[1]);
  const said = ['deploy.sh', 'destroy.sh', 'smoke.sh'].flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
    .filter((line) => /^ *(given [a-z]+ \|\| )?(fail|note) |^ *"|\|\| *fail /.test(line)).flatMap((line) => [...line.matchAll(/"([^"]*)"/g)].map((each) => each[1]));
  return [...fenced.split('\n'), ...inline, ...said].flatMap((each) => each.split(/&&|: (?=gcloud |az )|, (?=gcloud |az |and )/))
    .map((each) => each.trim().replace(/"\$\([^)]*\)"/g, 'VALUE').replace(/["']/g, '')).filter((each) => /^(gcloud|az|terraform) [a-z-]/.test(each));
}

for (const [cloud, tool] of [['gcp', GCLOUD], ['azure', AZ]]) {
  test(`commands that people are told to type on ${cloud} are ones that the tools take`, () => {
    const commands = told(cloud);
    assert.ok(commands.length > 6, commands.join('\n'));
    for (const command of commands) {
      const [name, ...line] = command.split(/ +/);
      // A bare mention names a command, and says nothing of its arguments.
      const mention = !line.some((each) => each.startsWith('-'));
      const found = wrongCommand(name === 'terraform' ? TERRAFORM : tool, line).filter((each) => !mention || /no such command/.test(each));
      assert.deepEqual(found, []);
    }
  });
}
