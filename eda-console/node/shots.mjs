// Pictures of the console from a demo that runs: node shots.mjs DIR, started by eda-console/screenshots, which names the variables.
// TRISKEL is the command (./triskel). What a run did not show is not written.
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = resolve(process.argv[2]);
const [command, ...before] = (process.env.TRISKEL ?? join(project, 'triskel')).split(' ');
const targets = process.env.TARGETS ?? 'memory,aws,azure,gcp';
const orders = Number(process.env.ORDERS ?? 300);

const SIZE = {width: 1280, height: 800};
const COLOURS = 96;
/** Frames of the recording, and how many a second. */
const FRAMES = 60;
const PACE = 5;
const MOST_BYTES = 2 << 20;

const work = mkdtempSync(join(tmpdir(), 'shots-'));
const ffmpeg = (...options) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...options]);

/** A demo with chaos, and its page; stopped by Ctrl-C as a person does. */
function demo() {
  const run = spawn(command, [...before, 'demo', '--ui', '--chaos', '--target', targets, '--orders', String(orders)], {cwd: project, stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  const hears = pattern => new Promise((found, lost) => {
    const look = () => { const match = said.match(pattern); if (match) found(match); return match; };
    if (look()) return;
    run.stderr.on('data', look);
    run.on('exit', code => look() || lost(new Error(`the demo ended with ${code}: ${said.slice(-2000)}`)));
  });
  run.stderr.on('data', data => { said += data; });
  return {hears, stop: () => new Promise(ended => { if (run.exitCode !== null) ended(); run.on('exit', ended); run.kill('SIGINT'); })};
}

/** Few colours: these pages have few, and a picture in a repository stays for ever. */
function write(name, png) {
  const whole = join(work, 'whole.png');
  writeFileSync(whole, png);
  const file = join(folder, name);
  ffmpeg('-i', whole, '-vf', `split[a][b];[a]palettegen=max_colors=${COLOURS}:stats_mode=full[p];[b][p]paletteuse=dither=none`, file);
  console.log(`${file}: ${Math.ceil(statSync(file).size / 1024)} KiB`);
}

/** Frames as one animated WebP, with fewer of them while it is too large. */
function record(frames) {
  frames.forEach((frame, i) => writeFileSync(join(work, `frame-${String(i).padStart(3, '0')}.png`), frame));
  const file = join(folder, 'console.webp');
  for (const every of [1, 2, 3, 4]) {
    ffmpeg('-framerate', String(PACE), '-i', join(work, 'frame-%03d.png'), '-vf', `select='not(mod(n,${every}))',setpts=N/(${PACE / every}*TB),scale=960:-1`,
      '-r', String(PACE / every), '-c:v', 'libwebp_anim', '-loop', '0', '-quality', '50', '-compression_level', '3', file);
    if (statSync(file).size <= MOST_BYTES) break;
  }
  console.log(`${file}: ${frames.length} frames, ${Math.ceil(statSync(file).size / 1024)} KiB`);
}

const {chromium} = createRequire(resolve(process.env.BROWSER_TOOLS, 'here.js'))('playwright-core');
mkdirSync(folder, {recursive: true});
const run = demo();
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']});
try {
  const [, address] = await run.hears(/Page: (\S+)/);
  const {origin, hash} = new URL(address);
  const context = await browser.newContext({viewport: SIZE, locale: 'en', colorScheme: 'light'});
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  let visits = 0;
  const at = async (where, shown, timeout = 30_000) => {
    // Nobody serves the page until the first target is up.
    while (!(await page.goto(`${origin}/?${visits++}${hash}&${where}`)).ok()) await page.waitForTimeout(500);
    await page.waitForSelector(shown, {timeout});
  };
  const ask = async path => (await fetch(`${origin}/api/${path}`)).json();
  const settled = () => page.waitForTimeout(1500);
  let over = false;
  const ended = run.hears(/The page stays until/).then(() => { over = true; });

  // While events move: the flow of all lanes, and a parked event if there is one.
  await at('s=flow', '.lane .pipeline', 300_000);
  const {lanes} = await ask('console');
  const parkedIn = async () => {
    for (const {id} of lanes) if ((await ask(`${id}/parked`)).groups?.length) return id;
    return null;
  };
  const frames = [];
  let flow = null;
  let parked = false;
  let allUp = false;
  while (!over) {
    const busy = (await page.locator('.lane').allInnerTexts()).some(text => /[1-9][\d.,]*\s*events\/s/.test(text));
    if (!allUp && !await page.locator('.lane .note.bad').count()) {
      allUp = true;
      frames.length = 0;
    }
    if (busy && frames.length < FRAMES) {
      const began = Date.now();
      frames.push(await page.screenshot());
      flow = frames.at(Math.floor(frames.length * .7));
      await page.waitForTimeout(Math.max(0, 1000 / PACE - (Date.now() - began)));
    } else {
      await page.waitForTimeout(200);
    }
    const lane = !parked && frames.length >= FRAMES / 2 ? await parkedIn() : null;
    if (lane) {
      parked = await dryRun(lane).catch(() => false);
      await at('s=flow', '.lane .pipeline', 300_000);
    }
  }
  if (flow) write('console-flow.png', flow);
  if (frames.length) record(frames);
  await ended;

  // The run is over: how it ended, and an order placed by hand.
  await at('s=flow', '.proof.equal, .proof.differ');
  await settled();
  write('console-equal.png', await page.screenshot());
  const {product} = (await ask('console')).place.fields.reduce((all, one) => ({...all, [one.name]: one.value}), {});
  const token = hash.replace('#token=', '');
  const placed = await (await fetch(`${origin}/api/orders`, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Triskel-Token': token}, body: JSON.stringify({product, quantity: 3})})).json();
  const lane = lanes.at(-1).id;
  const order = placed.lanes[lane].order;
  for (const until = Date.now() + 120_000; Date.now() < until && (await ask(`${lane}/story/${order}`)).pending;) await page.waitForTimeout(500);
  await at(`s=story&lane=${lane}&id=${order}`, '#timeline .event');
  await settled();
  write('console-story.png', await page.screenshot());
  for (const screen of ['faults', 'load']) {
    if (!(await ask('console')).screens.includes(screen)) continue;
    await at('s=' + screen, '#finding');
    await settled();
    write(`console-${screen}.png`, await page.screenshot());
  }

  async function dryRun(id) {
    await at(`s=parked&lane=${id}`, '#select-group', 3000);
    await page.click('#select-group', {timeout: 3000});
    await page.click('#dry-run', {timeout: 3000});
    await page.waitForSelector('#replay', {timeout: 3000});
    write('console-parked.png', await page.screenshot());
    return true;
  }
} finally {
  await browser.close();
  await run.stop();
  rmSync(work, {recursive: true});
}
