// Views: which generation is read, how far behind it is, and a rebuild from its start to the switch.
import {html, nothing} from './lit.js';
import {post, Unanswered} from './api.js';
import {age, duration, left, num} from './format.js';
import {mark} from './marks.js';
import {act, actionLog, button, head, laneChoice, note, outdated, panel, table, whole} from './parts.js';
import {ask, say} from './dialogs.js';
import {changed, now, page, slot} from './store.js';
import {w} from './words.js';

const PHASES = ['archive', 'bus', 'compare', 'drop'];
const RUNS = ['archive', 'bus', 'compare', 'switched', 'drop'];

const log = actionLog();
const lanes = new Map();
let refusal = null;

const laneState = lane => lanes.get(lane) ?? lanes.set(lane, {slot: slot(), views: new Map(), rebuilds: new Map()}).get(lane);
const here = () => laneState(page.lane);
const declared = name => page.console.views.find(one => one.name === name);

async function does(verb, view, generation, question, more = {}) {
  const entries = await ask({...question, reason: true});
  if (!entries) return;
  refusal = null;
  try {
    const {rebuilds} = here();
    const before = rebuilds.get(view);
    const rebuild = await post([page.lane, 'views', view, verb], {reason: entries.reason.trim(), seen: {generation, ...more}});
    // A message may be here before the answer, and is then newer.
    if (rebuilds.get(view) === before) rebuilds.set(view, rebuild);
    say(`${w.log.verbs[verb]}: ${view}`);
  } catch (error) {
    refusal = error instanceof Unanswered ? {kind: 'warn', title: w.ask.unknown} : {kind: 'bad', title: `${w.parked.refused}: ${error.message}`, text: error.fix};
  }
  log.read();
  changed();
}

const start = one => does('rebuild', one.view, one.generation,
  {title: w.views.rebuildTitle(one.view), body: html`<p>${w.views.rebuildBody(one.generation + 1)}</p>`, yes: w.views.rebuildYes});

const generationOf = rebuild => here().views.get(rebuild.view)?.generation ?? rebuild.generation - 1;

const switchTo = one => does('switch', one.view, generationOf(one),
  {title: w.views.switchTitle(one.generation), body: html`${compared(one.compared)}<p>${w.views.switchBody}</p>`, yes: w.views.switchYes}, {compared: one.compared});

const drop = one => does('drop', one.view, generationOf(one),
  {title: w.views.dropTitle, body: note('bad', w.ask.final, html`<p>${w.views.dropBody}</p>`), yes: w.views.dropYes, kind: 'final'});

const stop = one => does('stop', one.view, generationOf(one),
  {title: w.views.stopTitle(one.generation), body: html`<p>${w.views.stopBody}</p>`, yes: w.views.stopYes, kind: 'final'});

function title(views, rebuilds) {
  const at = phase => rebuilds.find(one => one.phase === phase);
  if (at('compare')?.compared) return w.views.waitsSwitch(at('compare').view, at('compare').generation);
  const building = at('archive') ?? at('bus') ?? at('compare');
  if (building) return w.views.building(building.view, building.generation);
  if (at('failed')) return w.views.failed(at('failed').view);
  if (at('switched')) return w.views.switched(at('switched').view, at('switched').generation);
  const behind = views.filter(one => one.behind > 100).sort((one, other) => other.behind - one.behind)[0];
  return behind ? w.views.behind(behind.view, behind.behind) : w.views.current(views.length);
}

function viewRow(one, rebuild) {
  const runs = rebuild && RUNS.includes(rebuild.phase);
  const positions = one.positions ? Object.entries(one.positions).map(([part, at]) => html`<div><code>${part}: ${at}</code></div>`) : '–';
  return {
    id: one.view,
    cells: [
      html`<b>${one.view}</b>`,
      html`${num(one.generation)}${one.building ? html` <span class="soft">+ ${num(one.building)}</span>` : nothing}`,
      positions,
      num(one.behind),
      one.ageMs === null || one.ageMs === undefined ? '–' : one.ageMs < 1000 ? num(one.ageMs / 1000, 1) + '\u00a0s' : duration(one.ageMs),
      num(one.rows),
      act(w.views.rebuild, () => start(one), {kind: 'small', id: 'rebuild-' + one.view, why: !declared(one.view)?.canRebuild ? w.views.noHistory : runs ? w.views.building(one.view, rebuild.generation) : null}),
    ],
  };
}

const viewTable = views => panel(w.views.title, views.some(one => one.behind === null || one.rows === null) ? w.views.unread : null,
  table(w.views.title, [{head: w.views.view, kind: 'main'}, {head: w.views.generation, kind: 'number'}, {head: w.views.position}, {head: w.views.behindHead, kind: 'number'}, {head: w.views.ageHead, kind: 'number'},
    {head: w.views.rows, kind: 'number'}, {unseen: w.views.rebuildHead, kind: 'number'}], views.map(one => viewRow(one, here().rebuilds.get(one.view)))));

