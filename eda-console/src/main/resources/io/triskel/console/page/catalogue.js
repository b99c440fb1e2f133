// Catalogue: event types from the application's registry, who sends and reads each, and what its data is made of.
import {html, nothing} from './lit.js';
import {get, post} from './api.js';
import {num} from './format.js';
import {button, cause, head, laneChoice, lines, note, pairs, panel, tag, whole} from './parts.js';
import {changed, fill, go, link, page, slot} from './store.js';
import {w} from './words.js';

let types = slot();
let filter = '';
let pasted = '';
let checked = slot();

function read() {
  types = slot();
  fill(types, () => get([page.lane, 'types']));
}

const matches = one => {
  const text = [one.type, one.kind, ...one.producers ?? [], ...one.consumers ?? []].join(' ').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every(part => text.includes(part));
};

/** Versions that arrived and that nobody here can decode, with the name of their type. */
const undecodable = (value, name) => (value.undecodable ?? []).filter(one => one.type.replace(/\.v\d+$/, '') === name);

function title(value) {
  const unknown = value.undecodable?.[0];
  if (unknown) return w.catalogue.unknown(unknown.type, unknown.consumer);
  const newest = value.types.filter(one => one.newest !== false).length;
  return w.catalogue.all(newest, value.types.length - newest);
}

const filterField = () => html`<label class="unseen" for="find">${w.catalogue.filter}</label><input class="input filter" id="find" type="search" placeholder=${w.catalogue.filter}
  .value=${filter} @input=${event => { filter = event.target.value.trim(); changed(); }}>${laneChoice()}`;

const names = list => list?.length ? list.join(', ') : html`<span class="soft">${w.catalogue.nobody}</span>`;

/** Only the AsyncAPI document names who sends: without it nobody knows, which is not nobody. */
const producers = (value, one) => one.producers?.length || value.asyncapi ? names(one.producers) : '–';

const versionTag = (value, one) => {
  const seen = undecodable(value, one.name);
  if (one.newest !== false && seen.length) return html`<div>${tag('warn', w.catalogue.unread(seen.map(each => each.type.split('.').pop()).join(', ')))}</div>`;
  return one.newest === false ? html`<div>${tag('', one.upcast ? w.catalogue.old : w.catalogue.oldPlain)}</div>` : nothing;
};

function typeTable(value, shown, chosen) {
  const listed = shown.map(one => html`<tr role="row" class=${one === chosen ? 'chosen' : ''}>
    <td role="cell" class="main"><a class="text" href=${link('catalogue', {t: one.type})} aria-current=${one === chosen ? 'true' : nothing}><code>${one.name}</code></a>${versionTag(value, one)}</td>
    <td role="cell" class="number" data-label=${w.catalogue.version}>${num(one.version)}</td>
    <td role="cell" data-label=${w.catalogue.kind}><span class="soft">${w.catalogue.kinds[one.kind] ?? one.kind ?? '–'}</span></td>
    <td role="cell" data-label=${w.catalogue.producers}><span>${producers(value, one)}</span></td>
    <td role="cell" data-label=${w.catalogue.consumers}><span>${names(one.consumers)}</span></td></tr>`);
  return panel(w.catalogue.types, w.catalogue.of(shown.length, value.types.length), !shown.length ? html`<div class="nothing">${w.catalogue.noMatch}</div>` : html`
    <table class="table" role="table" aria-label=${w.catalogue.types}><thead role="rowgroup"><tr role="row">
    <th role="columnheader" scope="col">${w.catalogue.type}</th><th role="columnheader" scope="col" class="number">${w.catalogue.version}</th><th role="columnheader" scope="col">${w.catalogue.kind}</th>
    <th role="columnheader" scope="col">${w.catalogue.producers}</th><th role="columnheader" scope="col">${w.catalogue.consumers}</th></tr></thead><tbody role="rowgroup">${listed}</tbody></table>`);
}

