// Sagas and outbox: which process needs a person, which streams are not published, and what helps.
import {html, nothing} from './lit.js';
import {get, post, Unanswered} from './api.js';
import {age, left, num} from './format.js';
import {act, actionLog, button, cause, head, laneChoice, lines, note, notRead, outdated, panel, status, steady, table, whole} from './parts.js';
import {ask, say} from './dialogs.js';
import {changed, fill, link, now, page, put, slot} from './store.js';
import {w} from './words.js';

const log = actionLog();
const steadyStuck = steady('stuck');
const steadyStreams = steady('streams');
const sagas = new Map();
const outboxes = new Map();

const slotOf = (slots, lane) => slots.get(lane) ?? slots.set(lane, slot()).get(lane);

let opened = '';
let steps = slot();
let outcome = null;

/** One action with its question; its answer or refusal stays on the page until the next. */
async function does(question, parts, body, answered) {
  const entries = await ask({...question, reason: true});
  if (!entries) return;
  try {
    outcome = {kind: 'ok', ...answered(await post([page.lane, ...parts], {...body, reason: entries.reason.trim()}))};
    say(outcome.title);
  } catch (refusal) {
    outcome = refusal instanceof Unanswered ? {kind: 'warn', title: w.ask.unknown} : refused(refusal);
  }
  log.read();
  changed();
  requestAnimationFrame(() => document.getElementById('outcome')?.scrollIntoView({block: 'nearest'}));
}

function refused(refusal) {
  const one = refusal.body.changed?.[0];
  if (refusal.code === 'changed' && one?.now) return {kind: 'bad', title: w.sagas.changed(one.was.revision, one.now.revision), text: one.by ?? refusal.fix};
  if (refusal.code === 'not-found') return {kind: 'bad', title: w.sagas.gone, text: w.ask.nothingDone};
  return {kind: 'bad', title: refusal.message, text: refusal.fix};
}

const commands = list => lines(list.map(one => ['none', html`<code>${one.type}</code>`, html`<span class="soft">${w.sagas.to(one.target)}</span>`]));

const resume = one => does({title: w.sagas.resumeTitle(one.instance), body: html`<p>${w.sagas.resumeBody(one.step)}</p>`, yes: w.sagas.resumeYes},
  ['sagas', one.saga, one.instance, 'resume'], {seen: {revision: one.revision}}, () => ({title: w.sagas.resumed(one.instance)}));

const abandon = one => does(
  {title: w.sagas.abandonTitle(one.instance), yes: w.sagas.abandonYes, kind: 'final',
    body: note('bad', w.ask.final, html`<p>${one.unsent?.length ? w.sagas.abandonBody : w.sagas.abandonNone}</p>`, one.unsent?.length ? commands(one.unsent) : nothing)},
  ['sagas', one.saga, one.instance, 'abandon'], {seen: {revision: one.revision}},
  got => ({title: w.sagas.abandoned(one.instance), text: got.commands?.length ? w.sagas.tasks : '', list: got.commands}));

const drain = () => does({title: w.sagas.drainTitle, body: html`<p>${w.sagas.drainHow}</p>`, yes: w.sagas.drainYes}, ['outbox', 'drain'], {}, got => ({
  kind: got.left?.length ? 'warn' : 'ok', title: w.sagas.drained(got.published, got.streams), text: got.left?.length ? w.sagas.left : '', streams: got.left}));

const outcomeNote = () => !outcome ? nothing : html`<div id="outcome" role="status">${note(outcome.kind, outcome.title, outcome.text ? html`<p>${outcome.text}</p>` : nothing,
  outcome.list?.length ? commands(outcome.list) : nothing,
  outcome.streams?.length ? lines(outcome.streams.map(one => ['bad', html`<code>${one.stream}</code><small>${one.cause} ${one.text}</small>`])) : nothing,
  html`<div class="actions">${button(w.parked.close, () => { outcome = null; changed(); }, {kind: 'small'})}</div>`)}</div>`;

function title(value, outbox) {
  const stuck = value.stuck.length;
  const blocked = outbox?.dirty.filter(needs).length ?? 0;
  if (stuck && blocked) return w.sagas.stuckAnd(stuck, blocked);
  if (stuck) return w.sagas.stuck(stuck);
  if (blocked) return w.sagas.blocked(blocked);
  return w.sagas.fine;
}

/** Throttling and passing faults end by themselves; a permission, a size or an absent bus does not. */
const needs = one => Boolean(one.cause) && !['THROTTLED', 'TRANSIENT', 'UNKNOWN'].includes(one.cause);

const figure = (name, value, small) => html`<div><dt>${name}</dt><dd>${num(value)}${small && (value === null || value === undefined) ? html`<small>${small}</small>` : nothing}</dd></div>`;

const figures = value => html`<dl class="figures">${figure(w.sagas.running, value.running, w.sagas.noIndex)}${figure(w.sagas.compensating, value.compensating, w.sagas.noIndex)}
  ${figure(w.sagas.stuckFigure, value.stuck.length)}${figure(w.sagas.timersDue, value.timersDue)}${figure(w.sagas.unsent, value.unsent)}</dl>`;

const keyOf = one => `${one.saga} ${one.instance}`;

function toggle(one) {
  opened = opened === keyOf(one) ? '' : keyOf(one);
  steps = slot();
  if (opened) fill(steps, () => get([page.lane, 'sagas', one.saga, one.instance]));
  changed();
}

