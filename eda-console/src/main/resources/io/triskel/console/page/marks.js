// Marks: a status has one beside its word and its colour, a target has one beside its name.
import {html, svg} from './lit.js';
import {laneOf, lanes} from './store.js';

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

const DIAMOND = 'M0-1.2L1.2,0L0,1.2L-1.2,0Z';
const PATH = /^[MLHVCZ0-9.,-]+$/;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** The class of a target's colour. */
export const toneOf = lane => 'tone-' + lanes().findIndex(one => one.id === lane);

/** A target's shape around the origin, for a radius of 1. */
export const shapeOf = lane => PATH.test(laneOf(lane).look?.path ?? '') ? laneOf(lane).look.path : DIAMOND;

/** Gives each target the colour that the server says; one without is drawn in ink. */
export function paintTones() {
  lanes().forEach(({look}, i) => {
    if (COLOUR.test(look?.light) && COLOUR.test(look?.dark)) document.documentElement.style.setProperty('--tone-' + i, `light-dark(${look.light}, ${look.dark})`);
  });
}

export function shapePath(shape, x, y, r) {
  if (shape === 'circle') return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y}L${x} ${y + r * 1.2}L${x - r * 1.2} ${y}z`;
}

export const laneMark = lane => html`<svg class="mark solid ${toneOf(lane)}" viewBox="-1.45 -1.45 2.9 2.9" aria-hidden="true"><path d=${shapeOf(lane)}/></svg>`;

const SCREENS = {
  flow: 'M1 4h14M1 8h14M1 12h14M5 4v.01M10 8v.01M7 12v.01',
  story: 'M4 2v12M4 4h8M4 8h6M4 12h9',
  parked: 'M1 13h14M5 13V5.5h7M9.5 3L12 5.5 9.5 8',
  sagas: 'M3 8a5 5 0 0 1 9-3M13 8a5 5 0 0 1-9 3M12 2v3H9M4 14v-3h3',
  views: 'M2 3h12v10H2zM2 6.5h12M6 6.5V13',
  load: 'M2 14V9M6 14V4M10 14V7M14 14V2',
  faults: 'M9 1L3 9h4l-1 6 6-8H8z',
  catalogue: 'M3 2h7l3 3v9H3zM6 7h4M6 10h4',
};

export const screenMark = screen => html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${SCREENS[screen]}/></svg>`;

const ARM = 'M0 0C.5-6 4-9.5 8-9C12-8.5 12.5-4 9.5-3.5';
export const logo = () => html`<svg viewBox="-16 -16 32 32" aria-hidden="true">${[['leaf-1', -30], ['leaf-2', 90], ['leaf-3', 210]].map(
  ([colour, turn]) => svg`<path class=${colour} stroke="currentColor" d=${ARM} transform="rotate(${turn})"/>`)}</svg>`;
