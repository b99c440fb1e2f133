// The schemas of Terraform's providers, without the providers: their TypeScript bindings on npm have every resource with its arguments
// and blocks. Packages are fetched with `npm pack`, never installed; what is read from them is kept in target/infra-checks.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const HERE = dirname(fileURLToPath(import.meta.url));
export const REPOSITORY = join(HERE, '..', '..');
const CACHE = join(REPOSITORY, 'target', 'infra-checks');
const PACKAGES = JSON.parse(readFileSync(join(HERE, 'packages.json')));

/** HashiCorp's parser and its formatter, compiled to WebAssembly: {parse, format}. */
export async function hashicorp() {
  const folder = join(CACHE, createHash('sha256').update(readFileSync(join(HERE, 'parser', 'package-lock.json'))).digest('hex').slice(0, 12));
  if (!existsSync(folder)) {
    // Made elsewhere and moved: the checks of two clouds may begin at the same time.
    const made = `${folder}.${process.pid}`;
    mkdirSync(made, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) writeFileSync(join(made, file), readFileSync(join(HERE, 'parser', file)));
    npm(made, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
    try {
      renameSync(made, folder);
    } catch (there) {
      if (!existsSync(folder)) throw there;
      rmSync(made, { recursive: true });
    }
  }
  const load = async (name) => (await import(join(folder, 'node_modules', name, 'build', 'index.js'))).default;
  return { parse: (await load('@cdktn/hcl2json')).parse, format: (await load('@cdktn/hcl-tools')).format };
}

const loaded = new Map();

/** {provider, version, config, resources: {type: {arguments, structs, attributes}}, data: {...}} */
export function schema(provider) {
  if (!loaded.has(provider)) loaded.set(provider, load(provider));
  return loaded.get(provider);
}

function load(provider) {
  const { version } = PACKAGES[provider];
  const reader = createHash('sha256').update(readFileSync(join(HERE, 'schema.mjs'))).digest('hex').slice(0, 8);
  const kept = join(CACHE, `${provider}-${version}-${reader}.json`);
  if (!existsSync(kept)) {
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(read(gunzipSync(readFileSync(packed(provider))))));
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return JSON.parse(readFileSync(kept));
}

/** The file of a package that packages.json names, as npm packs it. */
export function packed(key) {
  const { name, version, integrity } = PACKAGES[key];
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, `${name.slice(1).replace('/', '-')}-${version}.tgz`);
  if (!existsSync(file)) npm(CACHE, 'pack', '--silent', `${name}@${version}`);
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${file} is not what packages.json names: expected ${integrity}, found ${found}. Delete it and try again`);
  return file;
}

function npm(folder, ...args) {
  try {
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (failed) {
    throw new Error(`npm ${args.join(' ')} failed: the registry is needed once, for ${folder}.\n${failed.stderr ?? failed.message}`);
  }
}

function read(tar) {
  const folders = {};
  const result = { provider: '', version: '', resources: {}, data: {} };
  for (const [path, text] of files(tar)) {
    if (path === 'package/README.md') {
      const says = /hashicorp\/(\w+) provider version ([0-9.]+)/.exec(text().slice(0, 500));
      [, result.provider, result.version] = says;
    } else if (/^package\/lib\/[^/]+\/.*\.d\.ts$/.test(path)) {
      const folder = (folders[path.split('/')[2]] ??= { structs: {}, classes: {} });
      declarations(text(), folder);
    }
  }
  for (const { structs, classes } of Object.values(folders)) {
    for (const [name, { type, kind, attributes }] of Object.entries(classes)) {
      const found = { ...reachable(`${name}Config`, structs), attributes };
      if (kind === 'TerraformProvider') result.config = found;
      else (kind === 'TerraformDataSource' ? result.data : result.resources)[type] = found;
    }
  }
  return result;
}

/** Each file of an archive that was unzipped: [path, a function that reads it]. */
export function* files(tar) {
  const field = (from, length) => tar.toString('utf8', from, from + length).replace(/\0.*/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = parseInt(field(at + 124, 12), 8) || 0;
    const prefix = field(at + 345, 155);
    const body = at + 512;
    yield [prefix ? `${prefix}/${field(at, 100)}` : field(at, 100), () => tar.toString('utf8', body, body + size)];
    at = body + Math.ceil(size / 512) * 512;
  }
}

const snake = (name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** What one .d.ts declares: interfaces are bodies (of a resource, of a block), classes are resources. */
function declarations(text, { structs, classes }) {
  const sections = text.split(/^(?=export )/m);
  for (const section of sections) {
    const struct = /^export interface (\w+)/.exec(section);
    const declared = /^export declare class (\w+) extends cdkt[fn]\.(TerraformResource|TerraformDataSource|TerraformProvider)\b/.exec(section);
    if (struct) structs[struct[1]] = members(section);
    if (declared) {
      const type = /static readonly tfResourceType = "(\w+)"/.exec(section)[1];
      const attributes = [...section.matchAll(/^ {4}get (\w+)\(\)/gm)].map((each) => each[1]).filter((each) => !/Input$/.test(each)).map(snake);
      classes[declared[1]] = { type, kind: declared[2], attributes };
    }
  }
}

function members(section) {
  const result = {};
  for (const [, comment, property, optional, type] of section.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*readonly (\w+)(\?)?: ([^;{]*(?:\{[^}]*\})?[^;]*);/g)) {
    // The address in the comment has Terraform's own name of the argument.
    const name = /#([a-z0-9_]+) \w+#\1\}/.exec(comment ?? '')?.[1] ?? snake(property);
    const plain = type.replace(/\|?\s*cdkt[fn]\.IResolvable/g, '').replace(/\s+/g, ' ').trim();
    const block = /^\s*\* \w+ block\s*$/m.test(comment ?? '');
    // "Possible values: ["A", "B"]", where the provider's documentation has them.
    const oneOf = /Possible values: \[((?:"[^"]*"(?:,\s*)?)+)\]/.exec((comment ?? '').replace(/\n\s*\*/g, ' '))?.[1];
    result[name] = { required: !optional, type: plain, block, ...(oneOf && { oneOf: JSON.parse(`[${oneOf}]`) }) };
  }
  return result;
}

/** A body with the structs that it reaches, each argument {required, type, oneOf} or {required, struct, many, block}. */
function reachable(root, structs) {
  const used = {};
  const visit = (name) => {
    if (used[name]) return;
    used[name] = {};
    for (const [argument, { required, type, block, oneOf }] of Object.entries(structs[name] ?? {})) {
      const [, of, many] = /^(\w+)(\[\])?$/.exec(type) ?? [];
      if (of in structs) {
        used[name][argument] = { required, struct: of, many: Boolean(many), block };
        visit(of);
      } else used[name][argument] = { required, type, oneOf };
    }
  };
  visit(root);
  const { [root]: args, ...rest } = used;
  return { arguments: args, structs: rest };
}
