// What every screen is made of: heading, panel, table, list, states while reading, buttons, and the log of actions.
import {html, nothing, repeat} from './lit.js';
import {get} from './api.js';
import {age, clock, moment} from './format.js';
import {laneMark, mark} from './marks.js';
import {say} from './dialogs.js';
import {fill, lanes, link, mayAct, now, page, several, slot} from './store.js';
import {w} from './words.js';

export const head = (kicker, title, sub = nothing, actions = nothing) => html`
  <header class="head"><div><p class="kicker">${kicker}</p><h1 id="finding" tabindex="-1">${title}</h1>
  ${sub === nothing ? nothing : html`<p class="sub">${sub}</p>`}</div>
  ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}</header>`;

export const panel = (title, aside, content) => html`
  <section class="panel"><h2>${title}${aside ? html`<em>${aside}</em>` : nothing}</h2>${content}</section>`;

export const inside = (...content) => html`<div class="in">${content}</div>`;

export const note = (kind, title, ...content) => html`<div class="note ${kind}"><b>${title}</b>${content}</div>`;

export const tag = (kind, text) => html`<span class="tag ${kind}">${mark(kind || 'none')}${text}</span>`;

/** A mark and a word; the colour says it a third time. */
export const status = (kind, text) => {
  const colour = {bad: 'bad', stuck: 'bad', warn: 'warn'}[kind] ?? '';
  return html`<span class="status ${colour}">${mark(kind)}<span>${text}</span></span>`;
};

