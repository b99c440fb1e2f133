// One parked lane opened: its events head first, why each is parked, and its data without anything personal.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {age, num} from './format.js';
import {act, button, cause, note, pairs} from './parts.js';
import {fill, link, page, slot} from './store.js';
import {w} from './words.js';

const LIMIT = 20;

let shown = '';
let lane = slot();
const data = new Map();

function read(row) {
  const mine = `${page.lane} ${row.consumer} ${row.key} ${row.head.id} ${row.events}`;
  if (shown === mine) return;
  shown = mine;
  lane = slot();
  data.clear();
  // A template is drawn now: reading starts after it.
  queueMicrotask(() => fill(lane, () => get([page.lane, 'parked', row.consumer, row.key], {limit: LIMIT})));
}

function showData(row, event) {
  const one = slot();
  data.set(event.id, one);
  fill(one, () => get([page.lane, 'parked', row.consumer, row.key, event.id], {source: event.source}));
}

function dataOf(row, one) {
  if (!one.decodable) return html`<p class="soft">${w.parked.detail.bytes(one.bytes)}</p>`;
  const read = data.get(one.event.id);
  if (!read) return html`<div>${button(w.parked.detail.showData, () => showData(row, one.event), {kind: 'small'})}</div>`;
  if (read.state === 'refused') return note('bad', cause(read.error));
  if (!read.value) return html`<div class="bone"></div>`;
  return html`<pre tabindex="0" aria-label=${w.parked.detail.data}>${JSON.stringify(read.value.data, null, 2)}</pre>`;
}

const event = (row, one, discardOnly) => html`<div class="more">
  ${pairs([
    [w.parked.event, html`<code>${one.event.type}</code> <span class="soft"><code>${one.event.id}</code></span>`],
    [w.parked.detail.reason, one.reason],
    [w.parked.attempts, html`${num(one.attempts)}${one.parkedAt ? html`, ${w.parked.parkedFor.toLowerCase()} ${age(one.parkedAt)}` : nothing}`],
    one.position ? [w.parked.detail.position, html`<code>${one.position}</code>`] : null,
    one.causation ? [w.parked.detail.caused, html`<code>${one.causation}</code>`] : null,
    one.correlation ? [w.parked.detail.correlation, html`<a href=${link('story', {id: one.correlation})}><code>${one.correlation}</code></a>`] : null,
  ])}${dataOf(row, one)}
  <div>${act(w.parked.onlyThis, () => discardOnly(row, one.event), {kind: 'small'})}</div></div>`;

/** discardOnly(row, event) asks for it. */
export function eventDetail(row, discardOnly) {
  read(row);
  if (lane.state === 'refused') return note('bad', cause(lane.error));
  if (!lane.value) return html`<div class="bone" aria-busy="true"></div>`;
  return html`${lane.value.items.map(one => event(row, one, discardOnly))}
    <a class="button small" href=${link('story', {id: row.lane})}>${w.parked.detail.story}</a>`;
}
