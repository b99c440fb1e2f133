// Load: a load test while it runs, second by second: is it keeping up, is the run valid, where is the limit?
import {html, nothing, svg} from './lit.js';
import {DASH, many, ms, num, rate} from './format.js';
import {laneMark, mark, toneOf} from './marks.js';
import {loadChart, repaint} from './load-chart.js';
import {hear, isValid, latest, lateShare, load, pace, perSecond, phaseAt, results, titleOf} from './load-model.js';
import {head, inside, lines, note, panel, status, table, tag, whole} from './parts.js';
import {changed, go, lanes, link, page} from './store.js';
import {w} from './words.js';

const BUSY = 90;
let theme = '';

const chosen = () => load.runs.get(page.params.get('run')) ?? latest();
const percent = value => value === null || value === undefined ? DASH : num(value, value > 0 && value < 10 ? 1 : 0) + '\u00a0%';

function ending() {
  const all = [...load.runs.values()].flatMap(results);
  const count = test => all.filter(test).length;
  const failed = count(one => one.failed);
  const invalid = count(one => !one.failed && !isValid(one));
  const missed = count(one => one.objectives?.some(each => !each.ok));
  const [only] = all.length === 1 ? all : [];
  if (failed) return w.load.failed(failed, all.length);
  if (invalid) return w.load.invalid(invalid, all.length);
  if (only?.capacity) return w.load.found(range(only.capacity));
  return missed ? w.load.missed(missed, all.length) : w.load.good(all.length);
}

/** Between a rate that passed and one that is too much. */
function range({passed, failed}) {
  if (passed === undefined) return failed === undefined ? DASH : w.load.below(rate(failed));
  return failed === undefined ? w.load.atLeast(rate(passed)) : w.load.between(rate(passed), rate(failed));
}

const believed = one => one.low === undefined ? w.load.below(rate(one.high)) : w.load.between(rate(one.low), rate(one.high));

function finding(run) {
  if (load.over?.state === 'stopping') return w.load.stopping;
  if (load.over?.state === 'stopped') return w.load.stopped;
  if (load.over) return ending();
  const at = run && pace(run);
  const title = run ? titleOf(run) : '';
  if (!run) return w.load.begins;
  if (run.state === 'ended') return w.load.runEnded(title, run.repeat);
  if (!at) return w.load.starting(title);
  if (run.probes.length) return w.load.searching(title, believed(run.probes.at(-1)));
  if (at.kind === 'drain') return w.load.drains(title, at.lag);
  if (at.kind === 'refuses') return w.load.refuses(title, rate(at.accepted), rate(at.offered));
  return at.kind === 'behind' ? w.load.behind(title, at.lag) : w.load.keeps(title, rate(at.offered));
}

const evidence = run => !run?.evidence ? nothing : tag(run.evidence === 'emulator' || run.evidence === 'simulated' ? 'warn' : '', w.load.evidence[run.evidence] ?? run.evidence);

function phases(run) {
  const at = phaseAt(run);
  const name = (one, i) => html`<li class=${i < at ? 'past' : ''} aria-current=${i === at ? 'step' : nothing}>${mark(i < at ? 'ok' : i === at ? 'wait' : 'none')}${w.load.phases[one.kind] ?? one.kind}
    <span class="soft">${one.from === one.to ? rate(one.from) : `${rate(one.from)} – ${rate(one.to)}`}/s</span></li>`;
  return html`<ol class="phases load-phases">${(load.plan?.phases ?? []).map(name)}</ol>`;
}

const figure = (name, value, unit = nothing) => html`<div><dt>${name}</dt><dd>${value}${value === DASH ? nothing : html` <small>${unit}</small>`}</dd></div>`;

function figures(run) {
  const last = run.seconds.at(-1);
  const all = results(run).filter(one => one.sent !== undefined);
  if (all.length === 1) return wholeRun(run, all[0]);
  return html`<dl class="figures load-figures">
    ${figure(w.load.offered, rate(perSecond(last, 'offered')), '/s')}${figure(w.load.accepted, rate(perSecond(last, 'accepted')), '/s')}
    ${figure('p50', run.hidden ? w.load.hidden : ms(last?.p50), run.hidden ? nothing : 'ms')}${figure('p99', run.hidden ? w.load.hidden : ms(last?.p99), run.hidden ? nothing : 'ms')}
    ${figure(w.load.lag, num(last?.lag), w.load.events)}${figure(w.load.late, percent(lateShare(last)))}${figure(w.load.generator, percent(last?.processor === undefined ? null : 100 * last.processor))}
    ${figure(w.load.lost, DASH)}${figure(w.load.reordered, num(last?.reordered))}</dl>`;
}

