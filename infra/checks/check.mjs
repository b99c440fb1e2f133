// Checks a folder of .tf files: node check.mjs FOLDER [MANIFEST]. HashiCorp's parser and formatter, the provider's schema, references, and
// the rules of the folder's rules.mjs, which hold for what the files make of each style's manifest, or of the MANIFEST that an application's
// package printed. Exit code 1 if anything is wrong.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Module } from './evaluate.mjs';
import { Wrong, parse } from './hcl.mjs';
import { REPOSITORY, hashicorp, schema } from './schema.mjs';
import { validate, wrongValues } from './validate.mjs';

export const STYLES = ['orchestration', 'choreography'];

/** {name: text} of the .tf files of a folder. */
export function sources(folder) {
  return Object.fromEntries(readdirSync(folder).filter((each) => each.endsWith('.tf')).sort().map((each) => [each, readFileSync(join(folder, each), 'utf8')]));
}

/** What is wrong with the files themselves: [text]. @param texts {name: text} @param judged which of them HashiCorp's code looks at */
export async function wrongFiles(folder, texts, provider, judge, judged = Object.keys(texts)) {
  const found = [];
  for (const file of judged) {
    const text = texts[file];
    try {
      await judge.parse(file, text);
    } catch (refused) {
      // "parse config: [a.tf:18,35-19,1: What; Why]"
      const [, line, message] = /:(\d+),[^:]*: ([\s\S]*?)\]?$/.exec(refused.message) ?? [null, 0, refused.message];
      found.push(`${file}:${line}: ${message}`);
      continue;
    }
    const formatted = await judge.format(text);
    if (formatted !== text) {
      const at = text.split('\n').findIndex((line, index) => line !== formatted.split('\n')[index]);
      found.push(`${file}:${at + 1}: not formatted: expected ${JSON.stringify(formatted.split('\n')[at] ?? '')}. node infra/checks/check.mjs --format FOLDER writes it`);
    }
  }
  if (found.length > 0) return found;
  try {
    const files = parsed(texts);
    return validate(new Module(folder, files), files, { [provider]: schema(provider) }).map((each) => each.message);
  } catch (wrong) {
    if (!(wrong instanceof Wrong)) throw wrong;
    return [wrong.message];
  }
}

export function parsed(texts) {
  return Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, parse(file, text)]));
}

/** The folder's resources as they would be planned. */
export function planned(folder, texts, given) {
  return new Module(folder, parsed(texts), given);
}

/** What a style's manifest says, and where it lies. */
export function manifest(cloud, style) {
  const file = join(REPOSITORY, 'demo-order-pipeline', `order-${cloud}${style === 'engine' ? '-engine' : ''}`, 'src', 'main', 'manifest', `${style}.json`);
  return { file, document: JSON.parse(readFileSync(file)) };
}

/** A file that stands for the package, whose content does not matter here. */
export function withPackage(use) {
  const folder = mkdtempSync(join(tmpdir(), 'infra-checks-'));
  try {
    const file = join(folder, 'package.zip');
    writeFileSync(file, '');
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What breaks the rules of a folder: [text]. */
export function brokenRules(folder, texts, rules, styles = rules.styles ?? STYLES) {
  return styles.flatMap((style) => brokenWith(folder, texts, rules, style, manifest(rules.cloud, style)));
}

/** What breaks the rules of a folder with one manifest: [text]. */
function brokenWith(folder, texts, rules, style, of) {
  return withPackage((file) => {
    try {
      const module = planned(folder, texts, rules.given(of.file, file));
      for (const name of Object.keys(module.outputs)) module.output(name);
      const values = wrongValues(module.plan(), { [rules.provider]: schema(rules.provider) });
      return [...module.refused(), ...values, ...rules.broken(module, of.document)].map((each) => `${style}: ${each}`);
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      return [`${style}: ${wrong.message}`];
    }
  });
}

/** Says what is wrong with a folder, or that nothing is; {@return the exit code}. @param own the file of an application's manifest */
export async function check(folder, own) {
  const texts = sources(folder);
  const judge = await hashicorp();
  const rules = (await import(pathToFileURL(join(folder, 'rules.mjs')))).default;
  let found = await wrongFiles(folder, texts, rules.provider, judge);
  const of = own ? { file: resolve(own), document: JSON.parse(readFileSync(own)) } : manifest(rules.cloud, STYLES[0]);
  if (found.length === 0) found = own ? brokenWith(folder, texts, rules, 'application', of) : brokenRules(folder, texts, rules);
  const name = relative(REPOSITORY, folder);
  for (const each of found) console.error(`${name}/${each}`);
  if (found.length === 0) {
    const count = withPackage((zip) => planned(folder, texts, rules.given(of.file, zip)).plan().length);
    console.log(`${name}: ${Object.keys(texts).length} files, ${count} resources, nothing wrong`);
  }
  return found.length === 0 ? 0 : 1;
}

async function main() {
  const [first, given] = process.argv.slice(2);
  if (first !== '--format') return check(resolve(first), given);
  const folder = resolve(given);
  const judge = await hashicorp();
  for (const [file, text] of Object.entries(sources(folder))) writeFileSync(join(folder, file), await judge.format(text));
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