export const pairs = entries => html`<dl class="pairs">${entries.filter(Boolean).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

/** Entries of [mark, text, figure]. */
export const lines = entries => html`<ul class="lines">${entries.filter(Boolean).map(([kind, text, figure]) =>
  html`<li>${mark(kind, {bad: 'bad', stuck: 'bad', warn: 'warn'}[kind] ?? '')}<span>${text}</span><b>${figure ?? nothing}</b></li>`)}</ul>`;

/**
 * A table that a phone shows as labelled lists.
 * columns: {head, unseen, kind: main|number|whole}; rows: {id, cells, kind, more}.
 */
export const table = (name, columns, rows) => html`
  <table class="table" role="table" aria-label=${name}>
  <thead role="rowgroup"><tr role="row">${columns.map(one => html`<th role="columnheader" scope="col" class=${one.kind ?? ''}>${one.head ?? html`<span class="unseen">${one.unseen}</span>`}</th>`)}</tr></thead>
  <tbody role="rowgroup">${repeat(rows, row => row.id, row => html`
    <tr role="row" class=${row.kind ?? ''}>${row.cells.map((cell, i) => html`<td role="cell" class=${columns[i].kind ?? ''} data-label=${columns[i].head && columns[i].kind !== 'main' ? columns[i].head : nothing}>${cell}</td>`)}</tr>
    ${row.more ? html`<tr role="row"><td role="cell" class="main" colspan=${columns.length}>${row.more}</td></tr>` : nothing}`)}</tbody></table>`;

/** Why nothing can be done now, or null. */
const forbidden = () => mayAct() ? null : page.console?.may !== 'act' ? w.rights.readOnly : w.rights.notCurrent;

/** A button that acts; without the right it stays visible and says why. */
export const act = (text, todo, {kind = '', id = nothing, why = null} = {}) => {
  const not = forbidden() ?? why;
  return html`<button type="button" class="button ${kind}" id=${id} aria-disabled=${not ? 'true' : 'false'} title=${not ?? nothing}
    @click=${event => not ? say(not) : todo(event)}>${text}</button>`;
};

export const button = (text, todo, {kind = '', id = nothing, pressed = nothing} = {}) =>
  html`<button type="button" class="button ${kind}" id=${id} aria-pressed=${pressed} @click=${todo}>${text}</button>`;

/** One target of several; a console with a single one has nothing to choose. */
export const laneChoice = () => !several() ? nothing : html`
  <div class="choice" role="group" aria-label=${w.lane.choose}>${lanes().map(lane => html`<a class="button small" href=${link(page.screen, {lane: lane.id, id: page.params.get('id')})}
    aria-current=${lane.id === page.lane ? 'true' : nothing}>${laneMark(lane.id)}${lane.title}${lane.id === page.lane ? mark('ok') : nothing}</a>`)}</div>`;

const SLOW_MS = 2000;

/**
 * A whole screen by the state of what it reads.
 * says: {kicker, reading (what is read), waits (what is waited for), empty: [heading, how much was read] or null}
 */
export function whole(one, says, view) {
  if (one.state === 'read') return says.empty ? emptiness(says) : view(one.value);
  if (one.state === 'refused') return refused(says, one.error);
  const slow = one.since && now() - one.since > SLOW_MS;
  return html`${head(says.kicker, w.states.reading, slow ? says.waits : says.reading, says.actions ?? nothing)}
    <section class="panel" aria-busy="true" aria-label=${w.states.reading}>${[0, 1, 2, 3, 4].map(() => html`<div class="bone"></div>`)}</section>`;
}

const emptiness = ({kicker, empty, actions}) => html`${head(kicker, empty[0], nothing, actions ?? nothing)}
  <section class="panel"><div class="nothing"><b>${mark('ok')} ${empty[0]}</b>${empty[1]}</div></section>`;

const refused = (says, error) => html`${head(says.kicker, w.states.refused, says.reading, says.actions ?? nothing)}
  ${note('bad', cause(error), html`<p>${w.states.refusedWhy(page.console?.identity ?? '')}</p>`,
    says.again ? html`<div class="actions">${button(w.states.again, says.again, {kind: 'small'})}</div>` : nothing)}`;

/** The port's own cause, in its own words. */
export function cause(error) {
  const body = error?.body ?? {};
  const own = [body.port, body.cause].filter(Boolean).join(': ');
  return own || [error?.message, error?.fix].filter(Boolean).join(' ') || w.states.unknown;
}

/** A port that failed for a moment: the old figures stay, with their age. */
export const outdated = what => {
  const one = page.behind[page.lane]?.[what];
  return one ? note('warn', w.states.old(one.why), html`<p>${w.states.oldSince} ${age(one.at)}.</p>`) : nothing;
};

export const notRead = entries => !entries?.length ? nothing : note('warn', w.states.partly, entries.map(one => html`<p>${one.what}${one.why ? html`: ${one.why}` : nothing}</p>`));

/** What was done, by whom, and why; read again whenever an action ends. */
export function actionLog() {
  const log = slot();
  const read = after => fill(log, async () => {
    const got = await get([page.lane, 'actions'], {after, limit: 10});
    return {items: after ? [...log.value.items, ...got.items] : got.items, next: got.next};
  });
  const columns = () => [{head: w.log.when, kind: 'whole'}, {head: w.log.who}, {head: w.log.what, kind: 'main'}, {head: w.log.why, kind: 'main'}, {head: w.log.answer, kind: 'main'}];
  const row = one => ({id: one.revision, cells: [moment(one.at), one.by, html`<b>${w.log.verbs[one.action] ?? one.action}</b> ${one.on}`,
    one.why || '–', status(one.status >= 400 ? 'bad' : 'ok', one.answer)]});
  return {
    read: () => read(),
    view: () => panel(w.log.title, w.log.aside, log.state === 'refused' ? html`<div class="in">${note('warn', cause(log.error))}</div>`
      : !log.value ? html`<div class="bone"></div>`
        : !log.value.items.length ? html`<div class="nothing">${w.log.none}</div>`
          : html`${table(w.log.title, columns(), log.value.items.map(row))}
            ${log.value.next ? html`<div class="below">${button(w.states.older, () => read(log.value.next), {kind: 'small'})}</div>` : nothing}`),
  };
}

/** Rows stay where they are while pointer or focus is among them: new ones come last, those that are gone stay and say so. */
export function steady(id) {
  let before = [];
  return (rows, key) => {
    const box = document.getElementById(id);
    const held = box && (box.matches(':hover') || (box.contains(document.activeElement) && box !== document.activeElement));
    if (held) {
      const fresh = new Map(rows.map(row => [key(row), row]));
      const stay = before.map(row => fresh.get(key(row)) ?? {...row, gone: true});
      const known = new Set(before.map(key));
      before = [...stay, ...rows.filter(row => !known.has(key(row)))];
    } else {
      before = rows;
    }
    return before;
  };
}

export const readAt = one => w.states.readAt(clock(one.at));