const compared = one => !one ? nothing : note(one.differ ? 'warn' : '', w.views.compared(one.rows, one.differ),
  html`<p>${one.differ ? w.views.members(one.members.join(', ')) : w.views.same} ${one.exact === false ? w.views.sample : nothing}</p>`);

function phaseLine(phase, one) {
  const at = {switched: 3, done: 4, stopped: -1, failed: -1}[one.phase] ?? PHASES.indexOf(one.phase);
  const i = PHASES.indexOf(phase);
  const done = at > i;
  const on = at === i && one.phase !== 'switched';
  const counts = on && (phase === 'archive' || phase === 'bus');
  return html`<li aria-current=${on ? 'step' : nothing}>${mark(done ? 'ok' : on ? 'wait' : 'none')}<span class=${done || on ? '' : 'soft'}>${on ? html`<b>${w.views.phases[phase]}</b>` : w.views.phases[phase]}
    ${counts ? one.of ? html`<progress class="bar" max=${one.of} value=${one.done} aria-label=${w.views.phases[phase]}></progress>` : html`<progress class="bar" aria-label=${w.views.phases[phase]}></progress>` : nothing}</span>
    <b>${counts ? w.views.done(one.done, one.of) : nothing}</b></li>`;
}

function rebuildPanel(one) {
  const runs = RUNS.includes(one.phase);
  const handover = here().views.get(one.view)?.handoverEnds;
  const waits = handover && Date.parse(handover) > now();
  return html`<div id="rebuild">${panel(w.views.of(one.view, one.generation), html`${runs ? html`${w.views.runningFor} ${age(one.startedAt)}` : nothing}${one.by ? `, ${w.views.by(one.by)}` : nothing}`, html`<div class="in">
    <ul class="lines">${PHASES.map(phase => phaseLine(phase, one))}</ul>
    ${one.unreadable ? note('warn', w.views.unreadable(one.unreadable)) : nothing}
    ${compared(one.compared)}
    ${w.views.states[one.phase] ? note(one.phase === 'failed' ? 'bad' : '', w.views.states[one.phase === 'done' && one.message ? 'stopped' : one.phase], one.phase === 'failed' && one.message ? html`<p>${one.message}</p>` : nothing) : nothing}
    <div class="actions">
      ${one.phase === 'compare' && one.compared ? act(w.views.switch(one.generation), () => switchTo(one), {kind: 'first', id: 'switch'}) : nothing}
      ${one.phase === 'switched' ? act(w.views.drop, () => drop(one), {id: 'drop', why: waits ? `${w.views.handover} ${duration(Date.parse(handover) - now())}` : null}) : nothing}
      ${['archive', 'bus', 'compare'].includes(one.phase) ? act(w.views.stop, () => stop(one), {kind: 'final', id: 'stop'}) : nothing}
      ${one.phase === 'switched' && waits ? html`<span class="soft">${w.views.handover} ${left(handover)}</span>` : nothing}</div></div>`)}</div>`;
}

function view() {
  const {slot: one, views, rebuilds} = here();
  const says = {
    kicker: w.views.kicker, reading: w.views.reading, waits: w.views.waits, actions: laneChoice(),
    empty: page.console.views.length ? null : [w.views.none, w.views.noneHow],
  };
  if (says.empty && one.state !== 'read') return html`<div class="screen">${whole({...one, state: 'read'}, says, () => nothing)}</div>`;
  return html`<div class="screen">${whole(one, says, () => {
    const listed = [...views.values()];
    const current = [...rebuilds.values()];
    return html`${head(w.views.kicker, title(listed, current), w.views.sub, laneChoice())}${outdated('views')}${outdated('view')}
      ${refusal ? html`<div role="status">${note(refusal.kind, refusal.title, refusal.text ? html`<p>${refusal.text}</p>` : nothing, html`<div class="actions">${button(w.parked.close, () => { refusal = null; changed(); }, {kind: 'small'})}</div>`)}</div>` : nothing}
      ${viewTable(listed)}${current.map(rebuildPanel)}${log.view()}`;
  })}</div>`;
}

export default {
  id: 'views', letter: 'v', view,
  enter() {
    refusal = null;
    const one = here().slot;
    if (one.state === 'none') Object.assign(one, {state: 'reading', since: now()});
    setTimeout(changed, 2100);
    log.read();
  },
  heard(type, data, lane) {
    const state = laneState(lane);
    if (type === 'view') {
      state.views.set(data.view, data);
      Object.assign(state.slot, {state: 'read', value: true, at: now()});
    } else if (type === 'rebuild') {
      state.rebuilds.set(data.view, data);
    } else if (type === 'stale' && !state.slot.value && ['view', 'views'].includes(data.what)) {
      Object.assign(state.slot, {state: 'refused', error: {body: {cause: data.why}}});
    } else if (type === 'done' && lane === page.lane) {
      log.read();
    }
  },
  back() { refusal = null; changed(); },
};
