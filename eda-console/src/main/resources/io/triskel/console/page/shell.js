// What every screen has around it: navigation with environment and rights, and the strip of what needs a person.
import {html, nothing} from './lit.js';
import {age, clock, num} from './format.js';
import {laneMark, logo, mark, screenMark} from './marks.js';
import {tag} from './parts.js';
import {load} from './load-model.js';
import {laneOf, lanes, link, now, page, several} from './store.js';
import {w} from './words.js';

const GROUPS = [['watch', ['flow', 'story']], ['fix', ['parked', 'sagas', 'views']], ['reference', ['catalogue']], ['test', ['load', 'faults']]];

export const dark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

const needs = () => lanes().map(lane => ({lane: lane.id, ...page.need[lane.id]})).filter(one => one.at);
const total = (part, member) => needs().reduce((sum, one) => sum + (one[part]?.[member] ?? 0), 0);

const counted = (n, warn) => n ? html`<span class="count ${warn ? 'warn' : ''}">${num(n)}</span>` : nothing;

function countOf(screen) {
  if (screen === 'parked') return counted(total('parked', 'n'), !total('parked', 'needPerson'));
  if (screen === 'sagas') return counted(total('stuck', 'n') + total('outbox', 'needPerson'));
  return nothing;
}

export function navigation({screens, turn, speak}) {
  const {console: server} = page;
  const served = server ? server.screens : [];
  const all = total('parked', 'n') + total('stuck', 'n') + total('outbox', 'needPerson');
  const menu = event => {
    const open = document.getElementById('nav').classList.toggle('open');
    event.currentTarget.setAttribute('aria-expanded', String(open));
  };
  return html`<div class="top"><div class="brand">${logo()}Triskel <small>console</small></div>
    <button class="button plain" id="menu" type="button" aria-expanded="false" aria-controls="all" @click=${menu}>${w.screens[page.screen]}${counted(all, !total('parked', 'needPerson') && !total('stuck', 'n'))}${mark('down')}</button></div>
  <div class="all" id="all">
    ${server?.application ? html`<p class="label">${w.env.label}</p><p class="env">${server.application}</p>
      <p>${server.environment.name}, ${server.environment.deployed ? w.env.deployed : several() ? w.env.localMany(lanes().length) : w.env.local}</p>` : nothing}
    ${GROUPS.map(([group, members]) => [group, members.filter(one => screens.has(one) && served.includes(one))]).filter(([, members]) => members.length).map(([group, members]) => html`
      <h2>${w.groups[group]}</h2><ul>${members.map(one => html`<li><a href=${link(one)} aria-current=${one === page.screen ? 'page' : nothing}>${screenMark(one)}<span>${w.screens[one]}</span>${countOf(one)}</a></li>`)}</ul>`)}
    <div class="grow"></div>
    <div class="link-state ${page.link.state === 'lost' ? 'bad' : ''}" role="status">${mark({live: 'ok', lost: 'bad', opening: 'wait'}[page.link.state])}${w.link[page.link.state]}</div>
    ${server?.identity ? html`<p class="label">${w.rights.you(server.identity)}</p><p class="who">${server.may === 'act' ? w.rights.act : w.rights.read}</p>` : nothing}
    <div class="pair"><button class="button" type="button" @click=${turn}>${dark() ? w.looks.light : w.looks.dark}</button>
    <button class="button" type="button" lang=${w.looks.otherCode} @click=${speak}>${w.looks.other}</button></div>
  </div>`;
}

/** The targets that an entry is about, with the one to open first: where there is most. */
function where(part, member = 'n') {
  const of = needs().filter(one => one[part]?.[member]).sort((one, other) => other[part][member] - one[part][member]);
  const oldest = of.map(one => one[part].oldest).filter(Boolean).sort()[0] ?? null;
  const marks = !several() ? nothing : of.map(one => html`${laneMark(one.lane)}<span class="unseen">${laneOf(one.lane).title} </span>`);
  return {of, oldest, marks, exact: of.every(one => one[part].exact !== false), sum: name => of.reduce((all, one) => all + (one[part][name] ?? 0), 0)};
}

/** Links, worst first: stuck sagas, events parked for long, streams that are not published. */
function entries() {
  const found = [];
  const [stuck, parked, outbox] = [where('stuck'), where('parked', 'needPerson'), where('outbox', 'needPerson')];
  const at = (screen, one) => link(screen, {lane: one.of[0].lane});
  if (stuck.of.length) found.push(html`<a href=${at('sagas', stuck)}>${stuck.marks}<b>${w.need.stuck(stuck.sum('n'), stuck.exact)}</b>${stuck.oldest ? html`${w.need.oldest}${age(stuck.oldest)}` : nothing}</a>`);
  if (parked.of.length) {
    const {worst} = parked.of[0].parked;
    found.push(html`<a href=${at('parked', parked)}>${parked.marks}<b>${w.need.parked(parked.sum('n'), parked.exact)}</b>${worst ? w.need.worst(worst.n, parked.sum('n'), worst.consumer) : nothing}</a>`);
  }
  if (outbox.of.length) found.push(html`<a class="warn" href=${at('sagas', outbox)}>${outbox.marks}<b>${w.need.outbox}</b> ${outbox.oldest ? age(outbox.oldest) : w.need.streams(outbox.sum('needPerson'))}</a>`);
  return found;
}

export function strip({retry}) {
  const end = html`<span class="end">${page.console && page.console.may !== 'act' ? tag('', w.rights.tag) : nothing}<span data-clock="" .textContent=${clock(now()) + ' UTC'}></span></span>`;
  // A load test has nothing to act on; once it is over, its command may be gone.
  if (page.console?.screens.includes('load') && (page.link.state !== 'lost' || load.over)) {
    return html`<b class="soft">${mark(load.over ? 'ok' : 'wait')}${w.load.strip[load.over?.state ?? 'running']}</b>${end}`;
  }
  if (page.link.state === 'lost') {
    return html`<b class="bad">${mark('bad')}${w.link.stale}</b><span>${w.link.since(clock(page.link.since))}${age(new Date(page.link.heard).toISOString())}${w.link.rest}</span>
      <button class="button small" type="button" @click=${retry}>${w.link.now}</button>${end}`;
  }
  const read = needs();
  const missing = lanes().filter(lane => !read.some(one => one.lane === lane.id)).map(lane => lane.title);
  const unread = [...new Set(read.flatMap(one => one.notRead ?? []).map(one => one.what)), ...(read.length ? missing : [])];
  const tail = html`${unread.length ? tag('warn', w.need.notRead(unread.join(', '))) : nothing}${end}`;
  if (!read.length) return html`<b class="soft">${mark('wait')}${w.need.reading}</b>${end}`;
  const needed = entries();
  if (needed.length) return html`<b>${mark('stuck', 'bad')}${w.need.person}</b>${needed}${tail}`;
  const parked = where('parked');
  return html`<b>${unread.length ? mark('warn', 'warn') : mark('ok')}${unread.length ? w.states.partly : w.need.nothing}</b>
    ${parked.of.length ? html`<a class="warn" href=${link('parked', {lane: parked.of[0].lane})}>${parked.marks}<b>${w.need.parked(parked.sum('n'), parked.exact)}</b>${w.need.retried}</a>` : nothing}${tail}`;
}
