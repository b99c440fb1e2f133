// One target in Flow: its name, its pipeline with stations, and its figures.
import {html, nothing} from './lit.js';
import {ms, num, rate} from './format.js';
import {laneMark, toneOf} from './marks.js';
import {rows} from './flow-canvas.js';
import {laneState, waiting} from './flow-model.js';
import {panel, status, table} from './parts.js';
import {laneOf, link, page, several} from './store.js';
import {w} from './words.js';

const SIDE = 5;
const BEHIND = 100;
const SOURCE = '';

/** Stations on each side of the bus; what has no room is behind one button. */
export function stationsOf() {
  const {above, below} = rows(page.console.consumers);
  const fit = (list, side) => {
    const shown = list.length > SIDE ? list.slice(0, SIDE - 1) : list;
    const rest = list.slice(shown.length);
    return [...shown.map(one => ({...one, side})), ...rest.length ? [{name: '…' + side, kind: 'more', rest, side}] : []];
  };
  return [...fit(above, 'above'), ...fit(below, 'below')];
}

function station(lane, one, select, first) {
  const figure = laneState(lane).figure?.stations?.[one.name];
  const more = one.kind === 'more';
  const text = more ? w.flow.more(one.rest.length) : one.name;
  const trouble = figure?.parked ? 'failing' : '';
  return html`<button type="button" class="station ${one.kind} ${trouble}" data-station=${one.name} tabindex=${first ? 0 : -1} title=${text} @click=${() => select(lane, more ? one.rest[0].name : one.name)}>
    <b>${text}</b><span>${more ? nothing : num(figure?.handled)}</span>${figure?.waiting ? html`<i>+${num(figure.waiting)}</i>` : nothing}
    <span class="unseen">${w.flow.handled}${figure?.parked ? html`, ${num(figure.parked)} ${w.flow.parked}` : nothing}</span></button>`;
}

/** Arrow keys move between the stations of a target; one of them is in the order of tabs. */
function arrows(event) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  const all = [...event.currentTarget.querySelectorAll('.station')];
  const at = all.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = all[(at + step + all.length) % all.length];
  all.forEach(one => { one.tabIndex = one === next ? 0 : -1; });
  next.focus();
}

const cell = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function sagas(lane, figure) {
  const ended = Object.entries(figure?.sagas?.ended ?? {}).filter(([name, n]) => n && name !== 'stuck');
  // What is stuck now is in the store; the observer only counts how often a saga got stuck.
  const stuck = page.need[lane]?.stuck?.n ?? 0;
  if (!page.console.sagas.length) return nothing;
  const all = ended.reduce((sum, [, n]) => sum + n, 0);
  return html`<div class="endings">${all ? html`<progress class="bar ${toneOf(lane)}" max=${all} value=${figure.sagas.ended.completed ?? 0} aria-hidden="true"></progress>` : nothing}
    <p>${!figure?.sagas ? '–' : !all && !stuck ? w.flow.noSaga : html`${ended.map(([name, n]) => html`<span><b>${num(n)}</b> ${w.flow.ended1[name] ?? name}</span> `)}
    ${stuck ? html`<span class="bad"><b>${num(stuck)}</b> ${w.flow.stuck}</span>` : nothing}`}</p></div>`;
}

export function laneView(id, select) {
  const lane = laneOf(id);
  const {figure, perDot} = laneState(id);
  const stations = stationsOf();
  const evidence = [w.flow.evidence[lane.evidence], several() || !lane.bus ? null : lane.bus].filter(Boolean).join(', ');
  return html`<section class="lane" id="lane-${id}" aria-label=${lane.title}>
    <div class="meta"><h2 class=${toneOf(id)}>${laneMark(id)}${lane.title}</h2><p>${evidence}</p>
      <p class="small">${figure?.repeats ? html`${w.flow.repeats(figure.repeats)} ` : nothing}${perDot > 1 ? w.flow.each(perDot) : nothing}</p></div>
    ${lane.down ? html`<p class="note bad">${w.flow.down(lane.down)}</p>` : html`<div class="pipeline" role="group" aria-label=${w.flow.pipeline(lane.title)} data-lane=${id} @keydown=${arrows}>
      <canvas aria-hidden="true"></canvas>
      <button type="button" class="station source" data-station=${SOURCE} tabindex=${stations.length ? -1 : 0} title=${w.flow.sources} @click=${() => select(id, SOURCE)}><b>${w.flow.sources}</b><span>${num(figure?.published)}</span></button>
      ${stations.map((one, i) => station(id, one, select, i === 0))}<span class="bus">${lane.bus ?? nothing}</span></div>`}
    <div class="numbers"><div class="speed"><p><b>${rate(figure?.rate)}</b> <small>${w.flow.rate}</small></p><div class="spark ${toneOf(id)}" data-spark=${id} aria-hidden="true"></div></div>
      <dl>${cell(w.flow.p50, ms(figure?.handlerMs?.p50))}${cell(w.flow.p99, ms(figure?.handlerMs?.p99))}${cell(w.flow.waiting, num(waiting(figure)))}
      ${cell(w.flow.parked, figure?.parked ? html`<a class="count" href=${link('parked', {lane: id})}>${figure.parkedExact === false ? '≥ ' : ''}${num(figure.parked)}<span class="unseen"> ${lane.title}</span></a>` : num(figure?.parked))}</dl>
      ${sagas(id, figure)}</div></section>`;
}


function consumerState(one) {
  if (one?.parked) return status('bad', w.flow.consumerStates.parked);
  if (one?.waiting > BEHIND) return status('warn', w.flow.consumerStates.behind);
  return one?.handled ? status('ok', w.flow.consumerStates.fine) : status('none', w.flow.consumerStates.idle);
}

/** All consumers with their figures; beside other targets there is no room for it. */
export function consumerTable(lane, select) {
  const stations = laneState(lane).figure?.stations ?? {};
  const f = w.flow.facts;
  return panel(w.flow.consumers, null, table(w.flow.consumers, [{head: w.flow.consumer, kind: 'main'}, {head: w.flow.state, kind: 'whole'}, ...[f.handled, f.failed, f.waiting, w.flow.p99, f.parked].map(head => ({head, kind: 'number'}))],
    page.console.consumers.map(({name}) => {
      const one = stations[name];
      return {id: name, cells: [html`<button type="button" class="text" @click=${() => select(lane, name)}><code>${name}</code></button>`, consumerState(one), num(one?.handled), num(one?.failed), num(one?.waiting), ms(one?.p99),
        one?.parked ? html`<a class="bad" href=${link('parked')}><b>${num(one.parked)}</b></a>` : num(one?.parked)]};
    })));
}
