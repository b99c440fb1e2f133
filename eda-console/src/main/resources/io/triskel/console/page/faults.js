// Faults: what can be broken on purpose on this machine, what is broken now, and how the pipeline recovered.
import {html, nothing} from './lit.js';
import {post, Unanswered} from './api.js';
import {ask} from './dialogs.js';
import {moment, ms, num} from './format.js';
import {laneMark} from './marks.js';
import {act, actionLog, button, head, inside, note, outdated, panel, status, table, whole} from './parts.js';
import {changed, laneOf, lanes, now, page, put, several, slot} from './store.js';
import {language, w} from './words.js';

const ALL = '';
const kinds = new Map();
const runs = new Map();
const log = actionLog();
let into = ALL;
let outcome = null;

const slotOf = lane => kinds.get(lane) ?? kinds.set(lane, slot()).get(lane);
const own = text => text?.[language] ?? text?.en ?? '';
const nameOf = kind => w.faults.names[kind] ?? kind;
const isOpen = run => ['running', 'recovering'].includes(run.state);
const chosen = () => lanes().map(lane => lane.id).filter(lane => into === ALL || into === lane);
const offersOf = kind => chosen().map(lane => ({lane, ...slotOf(lane).value?.kinds.find(one => one.kind === kind)})).filter(one => one.kind);
const latest = () => [...runs.values()].reverse();

/** Does the same in each target; what is refused is said, and does not stop the others. */
async function each(targets, path, reason) {
  const refused = [];
  await Promise.all(targets.map(async lane => {
    try {
      await post([lane, 'faults', ...path], {reason});
    } catch (refusal) {
      refused.push([lane, refusal instanceof Unanswered ? w.ask.unknown : [refusal.message, refusal.fix].filter(Boolean).join(' ')]);
    }
  }));
  outcome = refused.length ? refused : null;
  changed();
}

async function start(kind) {
  const targets = offersOf(kind).filter(one => !one.whyNot).map(one => one.lane);
  const where = targets.map(lane => laneOf(lane).title).join(', ');
  const entries = await ask({title: w.faults.startTitle(nameOf(kind), where), body: html`<p>${w.faults.startBody}</p>`, yes: w.faults.startYes, reason: w.faults.because});
  if (entries) await each(targets, [kind], entries.reason.trim());
}

async function stop(kind) {
  const targets = latest().filter(run => run.kind === kind && run.state === 'running' && chosen().includes(run.lane)).map(run => run.lane);
  await each(targets, [kind, 'stop'], w.faults.stopReason);
}

function finding() {
  const open = latest().filter(isOpen);
  const names = of => [...new Set(of.map(run => nameOf(run.kind)))].join(', ');
  const running = open.filter(run => run.state === 'running');
  if (running.length) return w.faults.running(names(running), new Set(running.map(run => run.lane)).size);
  if (open.length) return w.faults.recovering(names(open));
  if (latest().some(run => run.state === 'left')) return w.faults.someLeft;
  return runs.size ? w.faults.allRecovered : w.faults.none;
}

const intoChoice = () => !several() ? nothing : html`<label class="field">${w.faults.into}<select id="into" @change=${event => { into = event.target.value; changed(); }}>
  ${[[ALL, w.faults.all], ...lanes().map(lane => [lane.id, lane.title])].map(([id, title]) => html`<option value=${id} ?selected=${id === into}>${title}</option>`)}</select></label>`;

const effects = offers => {
  const line = one => html`${several() ? html`${laneMark(one.lane)} ` : nothing}${one.whyNot ? html`${w.faults.notHere}: ${own(one.whyNot)}` : own(one.effect)}`;
  return offers.map(one => html`<small>${line(one)}</small>`);
};

function stateOf(run) {
  if (run.state === 'running') return status('bad', w.faults.left(run.secondsLeft));
  if (run.state === 'recovering') return status('wait', w.faults.underWay(run.lag, run.underWay));
  if (run.state === 'recovered') return status('ok', w.faults.recovered(ms(run.recoveredMs)));
  return status('warn', w.faults.unseen);
}