const wholeRun = (run, end) => html`<dl class="figures load-figures">
  ${figure(w.load.sent, num(end.sent), w.load.events)}${figure(w.load.accepted, num(end.accepted), w.load.events)}
  ${['p50', 'p99', 'p999'].map(one => figure(one.replace('p999', w.load.highest), run.hidden ? w.load.hidden : ms(end[one]), run.hidden ? nothing : 'ms'))}
  ${figure(w.load.lost, num(end.lost))}${figure(w.load.duplicates, num(end.duplicates))}${figure(w.load.reordered, num(end.reordered))}${figure(w.load.corrupt, num(end.corrupt))}</dl>`;

const CHARTS = {
  rate: {lines: ['thin', 'line'], values: [one => perSecond(one, 'offered'), one => perSecond(one, 'accepted')]},
  latency: {lines: ['thin', 'line'], values: [one => one.p50, one => one.p99], log: true},
  lag: {lines: ['line'], values: [one => one.lag]},
  late: {lines: ['line'], values: [lateShare]},
  generator: {lines: ['line'], values: [one => one.processor === undefined ? null : 100 * one.processor], most: 100, limit: BUSY},
};

const limitOf = name => name === 'latency' ? load.plan?.p99Ms : CHARTS[name].limit;

function chartOf(name, run) {
  const last = run.seconds.at(-1);
  const now = {rate: `${rate(perSecond(last, 'accepted'))}/s`, latency: `p99 ${ms(last?.p99)} ms`, lag: num(last?.lag), late: percent(lateShare(last)), generator: percent(last?.processor === undefined ? null : 100 * last.processor)}[name];
  const [title, unit] = w.load.charts[name];
  const empty = name === 'latency' ? run.hidden || !run.seconds.some(one => one.p99 !== undefined) : name === 'generator' && !run.seconds.some(one => one.processor !== undefined);
  const why = name === 'latency' ? run.hidden ? html`<p>${w.load.hiddenWhy}</p><p><code>./triskel report ${load.over?.folder ?? 'DIR'} --emulator-latency</code></p>` : w.load.noSample : w.load.noProcessor;
  return html`<section class="panel load-chart"><h2>${title}<em>${unit}${limitOf(name) ? `, ${w.load.limit[name]}` : nothing}</em></h2>
    ${empty ? html`<div class="nothing">${why}</div>` : html`<div class="series ${toneOf(run.lane)}" role="img" aria-label=${`${title}: ${now}`} data-series=${name}></div>`}</section>`;
}

const figureOf = one => one.value === undefined ? w.load.hidden : `${num(one.value, one.value > 0 && one.value < 10 ? 1 : 0)}\u00a0${one.unit}`;

/** Checks decide at the end; until then, the page says what they will look at. */
function validity(run) {
  const [end] = results(run);
  if (!end) {
    const most = value => run.seconds.reduce((all, one) => value(one) === null || value(one) === undefined ? all : Math.max(all ?? 0, value(one)), null);
    const rejected = run.seconds.reduce((all, one) => all + one.rejected, 0);
    return panel(w.load.validity, w.load.undecided, inside(lines([['none', w.load.mostLate, percent(most(lateShare))],
      ['none', w.load.mostBusy, percent(most(one => one.processor === undefined ? null : 100 * one.processor))], ['none', w.load.rejected, run.seconds.length ? num(rejected) : DASH],
      ['none', w.load.reordered, num(run.seconds.at(-1)?.reordered)]])));
  }
  return panel(w.load.validity, w.load.judged, inside(results(run).map(one => verdict(run, one))));
}

