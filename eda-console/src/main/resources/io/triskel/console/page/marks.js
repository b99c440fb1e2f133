// Marks: a status has one beside its word and its colour, a target has one beside its name.
import {html, svg} from './lit.js';
import {laneOf} from './store.js';

const STATUS = {
  ok: svg`<path d="M2.5 7.5l3.2 3.2L11.5 4"/>`,
  bad: svg`<path d="M3.5 3.5l7 7M10.5 3.5l-7 7"/>`,
  stuck: svg`<circle cx="7" cy="7" r="5.6"/><path d="M7 4.2v3.4M7 9.8v.1"/>`,
  warn: svg`<path d="M7 1.8L12.8 12H1.2zM7 5.6v2.8M7 10.2v.1"/>`,
  wait: svg`<circle cx="7" cy="7" r="5.4"/><path d="M7 4v3.2l2.2 1.4"/>`,
  info: svg`<circle cx="7" cy="7" r="5.6"/><path d="M7 6.6v3.2M7 4.2v.1"/>`,
  undo: svg`<path d="M3.2 2.6v3.9h3.9M3.4 6.3a4.3 4.3 0 1 1 1 4"/>`,
  none: svg`<path d="M3.2 7h7.6"/>`,
  down: svg`<path d="M3 5l4 4 4-4"/>`,
};

/** A status's mark; what it means stands beside it in words. */
export const mark = (kind, colour = '') =>
  html`<svg class="mark ${colour}" viewBox="0 0 14 14" aria-hidden="true">${STATUS[kind] ?? STATUS.info}</svg>`;

const SHAPES = {aws: 'square', azure: 'triangle', gcp: 'circle', memory: 'diamond'};

export const shapeOf = lane => SHAPES[lane] ?? 'diamond';

export function shapePath(shape, x, y, r) {
  if (shape === 'square') return `M${x - r * .9} ${y - r * .9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`;
  if (shape === 'triangle') return `M${x} ${y - r * 1.1}L${x + r * 1.1} ${y + r * .85}H${x - r * 1.1}z`;
  if (shape === 'circle') return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y}L${x} ${y + r * 1.2}L${x - r * 1.2} ${y}z`;
}

/** Colours exist for the clouds and memory; another target is drawn in ink. */
export const colourOf = lane => lane in SHAPES ? lane : 'memory';

export const laneMark = lane => html`<svg class="mark solid ${colourOf(lane)}" viewBox="-7 -7 14 14" aria-hidden="true"><path d=${shapePath(shapeOf(lane), 0, 0, 4.8)}/></svg>`;

export const laneName = lane => html`<span class="whole">${laneMark(lane)} ${laneOf(lane).title ?? lane}</span>`;

const SCREENS = {
  flow: 'M1 4h14M1 8h14M1 12h14M5 4v.01M10 8v.01M7 12v.01',
  story: 'M4 2v12M4 4h8M4 8h6M4 12h9',
  parked: 'M1 13h14M5 13V5.5h7M9.5 3L12 5.5 9.5 8',
  sagas: 'M3 8a5 5 0 0 1 9-3M13 8a5 5 0 0 1-9 3M12 2v3H9M4 14v-3h3',
  views: 'M2 3h12v10H2zM2 6.5h12M6 6.5V13',
  catalogue: 'M3 2h7l3 3v9H3zM6 7h4M6 10h4',
};

export const screenMark = screen => html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${SCREENS[screen]}/></svg>`;

const ARM = 'M0 0C.5-6 4-9.5 8-9C12-8.5 12.5-4 9.5-3.5';
export const logo = () => html`<svg viewBox="-16 -16 32 32" aria-hidden="true">${[['aws', -30], ['azure', 90], ['gcp', 210]].map(
  ([colour, turn]) => svg`<path class=${colour} stroke="currentColor" d=${ARM} transform="rotate(${turn})"/>`)}</svg>`;