function control(kind, offers) {
  const running = latest().filter(run => run.kind === kind && chosen().includes(run.lane));
  if (running.some(run => run.state === 'running')) return act(w.faults.stop, () => stop(kind), {kind: 'small', id: 'stop-' + kind});
  const why = offers.every(one => one.whyNot) ? w.faults.notHere : running.some(isOpen) ? w.faults.measured : null;
  return act(w.faults.start, () => start(kind), {kind: 'small', id: 'start-' + kind, why});
}

const kindsPanel = names => panel(w.faults.title, w.faults.aside, html`<div id="kinds">${table(w.faults.title,
  [{head: w.faults.fault, kind: 'main'}, {head: w.faults.time, kind: 'number'}, {head: w.faults.state, kind: 'main'}, {unseen: w.log.what, kind: 'main'}],
  names.map(kind => {
    const offers = offersOf(kind);
    const open = latest().filter(run => run.kind === kind && chosen().includes(run.lane) && isOpen(run));
    return {id: kind, cells: [html`<b>${nameOf(kind)}</b>${effects(offers)}`, w.faults.seconds(offers[0]?.seconds),
      open.length ? open.map(run => html`<div>${several() ? html`${laneMark(run.lane)} ` : nothing}${stateOf(run)}</div>`) : '–', control(kind, offers)]};
  }))}</div>`);

const runsPanel = () => panel(w.faults.runs, w.faults.runsAside, html`<div id="runs">${!runs.size ? html`<div class="nothing">${w.faults.noRun}</div>`
  : table(w.faults.runs, [{head: w.faults.fault, kind: 'main'}, {head: w.faults.at, kind: 'whole'}, ...[w.faults.orders, w.faults.lagBefore, w.faults.worstLag, w.faults.parked, w.faults.lost, w.faults.doubled].map(name => ({head: name, kind: 'number'})), {head: w.faults.state, kind: 'main'}],
    latest().map(run => ({id: run.id, cells: [html`<b>${nameOf(run.kind)}</b>${several() ? html`<small>${laneMark(run.lane)} ${laneOf(run.lane).title}</small>` : nothing}<small>${run.by}</small>`, moment(run.began),
      num(run.orders), num(run.lagBefore), num(run.worstLag), num(run.parked), num(run.lost), num(run.doubled), stateOf(run)]})))}</div>`);

const outcomeNote = () => !outcome ? nothing : html`<div id="outcome">${note('bad', w.faults.refused, outcome.map(([lane, why]) => html`<p>${several() ? html`${laneOf(lane).title}: ` : nothing}${why}</p>`),
  html`<div class="actions">${button(w.parked.close, () => { outcome = null; changed(); }, {kind: 'small'})}</div>`)}</div>`;

function view() {
  const read = chosen().map(slotOf).find(one => one.state === 'read') ?? slotOf(chosen()[0]);
  const says = {kicker: w.faults.kicker, reading: w.faults.reading, waits: w.faults.waits, actions: intoChoice()};
  return html`<div class="screen">${whole(read, says, () => {
    const names = [...new Set(chosen().flatMap(lane => slotOf(lane).value?.kinds.map(one => one.kind) ?? []))];
    return html`${head(w.faults.kicker, finding(), w.faults.sub, intoChoice())}
      ${outdated('faults')}${outcomeNote()}${kindsPanel(names)}${runsPanel()}${log.view()}`;
  })}</div>`;
}

export default {
  id: 'faults', letter: 'x', view,
  enter() {
    outcome = null;
    for (const lane of chosen()) {
      if (slotOf(lane).state === 'none') Object.assign(slotOf(lane), {state: 'reading', since: now()});
    }
    setTimeout(changed, 2100);
    log.read();
  },
  heard(type, data, lane) {
    if (type === 'faults') put(slotOf(lane), data);
    if (type === 'fault') runs.set(lane + ' ' + data.id, {...data, lane});
    if (type === 'done' && lane === page.lane) log.read();
  },
  back() {
    outcome = null;
    changed();
  },
};
