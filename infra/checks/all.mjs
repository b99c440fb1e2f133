// Checks folders of .tf files and runs all tests of rules, in one process: node --test-reporter=dot all.mjs FOLDER...
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check } from './check.mjs';
import { HERE } from './schema.mjs';

const folders = process.argv.slice(2).map((each) => resolve(each));
for (const folder of folders) if (await check(folder) !== 0) process.exitCode = 1;
if (process.exitCode !== 1) {
  for (const folder of [HERE, ...folders]) {
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.test.mjs')).sort()) await import(pathToFileURL(join(folder, file)));
  }
}
