// What the page knows of a load test: its plan, its runs with their seconds and probes, and how it ended. A mirror of what the command tells.
import {laneOf} from './store.js';

const empty = () => ({plan: null, runs: new Map(), over: null});

export let load = empty();

const key = data => `${data.lane}.${data.repeat}`;

function runOf(data) {
  if (!load.runs.has(key(data))) load.runs.set(key(data), {key: key(data), lane: data.lane, repeat: data.repeat, state: 'starting', results: [], seconds: [], probes: [], version: 0});
  return load.runs.get(key(data));
}

/** Merged seconds replace the ones that they were made of. */
function addSecond(run, second) {
  const {seconds} = run;
  let from = seconds.length;
  while (from > 0 && seconds[from - 1].t >= second.t) from--;
  let to = from;
  while (to < seconds.length && seconds[to].t < second.t + second.span) to++;
  seconds.splice(from, to - from, second);
  run.version++;
}

export function hear(type, data) {
  if (type === 'hello') load = empty();
  if (type === 'plan') load.plan = data;
  if (type === 'over') load.over = data;
  if (type === 'run') Object.assign(runOf(data), {results: [], ...data});
  if (type === 'second') addSecond(runOf(data), data);
  if (type === 'probe') {
    const run = runOf(data);
    run.probes = [...run.probes.filter(one => one.number !== data.number || one.worker !== data.worker), data].sort((one, other) => (one.worker ?? 0) - (other.worker ?? 0) || one.number - other.number);
  }
}

/** The run that goes on, or else the last one. */
export const latest = () => [...load.runs.values()].filter(one => one.state !== 'ended').at(-1) ?? [...load.runs.values()].at(-1) ?? null;

/** A count of merged seconds, by the second. */
export const perSecond = (second, figure) => second ? second[figure] / second.measured : null;

export const lateShare = second => second?.sent ? 100 * second.late / second.sent : null;

/** Workers that load one bus are judged together; otherwise each for itself. */
export const results = run => run.results.some(one => one.worker === 'all') ? run.results.filter(one => one.worker === 'all') : run.results;

export const isValid = result => result.valid === true;

/** A run's own name, as a person says it. */
export const titleOf = run => laneOf(run.lane).title;

const RECENT = 3;
const SHARE = .95;

/** Whether the run keeps up: less than a second's events wait, and nearly all that is offered is accepted. */
export function pace(run) {
  const last = run.seconds.at(-1);
  if (!last) return null;
  const recent = run.seconds.slice(-RECENT);
  const sum = figure => recent.reduce((all, one) => all + one[figure], 0);
  const [offered, accepted] = ['offered', 'accepted'].map(figure => sum(figure) / sum('measured'));
  if (last.phase === 'drain') return {kind: 'drain', lag: last.lag};
  if (accepted < SHARE * offered) return {kind: 'refuses', offered, accepted};
  return {kind: last.lag > Math.max(offered, 1) ? 'behind' : 'keeps', offered, lag: last.lag};
}

/** Where in the plan a run is: the number of its phase; a capacity search has no end that is known. */
export function phaseAt(run) {
  const phases = load.plan?.phases ?? [];
  if (run.state === 'ended') return phases.length;
  const last = run.seconds.at(-1);
  if (!last) return -1;
  let until = 0;
  const at = phases.findIndex(one => last.t < (until += one.kind === 'capacity' ? Infinity : one.seconds));
  return at < 0 ? phases.length : at;
}
