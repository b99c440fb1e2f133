// Story: one timeline of what happened to an id, why it waits, and what was read and not read to say so.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {age, clock, duration, left, moment, num} from './format.js';
import {mark} from './marks.js';
import {cause, head, laneChoice, lines, note, pairs, panel, status, whole} from './parts.js';
import {mayPlace, placeButton, placeOrder} from './place.js';
import {changed, fill, go, link, now, page, slot} from './store.js';
import {drawArrows, glyph, legend} from './story-arrows.js';
import {told, w} from './words.js';

const AGAIN_MS = 2000;
const GAP_MS = 60_000;

let id = '';
let story = slot();
let lane = '';
let timer = 0;
const open = new Set();

function read() {
  clearTimeout(timer);
  if (!id || page.screen !== 'story') return;
  const mine = story;
  fill(story, () => get([page.lane, 'story', id])).then(() => {
    // While something is pending the story goes on; a hidden tab does not ask.
    if (mine === story && story.value?.pending) timer = setTimeout(() => document.hidden ? waitForSight() : read(), AGAIN_MS);
  });
}

function waitForSight() {
  document.addEventListener('visibilitychange', read, {once: true});
}

const find = event => {
  event.preventDefault();
  const wanted = new FormData(event.target).get('id').trim();
  if (wanted) go('story', {id: wanted});
};

/** Whoever places an order here wants to see what becomes of it. */
async function placed() {
  const order = await placeOrder();
  if (order) go('story', {id: order});
}

const form = () => html`<form class="actions" role="search" @submit=${find}><label class="unseen" for="find">${w.story.placeholder}</label>
  <input class="input" id="find" name="id" type="search" autocomplete="off" spellcheck="false" maxlength="1000" placeholder=${w.story.placeholder} .value=${id}>
  <button class="button first">${w.story.find}</button></form>${placeButton(placed, '')}${laneChoice()}`;

/** The finding: why a person is needed, what it waits for, or how it ended. */
function finding(value) {
  const stuck = value.sagas.find(one => one.status === 'stuck');
  if (stuck) return w.story.stuck(value.id, stuck.saga);
  if (value.parked.length) return w.story.parked(value.id, value.parked[0].consumer);
  const running = value.sagas.find(one => one.status === 'running');
  if (running?.steps?.some(one => one.status === 'undoing')) return w.story.undoing(value.id, running.saga);
  if (running?.timers?.length) return w.story.waits(value.id, running.timers[0].name);
  if (running || value.pending) return w.story.pending(value.id);
  const ended = value.sagas.find(one => one.status === 'ended' && one.ending);
  return ended ? w.story.ended(value.id, ended.ending) : w.story.plain(value.id, value.rows.length);
}

const colourOf = kind => ({parked: 'bad', undo: 'bad', timer: 'warn'}[kind] ?? '');

function row(one, before) {
  const gap = before?.at && one.at ? Date.parse(one.at) - Date.parse(before.at) : 0;
  const more = one.data && Object.keys(one.data).length;
  const toggle = () => { if (!open.delete(one.id)) open.add(one.id); changed(); };
  return html`${gap > GAP_MS ? html`<li class="gap">${w.story.gap(duration(gap))}</li>` : nothing}
    <li class="event ${one.kind}" data-row=${one.id} data-cause=${one.cause ?? nothing} data-kind=${one.kind}>
      <time class="at" datetime=${one.at ?? nothing} title=${one.at ? moment(one.at) : nothing}>${one.at ? clock(one.at, true) : w.story.noTime}</time>
      <svg class="glyph" viewBox="0 0 14 14" aria-hidden="true">${glyph(one.kind)}</svg>
      <div class="what"><span class="unseen">${w.story.kinds[one.kind]}: </span><b class=${colourOf(one.kind)}><code>${one.type}</code></b>
        <span class="where">${one.where}</span>${one.text ? html`<p>${one.text}</p>` : nothing}
        ${more ? html`<button type="button" class="text soft" aria-expanded=${String(open.has(one.id))} @click=${toggle}>${w.story.data}</button>` : nothing}
        ${more && open.has(one.id) ? html`<pre tabindex="0" aria-label=${w.story.data}>${JSON.stringify(one.data, null, 2)}</pre>` : nothing}</div></li>`;
}

function nowLine(value) {
  const timers = value.sagas.flatMap(one => one.status === 'running' ? one.timers ?? [] : []);
  if (!timers.length && !value.parked.length) return nothing;
  return html`<div class="now">${mark('wait')}<b>${w.story.now}</b>
    ${timers.map(one => html`<span>${w.story.nowTimer(one.name)} ${Date.parse(one.due) > now() ? left(one.due) : html`<span class="warn">0 (${w.story.overdue} ${age(one.due)})</span>`}</span>`)}
    ${value.parked.map(one => html`<a class="button small" href=${link('parked')}>${w.story.toParked}</a>`)}</div>`;
}

