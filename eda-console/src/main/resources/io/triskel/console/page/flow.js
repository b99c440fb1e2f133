// Flow: all targets side by side with their events moving, what their figures say, and at the end the proof that they ended equal.
import {html, nothing, svg} from './lit.js';
import {rate} from './format.js';
import {mark, toneOf} from './marks.js';
import {draw, place, readColours, size} from './flow-canvas.js';
import {chart, repaint} from './flow-chart.js';
import {consumerTable, laneView, stationsOf} from './flow-lane.js';
import {hear, laneState, proof} from './flow-model.js';
import {side} from './flow-side.js';
import {button, outdated} from './parts.js';
import {mayPlace, placeButton, placeOrder} from './place.js';
import {changed, laneOf, lanes, page, several} from './store.js';
import {w} from './words.js';

const BEHIND = 100;
/** Messages that are kept while the picture is held; older ones are dropped, and figures are totals. */
const HELD = 2000;

let paused = false;
let held = [];
let motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
let chosen = null;
let frame = 0;
let theme = '';
const plans = new Map();

const figures = () => lanes().map(lane => ({lane: lane.id, ...laneState(lane.id)}));

/** The station that stands out most by a member of its figures. */
function worst(member) {
  const all = figures().flatMap(({figure}) => Object.entries(figure?.stations ?? {})).filter(([, one]) => one[member]);
  return all.sort(([, one], [, other]) => other[member] - one[member])[0];
}

function finding() {
  const all = figures();
  if (paused) return [w.flow.paused, w.flow.pausedSub];
  if (proof) return proof.equal ? [w.flow.equal(all.length), w.flow.equalSub(proof.digest)] : [w.flow.differ, (proof.differences ?? []).join('; ')];
  const ended = all.filter(one => one.ended);
  if (several()) {
    return [ended.length ? w.flow.ended(ended.map(one => laneOf(one.lane).title).join(', '), all.length - ended.length) : w.flow.many(all.length), w.flow.manySub];
  }
  if (ended.length) return [w.flow.equal(1), w.flow.equalSub(ended[0].ended.digest)];
  const {figure} = all[0];
  const failing = worst('parked');
  if (failing) return [w.flow.failing(failing[0], failing[1].parked), w.flow.sub];
  const late = worst('waiting');
  if (late && late[1].waiting > BEHIND) return [w.flow.behind(late[0], late[1].waiting), w.flow.sub];
  if (figure?.rate) return [w.flow.flowing(rate(figure.rate)), w.flow.sub];
  return figure ? [figure.events || figure.published ? w.flow.quiet : w.flow.first, w.flow.sub] : [w.flow.first, w.flow.reading];
}

/** One arc per target, closed when all ended equal. */
function ring() {
  const all = figures();
  const step = 2 * Math.PI / all.length;
  const point = angle => `${(15 * Math.cos(angle)).toFixed(2)} ${(15 * Math.sin(angle)).toFixed(2)}`;
  return html`<svg class="ring" viewBox="-20 -20 40 40" aria-hidden="true">${all.length < 2 ? nothing : all.map(({lane, ended}, i) => {
    const [from, to] = [i * step - Math.PI / 2 + .1, (i + 1) * step - Math.PI / 2 - .1];
    return svg`<path class="${proof?.equal ? '' : toneOf(lane)} ${ended || proof ? 'done' : ''}" d="M${point(from)}A15 15 0 0 1 ${point(to)}"/>`;
  })}${proof?.equal ? svg`<path class="tick" d="M-6 0l4.5 5 8-9.5"/>` : nothing}</svg>`;
}

function phases() {
  const heard = figures().map(one => one.phase).filter(Boolean);
  if (!heard.length) return nothing;
  const names = Object.keys(w.flow.phases);
  const at = Math.min(...heard.map(one => names.indexOf(one)));
  return html`<ol class="phases">${names.map((name, i) => html`<li class=${i < at ? 'past' : ''} aria-current=${i === at ? 'step' : nothing}>${mark(i < at || at === names.length - 1 ? 'ok' : i === at ? 'wait' : 'none')}${w.flow.phases[name]}</li>`)}</ol>`;
}

function select(lane, station) {
  chosen = {lane, station};
  changed();
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('back')?.focus()));
}

