// Packs the function for one cloud, or the one that load tests compare: node package.mjs CLOUD FILE.zip. Equal sources give equal bytes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** The entry of each cloud, and what its builder or host reads in addition to the code. */
const CLOUDS = {
    aws: { entry: 'aws', files: {} },
    counting: { entry: 'counting', files: {} },
    gcp: { entry: 'google', files: { 'package.json': 'google/package.json', 'package-lock.json': 'google/package-lock.json' } },
};

/** One copy of each client: the client library's own folder may have copies too, whose errors would be other classes. */
const { devDependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
const alias = Object.fromEntries(
    Object.keys(devDependencies)
        .filter((name) => name.startsWith('@') && !name.startsWith('@types/'))
        .map((name) => [name, join(HERE, 'node_modules', name)]),
);

const [cloud, zip] = process.argv.slice(2);
if (!(cloud in CLOUDS) || zip === undefined) {
    console.error(`usage: node package.mjs ${Object.keys(CLOUDS).join('|')} FILE.zip`);
    process.exit(2);
}
const { outputFiles, metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: [`src/${CLOUDS[cloud].entry}.ts`],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    alias,
    metafile: true,
    write: false,
    logLevel: 'warning',
});
const files = { 'index.js': Buffer.from(outputFiles[0].contents), 'LICENCES.txt': Buffer.from(licences(metafile)) };
for (const [name, file] of Object.entries(CLOUDS[cloud].files)) {
    files[name] = readFileSync(join(HERE, file));
}
// The earliest time of a zip, in the zone of this machine: a zip has no zone.
writeFileSync(zip, zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) }));

/** The licence of each package whose code is in the bundle. */
function licences({ inputs }) {
    const packages = new Set(
        Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
    );
    return [...packages]
        .sort()
        .map((path) => {
            const folder = join(HERE, path);
            const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
            const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'license.md', 'License'].find((each) =>
                existsSync(join(folder, each)),
            );
            return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`;
        })
        .join(`\n${'-'.repeat(80)}\n`);
}
