// Parked: groups by consumer and reason, the heads of their lanes, and what is selected; parked-action.js replays and discards.
import {html, nothing} from './lit.js';
import {get} from './api.js';
import {age, left, num} from './format.js';
import {mark} from './marks.js';
import {makeAction} from './parked-action.js';
import {eventDetail} from './parked-detail.js';
import {actionLog, button, cause, head, laneChoice, note, notRead, outdated, panel, readAt, steady, table, whole} from './parts.js';
import {changed, fill, link, page, put, slot} from './store.js';
import {w} from './words.js';

const PAGE = 50;

const lots = new Map();
const log = actionLog();
const steadyGroups = steady('groups');
const steadyHeads = steady('heads');

let heads = slot();
let opened = '';
let shownGroup = '';
const selected = new Map();
let wholeGroup = false;

const action = makeAction({
  selection: () => ({group: currentGroup(), whole: wholeGroup, lanes: [...selected.values()]}),
  select: rows => { clear(); rows.forEach(row => selected.set(row.key, row)); },
  done: () => { clear(); log.read(); },
});

const lot = () => lots.get(page.lane) ?? lots.set(page.lane, slot()).get(page.lane);
const groups = () => lot().value?.groups ?? [];

function currentGroup() {
  const wanted = page.params.get('g');
  return groups().find(one => one.id === wanted) ?? groups().find(one => one.id === shownGroup) ?? groups()[0] ?? null;
}

function clear() {
  selected.clear();
  wholeGroup = false;
}

function readHeads(after = null) {
  const group = currentGroup();
  if (!group) {
    heads = slot();
    return;
  }
  if (group.id !== shownGroup) {
    heads = slot();
    clear();
    opened = '';
    // A group that is gone because of an action leaves the action's outcome on the page.
    if (groups().some(one => one.id === shownGroup)) action.reset();
  }
  shownGroup = group.id;
  const before = after ? heads.value : null;
  const want = after ? PAGE : Math.max(PAGE, Math.min(200, heads.value?.items.length ?? 0));
  fill(heads, async () => {
    const got = await get([page.lane, 'parked', group.id], {after, limit: want});
    return {items: before ? [...before.items, ...got.items] : got.items, next: got.next};
  });
}

const title = (value, biggest) => {
  if (biggest.events === value.events) return w.parked.all(value.events, value.exact);
  if (biggest.events > value.events / 2) return w.parked.most(biggest.events, value.events, value.exact);
  return w.parked.some(value.events, value.exact);
};

function groupTable(value, group) {
  const most = Math.max(...value.groups.map(one => one.events));
  const rows = steadyGroups(value.groups, one => one.id).map(one => ({
    id: one.id,
    kind: (one.id === group.id ? 'chosen' : '') + (one.gone ? ' gone' : ''),
    cells: [
      html`<a class="text" href=${link('parked', {g: one.id})} aria-current=${one.id === group.id ? 'true' : nothing}><b>${one.consumer}</b></a> ${one.reason}
        <progress class="share" max=${most} value=${one.events} aria-hidden="true"></progress>`,
      html`<b>${least(one, num(one.events))}</b>`,
      least(one, num(one.lanes)),
      age(one.oldest),
      one.gone ? w.parked.gone : one.nextRetry ? left(one.nextRetry) : html`<span class="soft">${w.parked.onDemand}</span>`,
    ],
  }));
  return table(w.parked.groups, [{head: w.parked.groupHead, kind: 'main'}, {head: w.parked.events, kind: 'number'}, {head: w.parked.lanes, kind: 'number'},
    {head: w.parked.oldest, kind: 'number'}, {head: w.parked.retry, kind: 'number'}], rows);
}

const least = (one, text) => one.exact === false ? '≥ ' + text : text;

function toggle(row, on) {
  wholeGroup = false;
  if (on) selected.set(row.key, row);
  else selected.delete(row.key);
  action.reset();
  changed();
}

function headTable(items) {
  const rows = steadyHeads(items, row => row.key).map(row => {
    const chosen = wholeGroup || selected.has(row.key);
    return {
      id: row.key,
      kind: (chosen ? 'chosen' : '') + (row.gone ? ' gone' : ''),
      more: opened === row.key ? eventDetail(row, action.only) : null,
      cells: [
        row.gone ? nothing : html`<input type="checkbox" class="box" aria-label=${w.parked.select(row.lane)} .checked=${chosen} @change=${event => toggle(row, event.target.checked)}>`,
        html`<button type="button" class="text" aria-expanded=${String(opened === row.key)} @click=${() => { opened = opened === row.key ? '' : row.key; changed(); }}><code>${row.head.type}</code></button>`,
        html`<a href=${link('story', {id: row.lane})}><code>${row.lane}</code></a>${row.gone ? html` <span class="soft">${w.parked.gone}</span>` : nothing}${row.busyUntil ? html` ${mark('wait')}<span class="unseen">${w.parked.busy(1)}</span>` : nothing}`,
        num(row.attempts),
        age(row.parkedAt),
        row.events > 1 ? '+' + num(row.events - 1) : row.events === 1 ? '0' : '–',
      ],
    };
  });
  return table(w.parked.heads, [{unseen: w.parked.selectHead}, {head: w.parked.event, kind: 'main'}, {head: w.parked.lane}, {head: w.parked.attempts, kind: 'number'},
    {head: w.parked.parkedFor, kind: 'number'}, {head: w.parked.behind, kind: 'number'}], rows);
}