const STEP = {done: 'ok', pending: 'none', waiting: 'wait', failed: 'bad', unknown: 'warn', undone: 'undo', undoing: 'undo', stuck: 'stuck'};

const stepList = () => steps.state === 'refused' ? note('warn', cause(steps.error))
  : !steps.value ? html`<div class="bone"></div>`
    : html`<div class="more">${lines((steps.value.steps ?? []).map(one => [STEP[one.status] ?? 'info', html`<b>${one.name}</b>`, html`<span class="soft">${w.story.steps[one.status] ?? one.status}</span>`]))}
      ${steps.value.unsent?.length ? html`<h3>${w.sagas.never}</h3>${commands(steps.value.unsent)}` : nothing}</div>`;

const stuckPanel = value => panel(w.sagas.stuckTitle, w.sagas.aside(value.exact), html`<div id="stuck">${!value.stuck.length ? html`<div class="nothing">${w.sagas.none}</div>`
  : table(w.sagas.stuckTitle, [{head: w.sagas.instance, kind: 'main'}, {head: w.sagas.why, kind: 'main'}, {head: w.sagas.since, kind: 'number'}, {head: w.sagas.never, kind: 'number'}, {unseen: w.log.what, kind: 'main'}],
    steadyStuck(value.stuck, keyOf).map(one => ({
      id: keyOf(one),
      kind: one.gone ? 'gone' : '',
      more: opened === keyOf(one) ? stepList() : null,
      cells: [
        html`<a href=${link('story', {id: one.instance})}><code>${one.instance}</code></a><small>${one.saga}</small>`,
        html`${status('stuck', one.reason)}<small>${one.step ? w.sagas.step(one.step) : nothing}${one.timers?.length ? timer(one.timers[0]) : nothing}</small>`,
        one.since ? age(one.since) : '–',
        num(one.unsent?.length),
        one.gone ? w.sagas.gone : html`<span class="actions">${button(w.sagas.details, () => toggle(one), {kind: 'small', pressed: String(opened === keyOf(one))})}
          ${act(w.sagas.resume, () => resume(one), {kind: 'small'})}${act(w.sagas.abandon, () => abandon(one), {kind: 'small final'})}</span>`,
      ],
    })))}</div>`);

const timer = one => html`, ${w.sagas.timer(one.name)} ${Date.parse(one.due) > now() ? html`${w.story.due} ${left(one.due)}` : html`${w.story.overdue} ${age(one.due)}`}`;

const outboxPanel = value => panel(w.sagas.outbox, w.sagas.buckets(value.read, value.buckets), html`<div id="streams">${!value.dirty.length ? html`<div class="nothing">${w.sagas.published}</div>`
  : table(w.sagas.outbox, [{head: w.sagas.stream, kind: 'main'}, {head: w.sagas.commits, kind: 'number'}, {head: w.sagas.since, kind: 'number'}, {head: w.sagas.cause, kind: 'main'}],
    steadyStreams(value.dirty, one => one.stream).map(one => ({
      id: one.stream,
      kind: one.gone ? 'gone' : '',
      cells: [html`<code>${one.stream}</code>`, num(one.unpublished), one.since ? age(one.since) : '–',
        one.cause ? status(needs(one) ? 'bad' : 'wait', html`<b>${one.cause}</b> ${one.text} <span class="soft">${needs(one) ? w.sagas.needs : w.sagas.byItself}</span>`) : '–'],
    })))}</div>
  <div class="below">${act(w.sagas.drain, drain, {id: 'drain'})}<span class="soft">${w.sagas.drainHow}</span></div>`);

function view() {
  const one = slotOf(sagas, page.lane);
  const outbox = slotOf(outboxes, page.lane).value;
  const says = {kicker: w.sagas.kicker, reading: w.sagas.reading, waits: w.sagas.waits, actions: laneChoice()};
  return html`<div class="screen">${whole(one, says, value => {
    const oldest = value.stuck.map(each => each.since).filter(Boolean).sort()[0];
    const sub = oldest ? html`${w.sagas.longest}${age(oldest)}. ${w.sagas.late}` : value.stuck.length ? w.sagas.late : outbox ? w.sagas.fineSub(outbox.read, outbox.buckets) : nothing;
    return html`${head(w.sagas.kicker, title(value, outbox), sub, laneChoice())}
      ${outdated('sagas')}${outdated('outbox')}${notRead([...value.notRead ?? [], ...outbox?.notRead ?? []])}${outcomeNote()}
      ${figures(value)}${stuckPanel(value)}${outbox ? outboxPanel(outbox) : nothing}${log.view()}`;
  })}</div>`;
}

export default {
  id: 'sagas', letter: 'o', view,
  enter() {
    outcome = null;
    opened = '';
    const one = slotOf(sagas, page.lane);
    if (one.state === 'none') Object.assign(one, {state: 'reading', since: now()});
    setTimeout(changed, 2100);
    log.read();
  },
  heard(type, data, lane) {
    if (type === 'sagas') put(slotOf(sagas, lane), data);
    if (type === 'outbox') put(slotOf(outboxes, lane), data);
    if (type === 'stale' && data.what === 'sagas' && !slotOf(sagas, lane).value) Object.assign(slotOf(sagas, lane), {state: 'refused', error: {body: {cause: data.why}}});
    if (type === 'done' && lane === page.lane) log.read();
  },
  back() {
    if (opened) opened = '';
    else outcome = null;
    changed();
  },
};
