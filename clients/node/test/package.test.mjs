import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('the README', () => {
    const [program, output] = [
        ...readFileSync(new URL('../README.md', import.meta.url), 'utf8').matchAll(/```(?:js|text)\n(.*?)```/gs),
    ].map((block) => block[1]);

    it('begins with a program of at most fifteen lines that prints what is shown', () => {
        const printed = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
            cwd: ROOT,
            encoding: 'utf8',
        });

        assert.ok(program.trim().split('\n').length <= 15);
        assert.equal(printed, output);
    });
});

describe('the package', () => {
    const [{ files }] = JSON.parse(
        execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
            cwd: ROOT,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
        }),
    );
    const packed = new Set(files.map((file) => file.path));
    const {
        exports,
        peerDependencies = {},
        dependencies = {},
    } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

    it('has the code and the types of every entry, and no sources or tests', () => {
        for (const { types, default: code } of Object.values(exports)) {
            assert.ok(packed.has(types.slice(2)) && packed.has(code.slice(2)), code);
        }
        assert.deepEqual([...packed].filter((path) => !path.startsWith('dist/')).sort(), ['README.md', 'package.json']);
    });

    it('loads the clients of a cloud only through the entry of that cloud', () => {
        const clouds = { './aws': '@aws-sdk', './azure': '@azure', './google': '@google-cloud' };
        for (const [entry, { default: code }] of Object.entries(exports)) {
            const loaded = [...reached(new URL(`../${code.slice(2)}`, import.meta.url))].filter((name) =>
                name.startsWith('@'),
            );
            assert.ok(
                loaded.every((name) => name.startsWith(`${clouds[entry]}/`) && name in peerDependencies),
                `${entry} loads ${loaded}`,
            );
        }
        assert.deepEqual(dependencies, {});
    });

    function reached(file, names = new Set()) {
        for (const [, name] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) {
            if (!name.startsWith('.')) {
                names.add(name);
            } else if (!names.has(name)) {
                names.add(name);
                reached(new URL(name, file), names);
            }
        }
        return names;
    }
});
