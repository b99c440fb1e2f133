// Draws a target's pipeline: the bus, its stations, and each event as it moves; without motion, how much goes where.
import {shapePath} from './marks.js';
import {lanes} from './store.js';

const BUS = 11;
const TRACK = 4;
const NARROW = 420;
const TAIL = .07;
const COOL = .94;

const colours = {};
const tones = new Map();

/** Colours of the page as the canvas needs them: resolved for the theme. */
export function readColours() {
  const probe = document.createElement('i');
  document.body.append(probe);
  lanes().forEach(({id}, i) => {
    probe.style.color = `var(--tone-${i}, var(--plain))`;
    tones.set(id, getComputedStyle(probe).color);
  });
  for (const name of ['ink', 'soft', 'rule', 'edge', 'bad', 'warn', 'sunk', 'paper']) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
}

/** Which stations stand above the bus and which below: who acts is above, who keeps state is below. */
export function rows(consumers) {
  const above = consumers.filter(one => one.kind === 'participant');
  const below = consumers.filter(one => ['saga', 'view', 'replica'].includes(one.kind));
  for (const one of consumers.filter(each => each.kind === 'consumer')) (above.length <= below.length ? above : below).push(one);
  return {above, below};
}

/** Places the stations in the width that there is; returns where everything is. */
export function place(element, stations) {
  const {width, height} = element.getBoundingClientRect();
  const narrow = width < NARROW;
  const left = narrow ? 66 : 98;
  const middle = height / 2;
  const reach = Math.min(84, height / 2 - 27);
  const places = new Map();
  for (const [side, sign] of [['above', -1], ['below', 1]]) {
    const row = stations.filter(one => one.side === side);
    const step = (width - left - 8) / Math.max(1, row.length);
    row.forEach((one, i) => places.set(one.name, {x: left + step * (i + .5) + (sign > 0 && row.length < 5 && !narrow ? step * .08 : 0), y: middle + sign * reach, room: step - 4}));
  }
  return {width, height, left, middle, places, narrow};
}

export function size(canvas, {width, height}) {
  const scale = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, {width: w, height: h});
}

const ease = u => u < .5 ? 2 * u * u : 1 - 2 * (1 - u) * (1 - u);

/** The corners of an event's way: down or up to the bus, along it, and to the station that handles it. */
function way(plan, event) {
  const from = plan.places.get(event.from);
  const to = plan.places.get(event.to);
  if (!to) return null;
  const track = plan.middle + (event.track - 1.5) * TRACK;
  const start = from ? [[from.x, from.y], [from.x, track]] : [[plan.left - 12, track]];
  return [...start, [to.x, track], [to.x, to.y]];
}

function along(corners, share) {
  const lengths = corners.slice(1).map(([x, y], i) => Math.abs(x - corners[i][0]) + Math.abs(y - corners[i][1]));
  let rest = share * lengths.reduce((sum, one) => sum + one, 0);
  for (let i = 0; i < lengths.length; i++) {
    if (rest <= lengths[i] || i === lengths.length - 1) {
      const part = lengths[i] ? Math.min(1, rest / lengths[i]) : 1;
      return [corners[i][0] + (corners[i + 1][0] - corners[i][0]) * part, corners[i][1] + (corners[i + 1][1] - corners[i][1]) * part, i];
    }
    rest -= lengths[i];
  }
  return [...corners.at(-1), lengths.length - 1];
}

function bus(c, plan) {
  c.fillStyle = colours.sunk;
  c.beginPath();
  c.roundRect(plan.left - 18, plan.middle - BUS, plan.width - plan.left + 10, 2 * BUS, BUS);
  c.fill();
  c.strokeStyle = colours.edge;
  c.lineWidth = 1;
  for (const {x, y} of plan.places.values()) {
    c.beginPath();
    c.moveTo(Math.round(x) + .5, y);
    c.lineTo(Math.round(x) + .5, plan.middle + (y < plan.middle ? -BUS : BUS));
    c.stroke();
  }
  for (const track of [0, 1, 2, 3]) {
    const y = Math.round(plan.middle + (track - 1.5) * TRACK) + .5;
    c.beginPath();
    c.moveTo(plan.left - 8, y);
    c.lineTo(plan.width - 16, y);
    c.stroke();
  }
}

function dot(c, [x, y], event, colour) {
  const tone = event.undo ? colours.bad : colour;
  c.globalAlpha = event.repeat ? .5 : 1;
  c.fillStyle = event.kind === 'command' && !event.undo || event.repeat ? colours.paper : tone;
  c.strokeStyle = tone;
  c.lineWidth = 1.6;
  const path = new Path2D(shapePath(event.undo ? 'diamond' : 'circle', x, y, 3.6));
  c.fill(path);
  c.stroke(path);
  c.globalAlpha = 1;
}

function moving(c, plan, state, colour, time) {
  for (const event of state.moving) {
    if (time < event.begin) continue;
    const corners = way(plan, event);
    if (!corners) continue;
    const share = Math.min(1, (time - event.begin) / (event.end - event.begin));
    const here = along(corners, ease(share));
    const tail = along(corners, Math.max(0, ease(share) - TAIL));
    c.globalAlpha = .28;
    c.strokeStyle = event.undo ? colours.bad : colour;
    c.lineWidth = 2;
    c.beginPath();
    c.moveTo(tail[0], tail[1]);
    for (let i = tail[2] + 1; i <= here[2]; i++) c.lineTo(...corners[i]);
    c.lineTo(here[0], here[1]);
    c.stroke();
    c.globalAlpha = 1;
    dot(c, here, event, colour);
  }
}

function still(c, plan, state, colour) {
  c.strokeStyle = colour;
  c.globalAlpha = .5;
  for (const [name, {x, y}] of plan.places) {
    const heat = state.heat.get(name) ?? 0;
    if (heat < .2) continue;
    c.lineWidth = Math.min(10, 1 + Math.sqrt(heat) * 1.6);
    c.beginPath();
    c.moveTo(x, y);
    c.lineTo(x, plan.middle);
    c.stroke();
  }
  c.globalAlpha = 1;
}

/** Draws one frame; returns whether another one would differ. */
export function draw(canvas, plan, lane, state, motion, time) {
  const c = canvas.getContext('2d');
  const scale = devicePixelRatio || 1;
  c.setTransform(scale, 0, 0, scale, 0, 0);
  c.clearRect(0, 0, plan.width, plan.height);
  bus(c, plan);
  const colour = tones.get(lane);
  state.moving = state.moving.filter(event => event.end > time);
  for (const [name, heat] of state.heat) heat < .1 ? state.heat.delete(name) : state.heat.set(name, heat * COOL);
  if (motion) moving(c, plan, state, colour, time);
  else still(c, plan, state, colour);
  return state.moving.length > 0 || (!motion && state.heat.size > 0);
}
