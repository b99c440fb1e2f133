// Opens a report in Debian's chromium:
//   node browser.mjs check REPORT.html       what axe, the page's policy and the console have against it, as JSON
//   node browser.mjs shots REPORT.html DIR   screenshots: light, dark, phone, and print as PDF
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const require = createRequire(resolve(process.env.REPORT_TOOLS, 'here.js'));
const {chromium} = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const STATES = {
  light: {colorScheme: 'light', viewport: {width: 1280, height: 900}},
  dark: {colorScheme: 'dark', viewport: {width: 1280, height: 900}},
  phone: {colorScheme: 'light', viewport: {width: 390, height: 844}, deviceScaleFactor: 2, isMobile: true, hasTouch: true},
  'phone-dark': {colorScheme: 'dark', viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true},
  'no-scripts': {colorScheme: 'light', viewport: {width: 1280, height: 900}, javaScriptEnabled: false},
};

async function open(browser, state, report) {
  const context = await browser.newContext({...STATES[state], reducedMotion: 'reduce', offline: true});
  const page = await context.newPage();
  const complaints = [];
  page.on('console', message => complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('request', request => { if (request.url() !== report) complaints.push('asked for ' + request.url().slice(0, 80)); });
  page.on('dialog', dialog => { complaints.push('dialog: ' + dialog.message()); return dialog.dismiss(); });
  await page.goto(report);
  return {page, complaints};
}

async function check(browser, report) {
  const found = {};
  for (const state of Object.keys(STATES)) {
    const {page, complaints} = await open(browser, state, report);
    found[state] = {complaints, violations: []};
    if (state === 'no-scripts') {
      found[state].drawings = await page.locator('svg path').count();
      continue;
    }
    for (const details of await page.locator('details').all()) await details.evaluate(one => { one.open = true; });
    // The debugger's own evaluation is not bound by the page's policy.
    await page.evaluate(AXE);
    const {violations} = await page.evaluate(() => axe.run());
    found[state].violations = violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', '));
    found[state].sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    found[state].sections = await page.evaluate(() => [...document.querySelectorAll('main > section')].map(one => one.id));
    const totals = () => page.evaluate(() => [...document.querySelectorAll('#total td')].map(one => one.textContent));
    found[state].totals = await totals();
    await page.evaluate(() => [...document.querySelectorAll('#scores input')].sort((one, other) => other.value - one.value)[0]?.focus());
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
    found[state].movedTotals = await totals();
    found[state].moment = await page.evaluate(() => document.getElementById('readout')?.innerText ?? '');
    await page.locator('#moment').focus().catch(() => {});
    await page.keyboard.press('ArrowRight');
    found[state].next = await page.evaluate(() => document.getElementById('readout')?.innerText ?? '');
  }
  return found;
}

async function shots(browser, report, folder) {
  for (const state of ['light', 'dark', 'phone']) {
    const {page} = await open(browser, state, report);
    await page.screenshot({path: resolve(folder, `report-${state}.png`)});
    for (const section of await page.locator('main > section').all()) {
      await section.screenshot({path: resolve(folder, `report-${state}-${await section.getAttribute('id')}.png`)});
    }
    if (state === 'light') await page.pdf({path: resolve(folder, 'report.pdf'), preferCSSPageSize: true, printBackground: true});
  }
}

const [what, file, folder] = process.argv.slice(2);
const report = pathToFileURL(resolve(file)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  if (what === 'shots') await shots(browser, report, folder);
  else console.log(JSON.stringify(await check(browser, report)));
} finally {
  await browser.close();
}