function verdict(run, one) {
  if (one.failed || one.notRun) return note('bad', one.failed ? w.load.targetFailed : w.load.notRun, html`<p>${one.failed ?? one.notRun}</p>`);
  const broken = (one.checks ?? []).filter(each => !each.ok);
  const why = one.partial ? one.stoppedAtBudget ? w.load.atBudget : w.load.early : nothing;
  return html`${one.worker === undefined ? nothing : html`<h3>${w.load.worker(one.worker)}</h3>`}
    <p>${one.valid ? status('ok', w.load.isValid(one.checks?.length ?? 0)) : status('bad', w.load.isInvalid)} ${why}</p>
    ${broken.length ? lines(broken.map(each => ['bad', html`${w.load.checks[each.name] ?? each.name}${each.fix ? html`<small>${each.fix}</small>` : nothing}`, each.value === undefined ? w.load.hidden : html`${figureOf(each)} <span class="soft">${w.load.allowed(num(each.limit))}</span>`])) : nothing}
    ${one.objectives?.length ? lines(one.objectives.map(each => [each.ok ? 'ok' : 'bad', w.load.objectives[each.name] ?? each.name, each.value === undefined ? w.load.hidden : html`${figureOf(each)} <span class="soft">${w.load.allowed(num(each.limit))}</span>`])) : nothing}
    ${one.usd === undefined ? nothing : lines([['none', w.load.spent, `${num(one.usd, 4)} USD`]])}
    ${results(run).length > 1 ? lines([['none', w.load.sent, num(one.sent)], ['none', w.load.lost, num(one.lost)], ['none', w.load.reordered, num(one.reordered)]]) : nothing}`;
}

const SIZE = {width: 690, height: 190, left: 56, right: 14, top: 12, bottom: 26};

/** Rates in the order in which they were tried, with the interval that was believed after each. */
function probeChart(run, probes) {
  const rates = probes.flatMap(one => [one.rate, one.low, one.high]).filter(one => one > 0);
  const [from, to] = [Math.min(...rates) / 1.1, Math.max(...rates) * 1.1];
  const {width, height, left, right, top, bottom} = SIZE;
  const x = i => left + (i + .5) * (width - left - right) / probes.length;
  const y = value => top + (height - top - bottom) * (1 - Math.log(value / from) / Math.log(to / from));
  const interval = (one, i) => one.low ? svg`<path class="interval" d="M${x(i) - 9} ${y(one.high)}H${x(i) + 9}M${x(i)} ${y(one.high)}V${y(one.low)}M${x(i) - 9} ${y(one.low)}H${x(i) + 9}"/>` : nothing;
  const point = (one, i) => one.reason ? svg`<path class="failed" d="M${x(i) - 5} ${y(one.rate) - 5}l10 10m0-10l-10 10"/>` : svg`<circle class="passed" cx=${x(i)} cy=${y(one.rate)} r="5"/>`;
  return html`<svg class="probes ${toneOf(run.lane)}" viewBox="0 0 ${width} ${height}" role="img" aria-label=${w.load.probeTitle(probes.length)}>
    ${[from * 1.1, Math.sqrt(from * to), to / 1.1].map(value => svg`<path class="grid" d="M${left} ${y(value)}H${width - right}"/><text x=${left - 6} y=${y(value) + 4} text-anchor="end">${num(Math.round(value))}</text>`)}
    ${probes.map((one, i) => svg`${interval(one, i)}${point(one, i)}<text x=${x(i)} y=${height - 8} text-anchor="middle">${one.number || '–'}</text>`)}</svg>`;
}

function capacity(run) {
  if (!run.probes.length) return nothing;
  const [end] = results(run);
  const found = end?.capacity;
  const workers = [...new Set(run.probes.map(one => one.worker))];
  const row = one => ({id: `${one.worker} ${one.number}`, cells: [one.number ? num(one.number) : DASH, w.load.kinds[one.kind] ?? one.kind, `${rate(one.rate)}/s`, one.reason ? status('bad', w.load.reasons[one.reason] ?? one.reason) : status('ok', w.load.passed), believed(one)]});
  return panel(w.load.capacity, w.load.capacityAside, inside(
    found ? html`<p><b>${range(found)}</b> ${found.reason === 'generator' ? w.load.generatorLimit : nothing}</p>${found.underObjectives ? html`<p>${w.load.under} <b>${range(found.underObjectives)}</b></p>` : nothing}`
      : html`<p><b>${believed(run.probes.at(-1))}</b> ${w.load.soFar}</p>`,
    workers.map(worker => {
      const own = run.probes.filter(one => one.worker === worker);
      return html`${worker === undefined ? nothing : html`<h3>${w.load.worker(worker)}</h3>`}${probeChart(run, own)}
        <details><summary>${w.load.probeTitle(own.length)}</summary>${table(w.load.capacity, [{head: w.load.number, kind: 'number'}, {head: w.load.kind}, {head: w.load.rate, kind: 'number'}, {head: w.load.outcome, kind: 'main'}, {head: w.load.interval}], own.map(row))}</details>`;
    })));
}

