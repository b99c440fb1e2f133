// The words of Load in English; load-words-fr.js has the same entries.
import {many, num} from './format.js';

const runs = n => many(n, 'run', 'runs');

export default {
  kicker: 'Load', strip: {running: 'The load test is running', stopping: 'The load test is being stopped', stopped: 'The load test was stopped', ended: 'The load test is over'},
  begins: 'The first run is about to begin', starting: title => `${title} is starting`,
  keeps: (title, offered) => `${title} keeps up with ${offered} events a second`, behind: (title, n) => `${title} is behind by ${many(n, 'event', 'events')}`,
  refuses: (title, accepted, offered) => `${title} accepts ${accepted} of ${offered} events a second`, drains: (title, n) => n ? `${title}: waiting for the last ${many(n, 'event', 'events')}` : `${title}: every event has come, and duplicates are waited for`,
  runEnded: (title, repeat) => `${title}: repeat ${num(repeat)} has ended`, stopping: 'Stopped: each target writes what it has measured', stopped: 'The load test was stopped; its results are partial',
  searching: (title, interval) => `${title}: capacity believed to be ${interval}`, found: interval => `The capacity is ${interval}`,
  good: n => n === 1 ? 'The run is valid and met its objectives' : `All ${runs(n)} are valid and met their objectives`, missed: (n, of) => `${num(n)} of ${runs(of)} missed an objective`,
  invalid: (n, of) => `${num(n)} of ${runs(of)} ${n === 1 ? 'says' : 'say'} nothing about the target`, failed: (n, of) => `${num(n)} of ${runs(of)} failed`,
  sub: 'Latency counts from when an event was due. A target keeps up if less than a second’s events wait. Targets run one after the other.', workers: n => `Figures of ${num(n)} workers together; percentiles are those of the slowest.`,
  evidence: {memory: 'memory', emulator: 'emulator: says nothing about the cloud', simulated: 'simulated from documents', cloud: 'the cloud itself'},
  phases: {'warm-up': 'warm-up', steady: 'steady', ramp: 'ramp', step: 'step', spike: 'spike', backlog: 'backlog', capacity: 'capacity search'},
  offered: 'Offered', accepted: 'Accepted', lag: 'Behind', events: 'events', late: 'Late share', generator: 'Generator', lost: 'Lost', reordered: 'Reordered', hidden: 'hidden',
  charts: {rate: ['Rate', 'events/s; dashed: offered'], latency: ['Latency', 'ms, logarithmic; p99, dashed: p50'], lag: ['Lag', 'events accepted and not handled'], late: ['Late share', '% sent over 10 ms after due'], generator: ['Generator', '% of the processor: its thread, process or machine']},
  limit: {latency: 'dotted: objective', generator: 'dotted: invalid above, if events wait'},
  hiddenWhy: 'An emulator’s latency says nothing about its cloud’s, so it is not shown next to another cloud.', noSample: 'No latency was measured.', noProcessor: 'Virtual time uses no processor.',
  coarse: span => `Older points stand for up to ${span}: counts are added, the highest latency and lag are kept. The result file has every second.`, second: 'second', seconds: 'seconds',
  validity: 'Is the run valid?', undecided: 'decided when the run ends; so far', judged: 'decided', mostLate: 'highest late share of a second', mostBusy: 'highest share of the processor', rejected: 'rejected by the target',
  isValid: checks => `Valid: ${many(checks, 'check holds', 'checks hold')}`, isInvalid: 'Invalid: the run says nothing about the target', early: 'It was stopped early.', atBudget: 'It stopped at its budget.', targetFailed: 'The target failed', notRun: 'Not run',
  allowed: limit => `of ${limit}`, worker: n => n === 'all' ? 'All workers' : `Worker ${n}`, sent: 'Sent', duplicates: 'Duplicates', corrupt: 'Corrupt', highest: 'p99.9', spent: 'spent',
  checks: {
    scheduleDelayP50: 'generator’s delay, p50', scheduleDelayP90: 'generator’s delay, p90', scheduleDelayP99: 'generator’s delay, p99', scheduleDelayP999: 'generator’s delay, p99.9', heldBack: 'events sent late by the generator', atOwnLimit: 'time at the generator’s own limit',
    processor: 'processor while events waited', collectionShare: 'garbage collection', clockDrift: 'clock drift', clockStep: 'clock step',
  },
  objectives: {p99: 'p99', errors: 'errors', throttled: 'throttled', 'lag-slope': 'growth of the backlog', lagSlope: 'growth of the backlog', lost: 'lost', reordered: 'reordered'},
  capacity: 'Capacity search', capacityAside: 'circle: passed, cross: failed; bar: where the capacity is believed to be', soFar: 'so far, wrong on each side with 2 % probability', between: (low, high) => `${low} to ${high} events/s`, below: rate => `below ${rate} events/s`, atLeast: rate => `at least ${rate} events/s`,
  under: 'Under the objectives:', generatorLimit: 'The generator was the limit.', probeTitle: n => many(n, 'rate tried', 'rates tried'), number: 'No.', kind: 'Kind', rate: 'Rate', outcome: 'Outcome', interval: 'Believed since', passed: 'passed',
  kinds: {ramp: 'ramp', probe: 'probe', confirmation: 'confirmation', objectives: 'for the objectives'}, reasons: {backlog: 'the backlog grew', generator: 'the generator was the limit', p99: 'p99 missed', errors: 'errors', throttled: 'throttled', lost: 'events lost', reordered: 'events reordered'},
  runs: 'Runs', runsAside: 'all targets once before any repeats', repeat: (n, of) => of > 1 ? `repeat ${num(n)} of ${num(of)}` : 'single run', states: {waits: 'waits', starting: 'starting', running: t => `${num(t)} s`, failed: 'failed', never: 'not run', invalid: 'invalid', missed: 'objective missed', valid: 'valid'},
  files: 'Result files', report: 'As a report:', follow: 'Follow the test',
};