function headPanel(group) {
  const items = heads.value?.items ?? [];
  const count = wholeGroup ? group.lanes : selected.size;
  const all = items.length > 0 && items.every(row => wholeGroup || selected.has(row.key));
  const selectShown = () => {
    if (all) clear();
    else items.forEach(row => selected.set(row.key, row));
    action.reset();
    changed();
  };
  const selectGroup = () => { clear(); wholeGroup = true; action.reset(); changed(); };
  return html`<section class="panel"><h2>${group.consumer}<em>${w.parked.advice[group.cause] ?? w.parked.advice.OTHER}</em></h2>
    <div class="above">${items.length ? button(all ? w.parked.clear : w.parked.selectThese(items.length), selectShown, {kind: 'small', id: 'select-shown'}) : nothing}
      ${heads.value?.next || group.lanes > items.length ? button(w.parked.selectAll(group.lanes, group.exact), selectGroup, {kind: 'small', id: 'select-group', pressed: String(wholeGroup)}) : nothing}
      <span class="soft" role="status">${count ? w.parked.selected(count) : w.parked.hint}</span></div>
    ${heads.state === 'refused' ? html`<div class="in">${note('bad', cause(heads.error))}</div>`
      : !heads.value ? html`<div aria-busy="true" role="status" aria-label=${w.parked.readingLanes}><div class="bone"></div><div class="bone"></div></div>`
        : html`<div id="heads">${items.length ? headTable(items) : html`<div class="nothing">${w.parked.noLanes}</div>`}</div>`}
    ${heads.value?.next ? html`<div class="below">${button(w.parked.moreLanes, () => readHeads(heads.value.next), {kind: 'small', id: 'more'})}
      <span class="soft">${w.parked.readOf(items.length, group.lanes, group.exact)}</span></div>` : nothing}</section>`;
}

function view() {
  const one = lot();
  const says = {
    kicker: w.parked.kicker, reading: w.parked.reading, waits: w.parked.waits, actions: laneChoice(),
    empty: one.value && !one.value.groups.length && !one.value.notRead?.length
      ? [w.parked.empty, html`${w.parked.emptyHow(page.console.consumers.length)} ${one.value.discarded ? w.parked.earlier(one.value.discarded) : nothing}`] : null,
  };
  return html`<div class="screen">${whole(one, says, value => {
    const group = currentGroup();
    if (!group) return html`${head(w.parked.kicker, w.states.partly, nothing, laneChoice())}${notRead(value.notRead)}`;
    const biggest = value.groups.reduce((most, next) => next.events > most.events ? next : most);
    const busy = action.busy() || selected.size || wholeGroup;
    return html`${head(w.parked.kicker, title(value, biggest), html`${w.parked.sub(biggest.consumer, biggest.reason)}. ${w.parked.others}`, laneChoice())}
      ${outdated('parked')}${notRead(value.notRead)}
      <div id="groups">${panel(w.parked.groups, readAt(one), groupTable(value, group))}</div>
      <div class="beside">${headPanel(group)}<aside class="stay ${busy ? 'dock' : ''}" aria-label=${w.parked.dryRun}>${action.view()}</aside></div>`;
  })}${one.value ? html`${action.leftover(lot().value)}${log.view()}` : nothing}</div>`;
}

export default {
  id: 'parked', letter: 'p', view,
  enter() {
    shownGroup = '';
    const one = lot();
    if (one.state === 'none') Object.assign(one, {state: 'reading', since: Date.now() + page.clock});
    setTimeout(changed, 2100);
    log.read();
    if (one.value) readHeads();
  },
  follow() {
    if (currentGroup() && currentGroup().id !== shownGroup) readHeads();
  },
  heard(type, data, lane) {
    const one = lots.get(lane) ?? lots.set(lane, slot()).get(lane);
    if (type === 'lot') {
      const before = JSON.stringify(one.value?.groups ?? null);
      put(one, data);
      if (lane === page.lane && before !== JSON.stringify(data.groups)) readHeads();
    } else if (type === 'stale' && !one.value) {
      Object.assign(one, {state: 'refused', error: {body: {cause: data.why}}});
    } else if (type === 'done' && lane === page.lane) {
      log.read();
    }
  },
  back() {
    if (opened) opened = '';
    else if (action.busy()) action.reset();
    else clear();
    changed();
  },
};
