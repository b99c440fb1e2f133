// Opens the console in Debian's chromium:
//   node browser.mjs check ADDRESS        what each check found, as JSON: work on the console at the address (with its token), and all states
//   node browser.mjs shots ADDRESS DIR    screenshots of every state
// States come from a recorded server, which takes the page and its policy from the console. BROWSER_TOOLS has playwright-core and axe-core.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {connect, createServer} from 'node:net';
import {resolve} from 'node:path';
import {recorded} from './recorded.mjs';
import {STATES} from './states.mjs';
import {WORK} from './work.mjs';

const require = createRequire(resolve(process.env.BROWSER_TOOLS, 'here.js'));
const {chromium} = require('playwright-core');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const DESKTOP = {viewport: {width: 1280, height: 860}};
const PHONE = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true};
const [what, given, folder] = process.argv.slice(2);
const address = new URL(given);
const token = address.hash.replace('#token=', '');
address.hash = '';
const url = address.href;

// Without resultTypes axe also describes what passes, which takes two thirds of its time.
const ALL_RULES = {resultTypes: ['violations']};
const COLOURS = {...ALL_RULES, runOnly: ['color-contrast', 'link-in-text-block']};

/** A window with what its console said; a refusal that a test provokes is no complaint. */
async function open(browser, device, colorScheme = 'light') {
  const context = await browser.newContext({...device, colorScheme, reducedMotion: 'reduce', locale: 'en'});
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  const complaints = [];
  page.on('console', message => { if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text()); });
  page.on('pageerror', error => complaints.push(String(error.stack)));
  page.on('response', response => { if (response.status() >= 400 && !response.url().includes('/api/')) complaints.push(`${response.status()} ${response.url()}`); });
  return {page, context, complaints};
}

async function violations(page, rules) {
  const found = await page.evaluate(rules => axe.run(rules), rules);
  return found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 5).join(', '));
}

const sideways = page => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/**
 * Everything in a state: all rules in a wide window and in a phone's, and in the dark the colours' rules, since colours do not depend on the width. A state is
 * brought about once for both, because loading the page costs more than looking at it; two windows share the states.
 */
async function states(browser) {
  const found = new Map(STATES.map(([name]) => [name, []]));
  const left = [...STATES];
  const work = async () => {
    const {page, complaints} = await open(browser, DESKTOP);
    for (let state = left.shift(); state; state = left.shift()) {
      const [name, options, hash, act, onPhone] = state;
      const server = await recorded({...options, page: url});
      complaints.length = 0;
      const problems = found.get(name);
      const look = async (where, rules) => problems.push(...(await violations(page, rules)).map(one => `${where}: ${one}`));
      const fits = async where => {
        if (await sideways(page) > 0) problems.push(`${where}: ${await sideways(page)} pixels beyond the window`);
      };
      try {
        await page.emulateMedia({colorScheme: 'light'});
        await page.setViewportSize(DESKTOP.viewport);
        await page.goto(server.url + '#token=' + server.token + '&' + hash);
        await page.waitForSelector('#finding');
        await act(page, server);
        // The page's policy does not apply to what the debugger evaluates.
        await page.evaluate(AXE);
        await look('desktop', ALL_RULES);
        await fits('desktop');
        await page.emulateMedia({colorScheme: 'dark'});
        await look('desktop, dark', COLOURS);
        await page.emulateMedia({colorScheme: 'light'});
        await page.setViewportSize(PHONE.viewport);
        await onPhone?.(page);
        await look('phone', ALL_RULES);
        await fits('phone');
        problems.push(...complaints);
      } catch (failure) {
        problems.push(failure.message);
      } finally {
        await server.close();
      }
    }
  };
  await Promise.all([work(), work()]);
  return [...found, ['both languages have the same words', await words(browser)]].map(([name, problems]) => ({name, problems}));
}

