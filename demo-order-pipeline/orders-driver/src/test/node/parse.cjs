// What the official parser says of documents, a line for each: node parse.cjs TOOLS FILE...
// TOOLS is the folder in which the packages of package.json are installed.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [tools, ...files] = process.argv.slice(2);
const { Parser } = createRequire(join(tools, 'package.json'))('@asyncapi/parser');

async function judged(file) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
  // 0 is an error, 1 a warning; 2 and 3 are advice, such as to name a licence.
  const problems = diagnostics.filter((each) => each.severity < 2).map((each) => `${each.path.join('/')}: ${each.message}`);
  if (!document) return problems.join('; ');
  const counts = [document.messages(), document.channels(), document.operations()].map((all) => all.all().length);
  return `${counts[0]} messages, ${counts[1]} channel, ${counts[2]} operations, ${problems.length} problems${problems.map((each) => `; ${each}`).join('')}`;
}

(async () => {
  for (const file of files) console.log(await judged(file));
})();
