// What the page knows and where it is; whoever changes it says so, and the page is drawn once per frame.
export const page = {
  console: null,
  trouble: null,
  screen: 'flow',
  lane: '',
  params: new URLSearchParams(),
  link: {state: 'opening', since: 0, heard: 0},
  need: {},
  behind: {},
  clock: 0,
};

let draw = () => {};
let asked = false;

export function drawWith(drawing) {
  draw = drawing;
}

/** Asks for a drawing in the next frame; where frames stand still (a tab in the background), nothing is drawn. */
export function changed() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; draw(); });
}

/** The server's time, which a wrong clock on this machine must not turn into wrong ages. */
export const now = () => Date.now() + page.clock;

export function setClock(iso) {
  const at = Date.parse(iso);
  if (Number.isFinite(at)) page.clock = at - Date.now();
}

/** The address of a screen; it keeps the target, the language and the theme of this address. */
export function link(screen, more = {}) {
  const to = new URLSearchParams({s: screen});
  for (const kept of ['lane', 'lang', 'theme']) {
    if (page.params.get(kept)) to.set(kept, page.params.get(kept));
  }
  for (const [name, value] of Object.entries(more)) {
    if (value === null || value === '') to.delete(name);
    else to.set(name, value);
  }
  return '#' + to;
}

export const go = (screen, more) => { location.hash = link(screen, more); };

export const lanes = () => page.console?.lanes ?? [];
export const laneOf = id => lanes().find(lane => lane.id === id) ?? {id, title: id};
export const several = () => lanes().length > 1;
export const mayAct = () => page.console?.may === 'act' && page.link.state === 'live';

/** A thing to be read: none, reading, read or refused; what was read stays while it is read again. */
export const slot = () => ({state: 'none', value: null, error: null, at: 0, since: 0});

export async function fill(one, reading) {
  const turn = one.turn = (one.turn ?? 0) + 1;
  if (one.state !== 'read') Object.assign(one, {state: 'reading', since: now()});
  changed();
  setTimeout(changed, 2100);
  try {
    const value = await reading();
    if (one.turn === turn) Object.assign(one, {state: 'read', value, error: null, at: now()});
  } catch (error) {
    if (one.turn === turn) Object.assign(one, {state: 'refused', error});
  }
  changed();
}

/** Puts in what a message brought. */
export function put(one, value) {
  Object.assign(one, {state: 'read', value, error: null, at: now(), turn: (one.turn ?? 0) + 1});
}
