// Checks an object of Kubernetes by the types of Kubernetes' own client for JavaScript, which are written from the OpenAPI of version 1.34:
// every field is known, and has the type that it must have. What only the server knows, such as which fields are required, is left out.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { files, packed } from '../checks/schema.mjs';

const KINDS = { 'v1 ConfigMap': 'V1ConfigMap', 'batch/v1 Job': 'V1Job' };
const PLAIN = { string: 'string', number: 'number', boolean: 'boolean' };
const models = new Map(files(gunzipSync(readFileSync(packed('kubernetes')))));
const known = new Map();

/** {name of a field: its type}, of a type of the client. */
function fields(type) {
  if (!known.has(type)) {
    const map = JSON.parse(/attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(models.get(`package/dist/gen/models/${type}.js`)())[1]);
    known.set(type, Object.fromEntries(map.map((each) => [each.baseName, each.type])));
  }
  return known.get(type);
}

/** What is wrong with an object: [text]. */
export function wrongObject(object) {
  const kind = `${object.apiVersion} ${object.kind}`;
  return KINDS[kind] ? wrong(object, KINDS[kind], object.kind) : [`${kind}: this check knows ${Object.keys(KINDS).join(', ')}`];
}

function wrong(value, type, where) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return Array.isArray(value) ? value.flatMap((each, i) => wrong(each, list[1], `${where}[${i}]`)) : [`${where}: expected is a list, and it is ${JSON.stringify(value)}`];
  const map = /^\{ \[key: string\]: (\w+); \}$/.exec(type);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (map) return isObject ? Object.entries(value).flatMap(([name, each]) => wrong(each, map[1], `${where}.${name}`)) : [`${where}: expected is a map, and it is ${JSON.stringify(value)}`];
  if (PLAIN[type]) return typeof value === PLAIN[type] ? [] : [`${where}: expected is a ${type}, and it is ${JSON.stringify(value)}`];
  if (!/^V1/.test(type)) return [`${where}: this check does not know the type ${type}: teach it`];
  if (!isObject) return [`${where}: expected are fields, and it is ${JSON.stringify(value)}`];
  const types = fields(type);
  return Object.entries(value).flatMap(([name, each]) => (types[name] ? wrong(each, types[name], `${where}.${name}`) : [`${where}: there is no field ${name}`]));
}
