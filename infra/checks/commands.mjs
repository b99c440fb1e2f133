// Checks command lines that scripts have run (a JSON array of arguments a line, as the stub records them) against a recorded grammar of
// the tool: node commands.mjs GRAMMAR.json RECORD [GRAMMAR.json RECORD]... Exit code 1 if one is not what the tool takes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What is wrong with one command line: [text]. */
export function wrongCommand({ tool, flags: common, commands }, line) {
  const shown = `${tool} ${line.join(' ')}`;
  const found = [];
  const rest = [...line];
  const early = [];
  while (rest[0]?.startsWith('-')) early.push(rest.shift());
  let words = 0;
  for (let n = 1; n <= rest.length && !rest[n - 1].startsWith('-'); n++) if (commands[rest.slice(0, n).join(' ')]) words = n;
  const command = commands[rest.slice(0, words).join(' ')];
  if (!command && !(rest.length === 0 && early.length > 0)) return [`${shown}: no such command is in the grammar`];
  const known = { ...common, ...command?.flags };
  const given = new Set();
  let positional = 0;
  const args = [...early, ...rest.slice(words)];
  for (let i = 0; i < args.length; i++) {
    if (!args[i].startsWith('-')) {
      positional++;
      continue;
    }
    const [, name, , value] = /^(-[^=]*)(=([\s\S]*))?$/.exec(args[i]);
    const kind = known[name];
    given.add(name);
    if (kind === undefined) found.push(`${shown}: there is no ${name}`);
    else if (kind === 'flag' && value !== undefined) found.push(`${shown}: ${name} takes no value`);
    else if (kind !== 'flag' && value === undefined) {
      if (i + 1 >= args.length || args[i + 1].startsWith('-')) found.push(`${shown}: ${name} needs a value`);
      // Several values may follow, as far as the next flag.
      while (i + 1 < args.length && !args[i + 1].startsWith('-') && (kind === 'values' || args[i] === name)) i++;
    }
    const text = value ?? args[i];
    if (kind?.oneOf && !kind.oneOf.includes(text)) found.push(`${shown}: ${name} is one of ${kind.oneOf.join(', ')}`);
  }
  const [least, most] = command?.positional ?? [0, 0];
  if (positional < least || positional > (most ?? Infinity)) found.push(`${shown}: ${positional} arguments without a name, expected ${least} to ${most ?? 'any number'}`);
  for (const each of command?.required ?? []) if (!each.split('|').some((name) => given.has(name))) found.push(`${shown}: ${each} is missing`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
  for (let at = 0; at < files.length; at += 2) {
    const grammar = JSON.parse(files[at]);
    const lines = files[at + 1].trim().split('\n').map((line) => JSON.parse(line));
    const found = lines.flatMap((line) => wrongCommand(grammar, line));
    for (const each of found) console.error(each);
    console.log(`${lines.length} commands, ${found.length} wrong`);
    if (found.length > 0) process.exitCode = 1;
  }
}