function stateOf(run) {
  if (!run) return load.over ? html`<span class="soft">${w.load.states.never}</span>` : html`<span class="soft">${w.load.states.waits}</span>`;
  if (run.state !== 'ended') return html`<b>${run.state === 'starting' ? w.load.states.starting : w.load.states.running((run.seconds.at(-1)?.t ?? -1) + 1)}</b>`;
  const all = results(run);
  if (all.some(one => one.failed)) return status('bad', w.load.states.failed);
  if (all.some(one => one.notRun)) return status('warn', w.load.states.never);
  if (!all.every(isValid)) return status('bad', w.load.states.invalid);
  return all.some(one => one.objectives?.some(each => !each.ok)) ? status('warn', w.load.states.missed) : status('ok', w.load.states.valid);
}

function runs(shown) {
  const {plan} = load;
  const repeats = Array.from({length: plan?.repeats ?? 0}, (_, i) => i + 1);
  const cell = (lane, repeat) => {
    const run = load.runs.get(`${lane}.${repeat}`);
    return run ? html`<a class="text" href=${link('load', {run: run.key})} aria-current=${run === shown ? 'true' : nothing}>${stateOf(run)}</a>` : stateOf(null);
  };
  return panel(w.load.runs, w.load.runsAside, table(w.load.runs, [{head: w.lane.choose, kind: 'main'}, ...repeats.map(one => ({head: w.load.repeat(one, plan.repeats)}))],
    (plan?.targets ?? []).map(lane => ({id: lane, cells: [html`${laneMark(lane)} ${titleOf({lane})}`, ...repeats.map(repeat => cell(lane, repeat))]}))));
}

const files = () => !load.over?.folder ? nothing : panel(w.load.files, null, inside(html`<p><code>${load.over.folder}</code></p><p>${w.load.report} <code>./triskel report ${load.over.folder}</code></p>`));

function coarse(run) {
  const most = Math.max(...run.seconds.map(one => one.span), 1);
  return most > 1 ? html`<p class="soft">${w.load.coarse(many(most, w.load.second, w.load.seconds))}</p>` : nothing;
}

function view() {
  const run = chosen();
  const says = {kicker: w.load.kicker, reading: w.load.begins, waits: w.load.begins};
  return html`<div class="screen">${whole({state: load.plan ? 'read' : 'reading'}, says, () => html`
    ${head(html`${w.load.kicker}: ${load.plan.workload}${run ? html`, ${laneMark(run.lane)} ${titleOf(run)}, ${w.load.repeat(run.repeat, load.plan.repeats)} ${evidence(run)}` : nothing}`, finding(run), html`${w.load.sub}${load.plan.workers > 1 ? ` ${w.load.workers(load.plan.workers)}` : nothing}`,
    page.params.get('run') && run !== latest() ? html`<a class="button" href=${link('load')}>${w.load.follow}</a>` : nothing)}
    ${!run ? nothing : html`${phases(run)}${figures(run)}${coarse(run)}
      <div class="load-charts">${Object.keys(CHARTS).map(name => chartOf(name, run))}${validity(run)}</div>${capacity(run)}`}
    ${runs(run)}${files()}`)}</div>`;
}

/** After the page is drawn: charts get what there is. */
function drawn() {
  const run = chosen();
  const wanted = getComputedStyle(document.body).backgroundColor;
  for (const element of document.querySelectorAll('[data-series]')) {
    const {series: name} = element.dataset;
    loadChart(element, run, {...CHARTS[name], limit: limitOf(name)});
    if (wanted !== theme) repaint(element);
  }
  theme = wanted;
}

export default {
  id: 'load', letter: 'l', view, drawn,
  heard(type, data) { hear(type, data); },
  back() { if (page.params.get('run')) go('load'); },
  key(event) {
    const lane = lanes()[event.key - 1];
    const run = lane && [...load.runs.values()].filter(one => one.lane === lane.id).at(-1);
    if (run) go('load', {run: run.key});
  },
};

addEventListener('resize', () => { if (page.screen === 'load') changed(); });
