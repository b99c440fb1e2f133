// Proves that rules can fail, for the rules.test.mjs of a folder: the files as they are break none; with one change, the rule does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { STYLES, brokenRules, sources, wrongFiles } from './check.mjs';
import { hashicorp } from './schema.mjs';

/** @param changes [[what it is, file, text or pattern, replacement, what must be said, [another text, its replacement]?]] */
export async function mutations(address, changes) {
  const folder = dirname(fileURLToPath(address));
  const rules = (await import(pathToFileURL(join(folder, 'rules.mjs')))).default;
  const texts = sources(folder);
  const judge = await hashicorp();

  test('the files as they are break no rule', () => assert.deepEqual(brokenRules(folder, texts, rules), []));

  for (const [what, file, from, to, said, and] of changes) {
    test(`${what} is caught`, async () => {
      const changed = { ...texts, [file]: texts[file].replace(from, to) };
      if (and) changed[file] = changed[file].replace(...and);
      assert.notEqual(changed[file], texts[file], `${file} has no ${from} any more: the mutation must follow`);

      // The provider itself would take it, or the rule proves nothing; unused variables and blanks are nobody's concern here.
      const refused = (await wrongFiles(folder, { ...changed, [file]: await judge.format(changed[file]) }, rules.provider, judge, [file]))
        .filter((each) => !/is not used$/.test(each));
      assert.deepEqual(refused, []);
      const found = brokenRules(folder, changed, rules, STYLES.slice(0, 1));
      assert.match(found.join('\n'), said);
    });
  }
}
