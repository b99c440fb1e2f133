// Beside Flow's targets: what is parked, the latest subjects with their state in each target, or one station's figures.
import {html, nothing, repeat, svg} from './lit.js';
import {age, ms, num} from './format.js';
import {laneMark, mark, shapeOf, shapePath, toneOf} from './marks.js';
import {laneState, subjects} from './flow-model.js';
import {button, pairs, steady} from './parts.js';
import {laneOf, lanes, link, page, several} from './store.js';
import {w} from './words.js';

const SHOWN = 40;
const CARDS = 4;

const steadySubjects = steady('subjects');

/** A state in one target: filled is an end that was wanted, hollow is under way, a cross is refused. */
function pip(lane, state) {
  const shape = svg`<path d=${shapeOf(lane)} transform="scale(4.4)" class=${state === 'shipped' ? 'full' : state === 'parked' ? 'set-aside' : 'hollow'}/>`;
  const sign = {rejected: svg`<path d="M-4-4l8 8M4-4l-8 8" class="no"/>`, cancelled: svg`<path d="M-4.5 0h9" class="no"/>`}[state] ?? (state ? shape : svg`<path d="M-1.5 0h3" class="no"/>`);
  return html`<svg class=${toneOf(lane)} viewBox="-7 -7 14 14" role="img" aria-label="${laneOf(lane).title}: ${w.flow.states[state ?? 'none'] ?? state}">${sign}</svg>`;
}

function subjectRow(one) {
  const known = Object.keys(one.lanes).length > 0;
  const lane = Object.entries(one.lanes).find(([, state]) => state === 'parked')?.[0] ?? (several() ? null : page.lane);
  const states = [...new Set(Object.values(one.lanes))];
  return html`<li><a href=${link('story', {id: one.id, ...lane ? {lane} : {}})}><code>${one.id}</code>
    <span class="soft">${states.length === 1 ? w.flow.states[states[0]] ?? states[0] : one.type.replace(/^.*\.([^.]+)\.v\d+$/, '$1')}</span>
    ${known ? html`<span class="pips">${lanes().map(each => pip(each.id, one.lanes[each.id]))}</span>` : nothing}</a></li>`;
}

function home() {
  const parked = lanes().flatMap(lane => laneState(lane.id).parked).sort((one, other) => other.at.localeCompare(one.at)).slice(0, CARDS);
  const all = [...subjects.values()].reverse();
  const listed = steadySubjects(all.slice(0, SHOWN), one => one.id).filter(one => !one.gone || subjects.has(one.id)).slice(0, SHOWN);
  const held = listed.length ? all.findIndex(one => one.id === listed[0].id) : 0;
  return html`<header><h2>${w.flow.aside}</h2></header><div class="body" tabindex="0" role="region" aria-label=${w.flow.aside}>
    ${parked.length ? html`<h3>${w.parked.kicker}<em>${w.flow.openStory}</em></h3>${repeat(parked, one => one.lane + one.consumer + one.event, one => html`
      <a class="card" href=${link('parked', {lane: one.lane})}>${several() ? laneMark(one.lane) : nothing}<b>${w.flow.failedAt(one.consumer, several() ? laneOf(one.lane).title : '')}</b> <span class="soft">${age(one.at)}</span><span>${one.reason}</span></a>`)}` : nothing}
    <h3>${held > 0 ? w.flow.held(held) : w.flow.latest}${several() ? html`<span class="pips">${lanes().map(lane => laneMark(lane.id))}</span>` : nothing}</h3>
    ${listed.length ? html`<ol id="subjects">${repeat(listed, one => one.id, subjectRow)}</ol>` : html`<p class="soft">${w.flow.noneYet}</p>`}</div>
  <div class="key" aria-hidden="true">${[['circle', 'full', 'event'], ['circle', 'hollow', 'command'], ['diamond', 'full bad', 'undo']].map(([shape, kind, name]) => html`<span><svg viewBox="-6 -6 12 12"><path d=${shapePath(shape, 0, 0, 3.8)} class=${kind}/></svg>${w.flow.keys[name]}</span>`)}<span><kbd>?</kbd></span></div>`;
}

function stationView({lane, station}, close) {
  const {figure} = laneState(lane);
  const one = page.console.consumers.find(each => each.name === station);
  const facts = figure?.stations?.[station];
  const f = w.flow.facts;
  return html`<header>${button(html`←<span class="unseen">${w.flow.back}</span>`, close, {kind: 'small', id: 'back'})}<h2>${station ? w.flow.stationOf(station, laneOf(lane).title) : laneOf(lane).title}</h2></header>
  <div class="body" tabindex="0" role="region" aria-label=${station || laneOf(lane).title}>
    <p class="soft">${w.flow.kinds[one?.kind ?? 'source'] ?? nothing}</p>
    ${station ? pairs([[f.handled, num(facts?.handled)], [f.failed, num(facts?.failed)], [f.repeats, num(facts?.repeats)], [f.parked, num(facts?.parked)], [f.waiting, num(facts?.waiting)],
      facts?.oldestMs ? [f.oldest, html`${ms(facts.oldestMs)} ms`] : null, [f.p50, html`${ms(facts?.p50)} ms`], [f.p99, html`${ms(facts?.p99)} ms`],
      one?.types?.length ? [f.types, one.types.map(type => html`<div><a href=${link('catalogue', {t: type})}><code>${type}</code></a></div>`)] : null])
      : pairs([[w.flow.sources, num(figure?.published)]])}
    ${facts?.parked ? html`<div class="actions"><a class="button" href=${link('parked', {lane})}>${mark('bad', 'bad')}${w.flow.toParked}</a></div>` : nothing}
    <h3>${w.flow.rateChart}</h3><div class="chart ${toneOf(lane)}" data-chart="rate" data-of=${lane}></div>
    <h3>${w.flow.timeChart}</h3><div class="chart ${toneOf(lane)}" data-chart="time" data-of=${lane}></div></div>`;
}

export const side = (chosen, close) => html`<aside class="side" aria-label=${w.flow.aside}>${chosen ? stationView(chosen, close) : home()}</aside>`;

