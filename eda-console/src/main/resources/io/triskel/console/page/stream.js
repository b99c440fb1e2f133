// Server-sent events: one connection for the open screen and all targets; the browser resumes it with Last-Event-ID.
import {changed, now, page, setClock} from './store.js';

const TYPES = ['hello', 'need', 'done', 'stale', 'lot', 'sagas', 'outbox', 'view', 'rebuild', 'faults', 'fault',
  'figure', 'move', 'parked', 'replayed', 'order', 'phase', 'ended', 'proof',
  'plan', 'run', 'second', 'probe', 'over'];
const AGAIN_MS = 3000;

let source = null;
let timer = 0;

/** Listens for a screen; what comes is handed to heard(type, data). */
export function listen(screen, heard) {
  close();
  source = new EventSource('events?' + new URLSearchParams({screen, lane: 'all'}));
  const mine = source;
  source.onopen = () => { if (mine === source) live(); };
  source.onerror = () => {
    if (mine !== source) return;
    lost();
    // A browser gives up after a refusal such as 503; it resumes by itself after a break only.
    if (mine.readyState === EventSource.CLOSED) timer = setTimeout(() => listen(screen, heard), AGAIN_MS);
  };
  for (const type of TYPES) {
    source.addEventListener(type, event => {
      if (mine !== source) return;
      const data = JSON.parse(event.data);
      live();
      if (type === 'hello') setClock(data.at);
      page.link.heard = now();
      heard(type, data);
      changed();
    });
  }
}

export function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function live() {
  if (page.link.state !== 'live') {
    page.link = {state: 'live', since: now(), heard: now()};
    changed();
  }
}

function lost() {
  if (page.link.state === 'lost') return;
  page.link = {...page.link, state: page.link.heard ? 'lost' : 'opening', since: now()};
  changed();
}
