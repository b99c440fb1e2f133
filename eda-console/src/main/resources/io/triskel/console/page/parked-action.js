// What happens to a selection: dry run, replay, discard, and each refusal; nothing is sent without a dry run that is still valid.
import {html, nothing} from './lit.js';
import {post, Unanswered} from './api.js';
import {left, num} from './format.js';
import {act, button, lines, note, pairs, panel} from './parts.js';
import {ask, REASON_CHARACTERS} from './dialogs.js';
import {mark} from './marks.js';
import {changed, link, now, page} from './store.js';
import {told, w} from './words.js';

const SHOWN = 8;

/** The panel beside the lanes. selection() tells what is selected, select(rows) selects, done() is called when something was done. */
export function makeAction({selection, select, done}) {
  let phase = 'choose';
  /** The event to discard alone, which may wait behind others of its lane; a replay begins at the head and takes none alone. */
  let single = null;
  let dry = null;
  let asked = null;
  let reason = '';
  let short = false;
  let total = null;
  let failure = null;
  let expiry = 0;

  const to = (next, more = {}) => {
    phase = next;
    if ('failure' in more) failure = more.failure;
    changed();
  };

  function reset() {
    phase = 'choose';
    single = null;
    dry = null;
    short = false;
    clearTimeout(expiry);
  }

  function body() {
    if (single) return {events: [single]};
    const {group, whole, lanes} = selection();
    return whole ? {groups: [group.id]} : {lanes: lanes.map(({consumer, key}) => ({consumer, key}))};
  }

  async function dryRun() {
    asked = body();
    to('reading');
    try {
      dry = await post([page.lane, 'parked', 'dry-run'], {select: asked});
      clearTimeout(expiry);
      expiry = setTimeout(() => { if (phase === 'would') to('expired'); }, Math.max(0, Date.parse(dry.expires) - now()));
      to('would');
    } catch (refusal) {
      refused(refusal);
    }
  }

  function refused(refusal) {
    if (refusal instanceof Unanswered) to('unanswered', {failure: refusal});
    else if (refusal.code === 'changed') to('changed', {failure: refusal});
    else if (refusal.code === 'token-expired') to('expired', {failure: refusal});
    else to('refused', {failure: refusal});
  }

  function lacksReason() {
    short = reason.trim().length < REASON_CHARACTERS;
    if (short) {
      changed();
      document.getElementById('reason')?.focus();
    }
    return short;
  }

  async function replay() {
    if (lacksReason()) return;
    total = {handled: 0, duplicates: 0, failed: 0, busy: 0, opened: 0, portFailures: 0, lanesDone: 0, lanesLeft: dry.lanes, items: []};
    to('replaying');
    try {
      let got;
      do {
        got = await post([page.lane, 'parked', 'replay'], {token: dry.token, reason: reason.trim()});
        for (const one of ['handled', 'duplicates', 'failed', 'busy', 'opened', 'portFailures', 'lanesDone']) total[one] += got[one] ?? 0;
        total.lanesLeft = got.lanesLeft;
        total.items.push(...got.items);
        changed();
      } while (got.more);
      finish('replayed');
    } catch (refusal) {
      refused(refusal);
      if (total.lanesDone) done();
    }
  }

  async function discard() {
    if (lacksReason()) return;
    const sure = await ask({
      title: w.parked.discardTitle(dry.discards), yes: w.parked.discardYes(dry.discards), kind: 'final',
      body: html`${note('bad', w.ask.final, html`<p>${single ? w.parked.onlyBody : w.parked.discardBody}</p>`)}${pairs([[w.log.why, reason.trim()]])}`,
    });
    if (!sure) return;
    try {
      total = await post([page.lane, 'parked', 'discard'], {token: dry.token, reason: reason.trim()});
      finish('discarded');
    } catch (refusal) {
      refused(refusal);
    }
  }

  function finish(how) {
    clearTimeout(expiry);
    reason = '';
    done();
    to(how);
  }

  const box = (title, aside, ...content) => html`<div id="action" aria-live="polite">${panel(title, aside, html`<div class="in">${content}</div>`)}</div>`;
  const again = () => html`<div class="actions">${act(w.parked.dryAgain, dryRun, {kind: 'first', id: 'dry-run'})}${button(w.parked.close, () => { reset(); changed(); })}</div>`;
  const reasonField = () => html`<label class="field">${w.ask.reason}<textarea id="reason" rows="2" maxlength="500" .value=${reason} @input=${event => { reason = event.target.value; short = false; }}></textarea></label>
    ${short ? html`<p class="bad" role="alert">${mark('bad')} ${w.ask.tooShort}</p>` : nothing}`;
  const close = () => button(w.parked.close, () => { reset(); changed(); }, {id: 'close'});

  const screens = {
    choose() {
      const {group, whole, lanes} = selection();
      const count = whole ? group.lanes : lanes.length;
      if (!count) return box(w.parked.choose, null, html`<p class="soft">${w.parked.chooseHow}</p>`, pairs(w.parked.what));
      return box(w.parked.chosen(count), null, html`<p class="soft">${w.parked.first}</p>`, html`<div class="actions">${act(w.parked.dryRun, dryRun, {kind: 'first', id: 'dry-run'})}</div>`);
    },
    reading: () => box(w.parked.dryRun, null, html`<p class="soft">${w.parked.running}</p>`, html`<progress class="bar" aria-label=${w.parked.running}></progress>`),
    would() {
      if (single) {
        return box(w.parked.only, html`${w.parked.valid} ${left(dry.expires)}`, html`<p>${w.parked.onlyHow} <code>${single.id}</code></p>`, reasonField(),
          html`<div class="actions">${act(w.parked.discard, discard, {kind: 'final', id: 'discard'})}${close()}</div>`);
      }
      const consumers = [...new Set(dry.items.map(one => one.consumer))].join(', ') || selection().group?.consumer;
      return box(w.parked.would, html`${w.parked.valid} ${left(dry.expires)}`,
        lines([
          ['ok', w.parked.deliver(consumers), num(dry.deliver)],
          dry.handledBefore ? ['ok', w.parked.handledBefore, num(dry.handledBefore)] : null,
          dry.busy ? ['wait', w.parked.busyLanes, num(dry.busy)] : null,
          dry.late ? ['warn', w.parked.late, num(dry.late)] : null,
          dry.unknown ? ['info', w.parked.unknown, num(dry.unknown)] : null,
        ]),
        dry.exact === false ? html`<p class="warn">${w.parked.least}</p>` : nothing,
        html`<div class="note">${w.parked.notKnown((dry.notKnown ?? []).map(told).join(', '))}</div>`,
        reasonField(),
        html`<div class="actions">${act(w.parked.replay(dry.events), replay, {kind: 'first', id: 'replay'})}
          ${dry.lanes > 1 && dry.items.length ? act(w.parked.one, () => { select([dry.items[0]]); dryRun(); }, {id: 'one'}) : nothing}
          ${act(w.parked.discard, discard, {kind: 'final', id: 'discard'})}</div>`);
    },
    replaying: () => box(w.parked.replaying, w.parked.order,
      html`<progress class="bar" max=${total.lanesDone + total.lanesLeft} value=${total.lanesDone} aria-label=${w.parked.replaying}></progress>`,
      html`<p>${w.parked.progress(total.lanesDone, total.lanesDone + total.lanesLeft)}</p>`),
    replayed: () => box(total.failed || total.portFailures ? w.parked.doneFailed : w.parked.done, null,
      lines([
        ['ok', w.parked.handled, num(total.handled)],
        total.duplicates ? ['ok', w.parked.duplicates, num(total.duplicates)] : null,
        total.failed ? ['warn', w.parked.failed, num(total.failed)] : null,
        total.busy ? ['wait', w.parked.busyDone, num(total.busy)] : null,
        total.portFailures ? ['bad', w.parked.portFailures, num(total.portFailures)] : null,
        ['ok', w.parked.opened, num(total.opened)],
      ]),
      failedItems(total.items), html`<p class="soft">${w.parked.inLog}</p>`,
      html`<div class="actions">${close()}${total.items.slice(0, 1).map(one => html`<a class="button" href=${link('story', {id: one.lane})}>${w.parked.seeStory(one.lane)}</a>`)}</div>`),
    discarded: () => box(w.parked.discarded, null,
      lines([['ok', w.parked.discardedN, num(total.discarded)], total.busy ? ['wait', w.parked.busyDone, num(total.busy)] : null, total.gone ? ['none', w.parked.goneN, num(total.gone)] : null]),
      html`<p class="soft">${w.parked.inLog}</p>`, html`<div class="actions">${close()}</div>`),
    changed: () => box(w.parked.changed, null, note('bad', w.ask.nothingDone, html`<p>${failure.message}</p>`),
      lines((failure.body.changed ?? []).slice(0, SHOWN).map(one => ['none', html`<code>${one.lane}</code>${one.by ? html`<small>${w.parked.by(one.by)}</small>` : nothing}`,
        html`<span class="soft">${one.now ? w.parked.nowOther(one.now.head, one.now.events) : w.parked.nowGone}</span>`])), again()),
    expired: () => box(w.parked.expired, null, note('bad', w.ask.nothingDone, html`<p>${w.parked.expiredHow}</p>`), again()),
    refused: () => box(w.parked.refused, null, note('bad', failure.message, html`<p>${failure.fix}</p>`), again()),
    unanswered: () => box(w.parked.unanswered, null, note('warn', w.ask.unknown), again()),
  };

  const failedItems = items => {
    const failed = items.filter(one => one.message).slice(0, SHOWN);
    return failed.length ? lines(failed.map(one => ['warn', html`<code>${one.lane}</code><small>${one.message}</small>`, nothing])) : nothing;
  };

  return {
    reset,
    /** Asks what it means to discard one event alone. */
    only(row, event) {
      reset();
      single = {consumer: row.consumer, key: row.key, source: event.source, id: event.id};
      dryRun();
    },
    busy: () => phase !== 'choose',
    view: () => screens[phase](),
    /** The outcome of an action that emptied the lot: its panel has no lanes to stand beside. */
    leftover: lot => lot.groups.length || phase === 'choose' ? nothing : screens[phase](),
  };
}