function close() {
  const back = chosen && document.querySelector(`#lane-${CSS.escape(chosen.lane)} [data-station="${CSS.escape(chosen.station)}"]`);
  chosen = null;
  changed();
  back?.focus();
}

/** Holds the picture, not the pipeline: what comes meanwhile is taken in when it goes on. */
function turnPause() {
  paused = !paused;
  if (!paused) {
    for (const message of held) hear(...message, false);
    held = [];
  }
  changed();
}

const turnMotion = () => { motion = !motion; changed(); };

function view() {
  const [title, sub] = finding();
  return html`<div class="flow ${several() ? '' : 'single'}">
    <header class="proof ${proof ? proof.equal ? 'equal' : 'differ' : ''}">${ring()}<div><h1 id="finding" tabindex="-1">${title}</h1><p>${sub}</p></div>
      <div class="actions">${button(motion ? w.flow.motionOn : w.flow.motionOff, turnMotion, {id: 'motion'})}
      ${button(html`${paused ? w.flow.resume : w.flow.pause} <kbd>p</kbd>`, turnPause, {id: 'pause', pressed: String(paused)})}
      ${placeButton(placeOrder)}</div></header>
    ${phases()}<div class="stale">${outdated('flow')}</div>
    <div class="lanes">${lanes().map(lane => laneView(lane.id, select))}${several() ? nothing : consumerTable(lanes()[0].id, select)}</div>${side(chosen, close)}</div>`;
}

/** After the page is drawn: stations go to their places, charts and canvases get what there is. */
function drawn() {
  const wanted = getComputedStyle(document.body).backgroundColor;
  if (wanted !== theme) {
    theme = wanted;
    readColours();
    document.querySelectorAll('[data-spark], [data-chart]').forEach(repaint);
  }
  for (const pipeline of document.querySelectorAll('.pipeline')) {
    const plan = place(pipeline, stationsOf());
    plans.set(pipeline.dataset.lane, plan);
    size(pipeline.querySelector('canvas'), plan);
    for (const station of pipeline.querySelectorAll('.station:not(.source)')) {
      const at = plan.places.get(station.dataset.station);
      Object.assign(station.style, {left: at.x + 'px', top: at.y + 'px', maxWidth: at.room + 'px'});
    }
  }
  for (const spark of document.querySelectorAll('[data-spark]')) {
    const {at, rate: rates} = laneState(spark.dataset.spark);
    chart(spark, [at.slice(-60), rates.slice(-60)], [{fill: true}], true);
  }
  for (const one of document.querySelectorAll('[data-chart]')) {
    const {at, rate: rates, p50, p99} = laneState(one.dataset.of);
    if (one.dataset.chart === 'rate') chart(one, [at, rates], [{fill: true}]);
    else chart(one, [at, p50, p99], [{dash: [3, 3]}, {}]);
  }
  animate();
}

function animate() {
  if (!frame) frame = requestAnimationFrame(paint);
}

function paint(time) {
  frame = 0;
  if (paused) return;
  let more = false;
  for (const pipeline of document.querySelectorAll('.pipeline')) {
    const {lane} = pipeline.dataset;
    if (plans.has(lane)) more = draw(pipeline.querySelector('canvas'), plans.get(lane), lane, laneState(lane), motion, time) || more;
  }
  if (more && !paused && page.screen === 'flow') animate();
}

export default {
  id: 'flow', letter: 'f', view, drawn,
  heard(type, data, lane) {
    if (!paused || type === 'hello') return hear(type, data, lane, motion);
    held.push([type, data, lane]);
    held = held.slice(-HELD);
  },
  leave() { cancelAnimationFrame(frame); frame = 0; plans.clear(); },
  key(event) {
    if (event.key === 'o' && mayPlace()) {
      event.preventDefault();
      placeOrder();
    } else if (event.key === 'p') {
      turnPause();
    } else if (event.key === 'm') {
      turnMotion();
    } else if (/^[1-9]$/.test(event.key)) {
      document.querySelector(`#lane-${CSS.escape(lanes()[event.key - 1]?.id ?? '')} .station[tabindex="0"]`)?.focus();
    }
  },
  back() { if (chosen) close(); },
};

addEventListener('resize', () => { if (page.screen === 'flow') changed(); });
