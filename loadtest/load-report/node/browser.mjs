// Opens a report in Debian's chromium:
//   node browser.mjs check REPORT.html...    what axe, the page's policy and the console have against each, as JSON
//   node browser.mjs shots REPORT.html DIR   screenshots: light, dark, phone, and print as PDF
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const require = createRequire(resolve(process.env.REPORT_TOOLS, 'here.js'));
const {chromium} = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const DESKTOP = {viewport: {width: 1280, height: 900}};
const MARGIN = 16;
const PHONE = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true};

// Without resultTypes axe also describes what passes, which takes two thirds of its time.
const ALL_RULES = {resultTypes: ['violations']};
const COLOURS = {...ALL_RULES, runOnly: ['color-contrast', 'link-in-text-block']};

// One window per device, because opening a window takes as long as checking a page.
async function open(browser, device, colorScheme) {
  const context = await browser.newContext({...device, colorScheme, reducedMotion: 'reduce', offline: true});
  const page = await context.newPage();
  const window = {page, report: '', complaints: []};
  page.on('console', message => window.complaints.push(message.text()));
  page.on('pageerror', error => window.complaints.push(String(error)));
  page.on('request', request => { if (request.url() !== window.report) window.complaints.push('asked for ' + request.url().slice(0, 80)); });
  page.on('dialog', dialog => { window.complaints.push('dialog: ' + dialog.message()); return dialog.dismiss(); });
  return window;
}

async function load(window, report) {
  Object.assign(window, {report, complaints: []});
  await window.page.goto(report);
}

const told = page => page.locator('#totals td, #ranks span, #ranks b').allTextContents();

async function check(browser, reports) {
  const found = reports.map(() => ({}));
  const inDevice = async (device, light, dark, more) => {
    const window = await open(browser, device, 'light');
    const {page} = window;
    for (const [i, report] of reports.entries()) {
      await page.emulateMedia({colorScheme: 'light'});
      await load(window, report);
      await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
      // The page's policy does not apply to what the debugger evaluates.
      await page.evaluate(AXE);
      found[i][light] = await state(window, ALL_RULES);
      // The dark page differs from the light one only in its colours.
      await page.emulateMedia({colorScheme: 'dark'});
      found[i][dark] = await state(window, COLOURS);
      Object.assign(found[i][light], await more(page), {uncovered: await uncovered(page)});
    }
  };
  const withoutScripts = async () => {
    const window = await open(browser, {...DESKTOP, javaScriptEnabled: false}, 'light');
    for (const [i, report] of reports.entries()) {
      await load(window, report);
      found[i]['no-scripts'] = {drawings: await window.page.locator('svg path').count(), told: await told(window.page)};
    }
  };
  await Promise.all([
    inDevice(DESKTOP, 'light', 'dark', moved),
    inDevice(PHONE, 'phone', 'phone-dark', () => {}),
    withoutScripts(),
  ]);
  return found;
}

async function state({page, complaints}, rules) {
  const {violations} = await page.evaluate(rules => axe.run(rules), rules);
  return {
    complaints,
    violations: violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', ')),
    wide: await page.evaluate(() => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel)),
    beyond: await page.evaluate(BEYOND),
    sideways: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    paper: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
  };
}

// What a reader sees of a page, here and on paper, before and after asking for the latency of emulators by the keyboard.
async function uncovered(page) {
  const seen = async () => [await page.evaluate(() => document.body.innerText), await page.emulateMedia({media: 'print'}), await page.evaluate(() => document.body.innerText), await page.emulateMedia({media: 'screen'})];
  if (!await page.locator('.uncover').count()) return {};
  const [before, , printed] = await seen();
  await page.locator('.uncover').first().press('Enter');
  const [after, , printedAfter] = await seen();
  const {violations} = await page.evaluate(rules => axe.run(rules), ALL_RULES);
  const beyond = await page.evaluate(BEYOND);
  await page.locator('.uncover').first().press('Enter');
  return {before, printed, after, printedAfter, beyond, violations: violations.map(one => one.id), again: (await seen())[0]};
}