/** Words that one language lacks, and words that the page names and neither has. */
async function words(browser) {
  const server = await recorded({page: url});
  const {page} = await open(browser, DESKTOP);
  await page.goto(server.url);
  const [english, french] = await page.evaluate(async () => {
    const names = (words, path = '') => Object.entries(words).flatMap(([name, value]) => value?.constructor === Object ? names(value, `${path}${name}.`) : [`${path}${name}${typeof value === 'function' ? `(${value.length})` : ''}`]);
    return Promise.all(['en', 'fr'].map(async one => names((await import(`/page/words-${one}.js`)).default)));
  });
  const sources = await page.evaluate(async () => (await Promise.all(performance.getEntriesByType('resource').map(one => one.name)
    .filter(name => name.includes('/page/') && name.endsWith('.js')).map(async name => (await fetch(name)).text()))).join());
  await server.close();
  const lacks = (words, others) => words.filter(one => !others.includes(one) );
  const has = name => english.some(one => one === name || one.startsWith(name + '(') || one.startsWith(name + '.'));
  const named = [...sources.matchAll(/\bw\.(?!server)(\w+)\.(\w+)/g)].map(([, group, name]) => `${group}.${name}`);
  return [...lacks(english, french).map(one => 'French lacks ' + one), ...lacks(french, english).map(one => 'English lacks ' + one), ...new Set(named.filter(one => !has(one)).map(one => 'no language has ' + one))];
}

/** One person's work after the other, on one console; each begins with a page of its own. */
async function work(browser) {
  const found = [];
  for (const [name, act] of WORK) {
    const {page, context, complaints} = await open(browser, DESKTOP);
    const problems = [];
    try {
      const at = hash => page.goto(`${url}?${found.length}#token=${token}&${hash}`);
      const ask = async (path, body) => (await fetch(url + path, body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Triskel-Token': token}, body: JSON.stringify(body)})).json();
      const through = async hash => {
        const wire = await breakable(address.port);
        await page.goto(`http://127.0.0.1:${wire.port}/#token=${token}&${hash}`);
        return wire;
      };
      await act({page, at, ask, through});
    } catch (failure) {
      problems.push(failure.message, await page.locator('body').innerText().then(text => text.slice(0, 1500), () => ''));
    }
    problems.push(...complaints);
    found.push({name, problems});
    await context.close();
  }
  return found;
}

/** A wire to the console that can be cut; in between nobody is there. */
async function breakable(port) {
  let whole = true;
  let resumed = false;
  const sockets = new Set();
  const server = createServer(socket => {
    if (!whole) return socket.destroy();
    const far = connect(port, '127.0.0.1');
    for (const end of [socket, far]) {
      sockets.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => { sockets.delete(end); socket.destroy(); far.destroy(); });
    }
    socket.on('data', data => { resumed ||= /last-event-id: \S/i.test(data.toString('latin1')); });
    socket.pipe(far).pipe(socket);
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  const cut = () => { whole = false; sockets.forEach(one => one.destroy()); };
  return {port: server.address().port, cut, mend: () => { whole = true; }, resumed: () => resumed, close: () => new Promise(closed => { cut(); server.close(closed); })};
}

async function shots(browser, folder) {
  for (const [name, options, hash, act] of STATES) {
    for (const [device, colours] of [[DESKTOP, 'light'], [DESKTOP, 'dark'], [PHONE, 'light']]) {
      const server = await recorded({...options, page: url});
      const {page, context} = await open(browser, device, colours);
      await page.goto(server.url + '#token=' + server.token + '&' + hash);
      await page.waitForSelector('#finding');
      await act(page, server);
      await page.screenshot({path: resolve(folder, `${name.replaceAll(' ', '-')}-${device === PHONE ? 'phone' : colours}.png`)});
      await context.close();
      await server.close();
    }
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  if (what === 'shots') await shots(browser, folder);
  else if (what === 'work') console.log(JSON.stringify({work: await work(browser)}));
  else console.log(JSON.stringify({work: await work(browser), states: await states(browser)}));
} finally {
  await browser.close();
}