function detail(value, one) {
  if (!one) return panel(w.catalogue.type, null, html`<div class="in"><p class="soft">${w.catalogue.choose}</p></div>`);
  const versions = value.types.filter(each => each.name === one.name).map(each => each.version).sort((a, b) => a - b);
  const seen = undecodable(value, one.name);
  return html`<section class="panel" id="type"><h2><code>${one.type}</code><em>${w.catalogue.kinds[one.kind] ?? one.kind ?? '–'}</em></h2><div class="in">
    ${seen.map(each => note('warn', w.catalogue.unknown(each.type, each.consumer)))}
    ${pairs([[w.catalogue.producers, producers(value, one)], [w.catalogue.consumers, names(one.consumers)], [w.catalogue.key, one.key ? html`<code>${one.key}</code>` : '–'], [w.catalogue.versions, versions.map(each => 'v' + each).join(', ')]])}
    ${one.members?.length ? html`<h3>${w.catalogue.members}</h3>${lines(one.members.map(each => [each.personal ? 'info' : 'none', html`<code>${each.name}</code>`,
      html`<span class="soft">${each.type}${each.personal ? `, ${w.catalogue.personal}` : ''}${each.required === false ? `, ${w.catalogue.optional}` : ''}</span>`]))}` : nothing}
    ${one.schema ? html`<details><summary>${w.catalogue.schema}</summary><pre tabindex="0" aria-label=${w.catalogue.schema}>${JSON.stringify(one.schema, null, 2)}</pre></details>` : html`<p class="soft">${w.catalogue.noSchema}</p>`}</div></section>`;
}

/** Changes nothing, so that a reader may check, too. */
function check() {
  checked = slot();
  fill(checked, () => post([page.lane, 'types', 'check'], {document: pasted}));
}

function pick(event) {
  event.target.files[0]?.text().then(text => { pasted = text; changed(); });
}

const whom = one => one.breaks.length === 2 ? w.catalogue.breaksBoth : one.breaks[0] === 'forward' ? w.catalogue.breaksForward : one.breaks.length ? w.catalogue.breaksBackward : w.catalogue.breaksNobody;

const change = one => [one.breaks.length ? 'bad' : 'ok', html`<code>${one.message}</code> ${one.where ? html`<code>${one.where}</code>` : nothing}
  <span class="soft">${w.catalogue.rules[one.rule] ?? one.rule}${one.what ? ` (${one.what})` : ''}${one.was || one.is ? `: ${one.was || '–'} → ${one.is || '–'}` : ''}. ${whom(one)}</span>`];

function result() {
  if (checked.state === 'refused') return note('bad', cause(checked.error));
  if (!checked.value) return nothing;
  const {breaking, changes, shown} = checked.value;
  return html`${note(breaking ? 'bad' : 'ok', breaking ? w.catalogue.breaking(breaking, changes) : changes ? w.catalogue.noneBreaks(changes) : w.catalogue.same, breaking ? html`<p>${w.catalogue.instead}</p>` : nothing)}
    ${lines(shown.map(change))}${shown.length < changes ? html`<p class="soft">${w.catalogue.of(shown.length, changes)}</p>` : nothing}`;
}

/** The served document is the old one. */
const contractPanel = () => html`<section class="panel" id="contract"><h2>${w.catalogue.check}<em>${w.catalogue.checkAside}</em></h2><div class="in">
  <label class="field">${w.catalogue.paste}<textarea id="newer" rows="4" spellcheck="false" .value=${pasted} @input=${event => { pasted = event.target.value; }}></textarea></label>
  <label class="field">${w.catalogue.pick}<input type="file" accept=".json,application/json" @change=${pick}></label>
  <div class="actions">${button(w.catalogue.compare, check, {kind: 'small', id: 'compare'})}</div><div role="status">${result()}</div></div></section>`;

function view() {
  const says = {
    kicker: w.catalogue.kicker, reading: w.catalogue.reading, waits: w.catalogue.waits, again: read, actions: laneChoice(),
    empty: types.value && !types.value.types.length ? [w.catalogue.none, w.catalogue.noneHow] : null,
  };
  return html`<div class="screen">${whole(types, says, value => {
    const shown = value.types.filter(matches);
    const wanted = page.params.get('t') ?? value.undecodable?.[0]?.type.replace(/\.v\d+$/, '');
    const chosen = value.types.find(one => one.type === wanted) ?? value.types.find(one => one.name === wanted && one.newest !== false) ?? shown[0] ?? null;
    const unread = value.types.filter(one => one.newest !== false && !one.consumers?.length).length;
    return html`${head(w.catalogue.kicker, title(value), w.catalogue.sub(unread), filterField())}
      <div class="beside">${typeTable(value, shown, chosen)}<aside class="stay" aria-label=${w.catalogue.members}>${detail(value, chosen)}
      ${value.asyncapi ? html`<a class="button" href=${`api/${encodeURIComponent(page.lane)}/asyncapi`} target="_blank" rel="noopener">${w.catalogue.asyncapi}</a>${contractPanel()}` : nothing}</aside></div>`;
  })}</div>`;
}

export default {
  id: 'catalogue', letter: 'c', view,
  enter: read,
  back() { if (page.params.get('t')) go('catalogue'); else { filter = ''; changed(); } },
};
