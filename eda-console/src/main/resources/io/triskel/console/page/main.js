// Starts the console: reads what there is, follows the address, listens for the open screen, and draws.
import {html, nothing, render} from './lit.js';
import {get, takeToken} from './api.js';
import {showKeys} from './dialogs.js';
import {countAges} from './format.js';
import {head, note, cause} from './parts.js';
import {paintTones} from './marks.js';
import {dark, navigation, strip} from './shell.js';
import {changed, drawWith, go, laneOf, lanes, now, page, setClock} from './store.js';
import {listen} from './stream.js';
import {language, speak, w} from './words.js';
import catalogue from './catalogue.js';
import faults from './faults.js';
import flow from './flow.js';
import load from './load.js';
import parked from './parked.js';
import sagas from './sagas.js';
import story from './story.js';
import views from './views.js';

const SCREENS = new Map([flow, story, parked, sagas, views, catalogue, load, faults].map(one => [one.id, one]));
const AGAIN_MS = 3000;
const SOON_MS = 300;
/** What a gateway leaves out while none of its targets is up. */
const BARE = {application: '', environment: {name: '', deployed: false}, identity: '', may: 'read', screens: [], lanes: [], consumers: [], sagas: [], views: [], streams: []};
const element = id => document.getElementById(id);

let open = null;
let where = '';

const screen = () => SCREENS.get(page.screen);

/** What the address says, then what this browser chose before, then what it prefers. */
function looks() {
  const wanted = page.params.get('lang') ?? localStorage.getItem('triskel-language') ?? (navigator.language.startsWith('fr') ? 'fr' : 'en');
  if (wanted !== language || !document.documentElement.lang) speak(wanted);
  const theme = page.params.get('theme') ?? localStorage.getItem('triskel-theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function choose(name, parameter, value) {
  localStorage.setItem(name, value);
  const kept = new URLSearchParams(page.params);
  kept.delete(parameter);
  history.replaceState(null, '', '#' + kept);
  follow();
}

function follow() {
  takeToken();
  page.params = new URLSearchParams(location.hash.slice(1));
  looks();
  const served = (page.console?.screens ?? []).filter(one => SCREENS.has(one));
  if (!served.length) return changed();
  page.screen = served.includes(page.params.get('s')) ? page.params.get('s') : served[0];
  page.lane = lanes().some(one => one.id === page.params.get('lane')) ? page.params.get('lane') : lanes()[0].id;
  const here = page.screen + ' ' + page.lane;
  if (open !== page.screen) {
    if (open) SCREENS.get(open).leave?.();
    listen(page.screen, heard);
    if (open) focusHeading();
    open = page.screen;
    element('nav').classList.remove('open');
    element('menu')?.setAttribute('aria-expanded', 'false');
  }
  if (where !== here) screen().enter?.();
  where = here;
  screen().follow?.(page.params);
  changed();
}

/** A screen reader hears the finding of the screen that was opened. */
function focusHeading() {
  element('main').scrollTop = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => element('finding')?.focus({preventScroll: true})));
}

function heard(type, data) {
  const lane = data.lane ?? lanes()[0].id;
  // A target that came up has more to tell, and so has a run that ended.
  if (['phase', 'ended', 'proof'].includes(type) || (type === 'hello' && laneOf(lane).down)) againIn(SOON_MS);
  if (type === 'need') page.need[lane] = data;
  if (type === 'stale') {
    const failed = page.behind[lane] ??= {};
    failed[data.what] ??= data;
  } else if (['lot', 'sagas', 'outbox', 'view'].includes(type)) {
    delete page.behind[lane]?.[type];
  }
  screen().heard?.(type, data, lane);
}

function draw() {
  const focused = document.activeElement?.id;
  document.title = open ? w.page.title(w.screens[page.screen], page.console.application) : 'Triskel console';
  element('skip').textContent = w.page.skip;
  element('nav').setAttribute('aria-label', w.page.screens);
  render(navigation({screens: SCREENS, turn: () => choose('triskel-theme', 'theme', dark() ? 'light' : 'dark'), speak: () => choose('triskel-language', 'lang', w.looks.otherCode)}), element('nav'));
  render(strip({retry: () => listen(page.screen, heard)}), element('need'));
  render(open ? screen().view() : opening(), element('screen'));
  if (open) screen().drawn?.();
  // What had the focus was drawn anew, such as the finding once it is known.
  if (focused && document.activeElement === document.body) element(focused)?.focus({preventScroll: true});
}

const opening = () => html`<div class="screen">${page.trouble
  ? html`${head('Triskel', w.states.noConsole)}${note('bad', cause(page.trouble), html`<p>${page.trouble.status === 401 ? w.states.tokenWhy : w.states.noConsoleWhy}</p>`)}`
  : html`${head('Triskel', w.states.reading, page.console ? w.states.starting : nothing)}${lanes().map(lane => note('warn', lane.title, html`<p>${lane.down}</p>`))}`}</div>`;

/** Reads what there is, and again while a target is not up. */
async function start() {
  try {
    page.console = {...BARE, ...await get(['console'])};
    page.trouble = null;
    setClock(page.console.now);
    paintTones();
    if (open) changed();
    else follow();
  } catch (trouble) {
    page.trouble = trouble;
    changed();
  }
  if (page.trouble || !page.console.screens.length || lanes().some(lane => lane.down)) againIn(AGAIN_MS);
}

let again = 0;
function againIn(millis) {
  clearTimeout(again);
  again = setTimeout(start, millis);
}

let pending = 0;
const inField = target => target.closest?.('input, textarea, select, [contenteditable]');

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') {
    if (inField(event.target)) event.target.blur();
    else screen()?.back?.();
    return;
  }
  if (inField(event.target) && event.target.type !== 'checkbox') return;
  if (now() - pending < 1500) {
    const to = [...SCREENS.values()].find(one => one.letter === event.key && page.console?.screens.includes(one.id));
    pending = 0;
    if (to) {
      event.preventDefault();
      go(to.id);
    }
  } else if (event.key === 'g') {
    pending = now();
  } else if (event.key === '?') {
    event.preventDefault();
    showKeys();
  } else if (event.key === '/') {
    event.preventDefault();
    const field = element('find');
    if (field) field.focus();
    else if (page.console?.screens.includes('story')) go('story');
  } else {
    screen()?.key?.(event);
  }
});

element('skip').addEventListener('click', event => { event.preventDefault(); element('main').focus(); });
addEventListener('hashchange', follow);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
setInterval(countAges, 1000);
drawWith(draw);
takeToken();
page.params = new URLSearchParams(location.hash.slice(1));
looks();
changed();
start();
