// What Flow keeps of each target: the latest figures, five minutes of series, events on their way, and the latest subjects.
import {now} from './store.js';

const SECONDS = 300;
const MOVING = 150;
const SUBJECTS = 200;
const PARKED = 50;
const FLIGHT_MS = 900;
const SPREAD_MS = 450;

export const lanes = new Map();
export const subjects = new Map();
export let proof = null;

export const laneState = id => lanes.get(id) ?? lanes.set(id, {
  figure: null, at: [], rate: [], p50: [], p99: [], moving: [], heat: new Map(), parked: [], phase: '', ended: null, perDot: 1,
}).get(id);

function subject(id) {
  const known = subjects.get(id) ?? {id, lanes: {}, type: ''};
  // The latest is last, and the oldest goes first.
  subjects.delete(id);
  subjects.set(id, known);
  if (subjects.size > SUBJECTS) subjects.delete(subjects.keys().next().value);
  return known;
}

function figure(lane, data) {
  lane.figure = data;
  lane.at.push(Date.parse(data.at) / 1000);
  lane.rate.push(data.rate ?? null);
  lane.p50.push(data.handlerMs?.p50 ?? null);
  lane.p99.push(data.handlerMs?.p99 ?? null);
  const oldest = now() / 1000 - SECONDS;
  const drop = lane.at.findIndex(at => at >= oldest);
  if (drop > 0) for (const series of [lane.at, lane.rate, lane.p50, lane.p99]) series.splice(0, drop);
}

function move(lane, data, motion) {
  lane.perDot = data.n ?? 1;
  const start = performance.now();
  const first = Math.min(...data.events.map(one => Date.parse(one.at)));
  for (const event of data.events) {
    if (event.order) subject(event.order).type = event.type;
    lane.heat.set(event.to, (lane.heat.get(event.to) ?? 0) + 1);
    if (!motion || document.hidden || lane.moving.length >= MOVING) continue;
    const begin = start + Math.min(SPREAD_MS, Math.max(0, Date.parse(event.at) - first));
    lane.moving.push({...event, begin, end: begin + FLIGHT_MS, track: trackOf(event.order ?? event.id)});
  }
}

/** Events of one ordering key use one track of the bus. */
function trackOf(key) {
  let hash = 0;
  for (const character of key) hash = hash * 31 + character.charCodeAt(0) | 0;
  return Math.abs(hash) % 4;
}

/** Takes in a message; returns whether it belongs to Flow. */
export function hear(type, data, id, motion) {
  const lane = laneState(id);
  if (type === 'hello' || type === 'figure') {
    if (type === 'figure') figure(lane, data);
  } else if (type === 'move') {
    move(lane, data, motion);
  } else if (type === 'parked') {
    lane.parked.unshift({...data, lane: id, at: new Date(now()).toISOString()});
    lane.parked.length = Math.min(lane.parked.length, PARKED);
  } else if (type === 'replayed') {
    if (data.outcome !== 'failed') lane.parked = lane.parked.filter(one => one.event !== data.event || one.consumer !== data.consumer);
  } else if (type === 'order') {
    subject(data.order).lanes[id] = data.parked ? 'parked' : data.state;
  } else if (type === 'phase') {
    lane.phase = data.phase;
    if (data.phase !== 'ended') {
      lane.ended = null;
      proof = null;
    }
  } else if (type === 'ended') {
    lane.ended = data;
  } else if (type === 'proof') {
    proof = data;
  }
}

export const waiting = figure => {
  const known = Object.values(figure?.stations ?? {}).map(one => one.waiting).filter(one => one !== null && one !== undefined);
  return known.length ? known.reduce((sum, one) => sum + one, 0) : null;
};