// Labels that reach out of their section, and targets of a table with a column per target that are out of the window.
const BEYOND = `[...document.querySelectorAll('main > section')].flatMap(section => {
  const bounds = section.getBoundingClientRect();
  const labels = [...section.querySelectorAll('text, figcaption, .t, .emulated')].filter(one => !one.closest('.scroll, [hidden]'));
  const cells = innerWidth < 500 ? [...section.querySelectorAll(':is(#summary, #functions, #orders, #correctness, #run) .targets td')] : [];
  return [...labels, ...cells].filter(one => { const {left, right, width} = one.getBoundingClientRect(); return width > 0 && (right > bounds.right + 1 || left < bounds.left - 1); })
    .map(one => section.id + ': ' + one.textContent);
})`;

// Moves the heaviest weight, the weights of a preset and the moment of the run by the keyboard.
async function moved(page) {
  const moved = {told: await told(page), sections: await page.evaluate(() => [...document.querySelectorAll('main > section')].map(one => one.id))};
  const totals = () => page.evaluate(() => [...document.querySelectorAll('#total td')].map(one => one.textContent));
  const readout = () => page.evaluate(() => document.getElementById('readout')?.innerText ?? '');
  moved.totals = await totals();
  await page.evaluate(() => [...document.querySelectorAll('#scores input')].sort((one, other) => other.value - one.value)[0]?.focus());
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
  moved.movedTotals = await totals();
  moved.bars = await page.locator('#ranks .known:first-of-type').evaluateAll(parts => parts.map(one => one.getAttribute('width')));
  moved.live = await page.evaluate(() => document.getElementById('live')?.textContent ?? '');
  const pressed = () => page.locator('#presets [aria-pressed=true]').allTextContents();
  moved.pressed = [await pressed()];
  for (const preset of ['equal', 'latency', 'profile']) {
    await page.evaluate(preset => document.querySelector(`[data-preset=${preset}]`)?.focus(), preset);
    await page.keyboard.press('Enter');
    moved.pressed.push(await pressed());
  }
  moved.restored = await totals();
  moved.limits = await page.locator('#limits tbody tr:visible').count();
  await page.evaluate(() => document.querySelector('#verdicts button:last-child')?.focus());
  await page.keyboard.press('Enter');
  moved.limitsOfOneVerdict = await page.locator('#limits tbody tr:visible').count();
  moved.topicsShown = await page.locator('#limits tbody tr:visible').evaluateAll(rows => rows.length > 0 && !rows[0].querySelector('th .vh'));
  moved.moment = await readout();
  await page.evaluate(() => document.getElementById('moment')?.focus());
  await page.keyboard.press('ArrowRight');
  moved.next = await readout();
  return moved;
}

async function shots(browser, report, folder) {
  for (const [state, device, colours] of [['light', DESKTOP, 'light'], ['dark', DESKTOP, 'dark'], ['phone', {...PHONE, deviceScaleFactor: 2}, 'light']]) {
    const window = await open(browser, device, colours);
    await load(window, report);
    const {page} = window;
    await page.screenshot({path: resolve(folder, `report-${state}.png`)});
    for (const [i, section] of (await page.locator('main > section').all()).entries()) {
      const {x, y, width, height} = await section.boundingBox();
      // Labels of an axis and outlines of focus reach a little beyond the section.
      const clip = {x: Math.max(0, x - MARGIN), y: Math.max(0, y - MARGIN), width: width + 2 * Math.min(x, MARGIN), height: height + 2 * MARGIN};
      await page.screenshot({path: resolve(folder, `report-${state}-${await section.getAttribute('id') ?? i + 1}.png`), fullPage: true, clip});
    }
    if (state === 'light') await page.pdf({path: resolve(folder, 'report.pdf'), preferCSSPageSize: true, printBackground: true});
  }
}

const [what, ...paths] = process.argv.slice(2);
const address = path => pathToFileURL(resolve(path)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  if (what === 'shots') await shots(browser, address(paths[0]), paths[1]);
  else console.log(JSON.stringify(await check(browser, paths.map(address))));
} finally {
  await browser.close();
}
