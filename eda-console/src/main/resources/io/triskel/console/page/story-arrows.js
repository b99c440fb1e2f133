// The marks of a timeline, and its arrows: what caused what, drawn beside the rows where they stand.
import {html, svg} from './lit.js';
import {shapePath} from './marks.js';
import {w} from './words.js';

const NS = 'http://www.w3.org/2000/svg';
const PERSON = svg`<circle cx="7" cy="4.6" r="2.5" class="open"/><path d="M2.6 12.2c0-6 8.8-6 8.8 0" class="open"/>`;
const GLYPHS = {
  fact: svg`<circle cx="7" cy="7" r="4.4" class="full"/>`,
  command: svg`<circle cx="7" cy="7" r="4" class="open"/>`,
  undo: svg`<path d=${shapePath('diamond', 7, 7, 4.6)} class="full red"/>`,
  parked: svg`<rect x="2" y="2" width="10" height="10" rx="2" class="open red"/><path d="M5.2 4.8v4.4M8.8 4.8v4.4" class="open red"/>`,
  timer: svg`<circle cx="7" cy="7" r="5" class="open amber"/><path d="M7 4.4v2.8l2 1.2" class="open amber"/>`,
  view: svg`<rect x="2" y="3" width="10" height="8" rx="1.5" class="open"/><path d="M2 6.2h10" class="open"/>`,
  person: PERSON,
  operator: PERSON,
};

export const glyph = kind => GLYPHS[kind] ?? GLYPHS.fact;

export const legend = () => html`<div class="legend" aria-hidden="true">${['fact', 'command', 'undo', 'parked', 'timer', 'view', 'operator'].map(kind =>
  html`<span><svg class="glyph" viewBox="0 0 14 14">${glyph(kind)}</svg>${w.story.kinds[kind]}</span>`)}</div>`;

let watcher = null;
let drawn = '';

/** Draws an arc from each cause to what it caused, at the height at which the browser laid out the rows. */
export function drawArrows() {
  const list = document.getElementById('timeline');
  if (!list) return;
  if (watcher?.list !== list) {
    watcher?.disconnect();
    watcher = new ResizeObserver(draw);
    watcher.list = list;
    drawn = '';
    watcher.observe(list);
  }
  draw();
}

function draw() {
  const {list} = watcher;
  const picture = list.parentElement.querySelector('.arrows');
  const box = list.getBoundingClientRect();
  const rows = new Map();
  for (const row of list.querySelectorAll('[data-row]')) {
    const mark = row.querySelector('.glyph').getBoundingClientRect();
    rows.set(row.dataset.row, {row, x: mark.left - box.left + mark.width / 2, y: mark.top - box.top + mark.height / 2});
  }
  const arcs = [];
  for (const {row, x, y} of rows.values()) {
    const from = rows.get(row.dataset.cause);
    if (!from || from.row === row) continue;
    const depth = Math.min(x - 6, 12 + Math.abs(y - from.y) / 14);
    const why = ['parked', 'undo', 'timer'].includes(row.dataset.kind) || ['parked', 'undo', 'timer'].includes(from.row.dataset.kind);
    arcs.push({why, d: `M${x - 8} ${from.y}C${x - depth - 8} ${from.y} ${x - depth - 8} ${y} ${x - 9} ${y}M${x - 13} ${y - 3.4}L${x - 8.5} ${y}L${x - 13} ${y + 3.4}`});
  }
  const now = JSON.stringify([arcs, box.height]);
  if (now === drawn) return;
  drawn = now;
  picture.setAttribute('height', String(box.height));
  picture.replaceChildren(...arcs.map(({why, d}) => {
    const path = document.createElementNS(NS, 'path');
    path.setAttribute('d', d);
    if (why) path.classList.add('why');
    return path;
  }));
}