const timeline = value => html`<section class="panel story"><h2>${w.story.timeline}<em>${w.story.arrows}</em></h2>${legend()}
  <div class="timeline"><svg class="arrows" aria-hidden="true"></svg><ol id="timeline">${value.rows.map((one, i) => row(one, value.rows[i - 1]))}</ol></div>${value.streams?.filter(one => one.more).map(one => html`<p class="in soft">${one.stream}: ${w.story.more}</p>`)}${nowLine(value)}</section>`;

const STEP = {done: 'ok', pending: 'none', waiting: 'wait', failed: 'bad', unknown: 'warn', undone: 'undo', undoing: 'undo', stuck: 'stuck'};
const STATE = {running: 'wait', ended: 'ok', stuck: 'stuck'};

const sagaPanel = one => panel(w.story.saga(one.saga), status(STATE[one.status], one.ending ?? w.story.statuses[one.status]), html`<div class="in">
  ${one.reason ? html`<p class="bad">${one.reason}</p>` : nothing}
  ${lines((one.steps ?? []).map(step => [STEP[step.status] ?? 'info', html`<b>${step.name}</b>`, html`<span class=${step.status === 'failed' ? 'bad' : 'soft'}>${w.story.steps[step.status] ?? step.status}</span>`]))}
  ${pairs([...(one.timers ?? []).map(timer => [w.story.kinds.timer, html`${timer.name}: ${Date.parse(timer.due) > now() ? html`${w.story.due} ${left(timer.due)}` : html`<span class="warn">${w.story.overdue} ${age(timer.due)}</span>`}`]),
    one.unsent?.length ? [w.sagas.never, one.unsent.map(command => html`<code>${command.type}</code> `)] : null, [w.story.revision(one.revision), one.instance]])}</div>`);

const parkedPanel = value => !value.parked.length ? nothing : panel(w.story.parkedOf, null, html`<div class="in">${value.parked.map(one => html`<div class="note bad">
  <b>${one.consumer}: <code>${one.head?.type}</code></b>${one.reason}<p class="soft">${age(one.parkedAt)}${one.events > 1 ? html`, ${w.story.behind(one.events)}` : nothing}</p></div>`)}</div>`);

const rowText = data => typeof data === 'object' && data !== null ? Object.entries(data).map(([name, value]) => html`<div><span class="soft">${name}</span> ${typeof value === 'object' ? JSON.stringify(value) : String(value)}</div>`) : String(data);

const viewsPanel = value => !value.views.length ? nothing : panel(w.story.views, null, html`<div class="in">${pairs(value.views.map(one => [one.view, one.row ? rowText(one.row) : html`<span class="soft">${one.personal ? w.story.personalRow : w.story.noRow}</span>`]))}</div>`);

const readPanels = value => html`${panel(w.story.read, clock(value.at), html`<div class="in">${lines(value.read.map(one => [one.n ? 'ok' : 'none', told(one.what), num(one.n)]))}</div>`)}
  ${panel(w.story.notRead, null, html`<div class="in">${value.notRead.length ? lines(value.notRead.map(one => ['none', html`<b>${told(one.what)}</b><small>${told(one.why)}</small>`])) : html`<p class="soft">${w.story.allRead}</p>`}</div>`)}`;

function found(value) {
  return html`${head(w.story.kicker, finding(value), w.story.sub, form())}
    ${story.state === 'refused' ? note('warn', w.states.old(cause(story.error))) : nothing}
    <div class="beside">${timeline(value)}<aside aria-label=${value.id}>${parkedPanel(value)}${value.sagas.map(sagaPanel)}${viewsPanel(value)}${readPanels(value)}</aside></div>`;
}

const missing = value => html`${head(w.story.kicker, w.story.none(value.id), w.story.noneHow, form())}<div class="beside"><div class="column">${readPanels(value)}</div></div>`;

function view() {
  if (!id) {
    return html`<div class="screen">${head(w.story.kicker, w.story.start, w.story.startHow, form())}
      ${page.console.streams?.length ? panel(w.story.streams, null, html`<div class="in"><p class="soft">${page.console.streams.map(one => html`<code>${one}</code> `)}</p></div>`) : nothing}</div>`;
  }
  const says = {kicker: w.story.kicker, reading: w.story.reading(id), waits: w.story.waitsFor, again: read, actions: form()};
  return html`<div class="screen">${whole(story, says, value => value.found ? found(value) : missing(value))}</div>`;
}

export default {
  id: 'story', letter: 's', view, drawn: drawArrows,
  follow(params) {
    const wanted = params.get('id') ?? '';
    if (wanted === id && lane === page.lane && story.state !== 'none') return read();
    id = wanted;
    lane = page.lane;
    story = slot();
    open.clear();
    const field = document.getElementById('find');
    if (field) field.value = id;
    read();
  },
  leave() { clearTimeout(timer); },
  key(event) {
    if (event.key === 'o' && mayPlace()) {
      event.preventDefault();
      placed();
    }
  },
  heard(type, data, from) { if (type === 'done' && from === page.lane) read(); },
};
