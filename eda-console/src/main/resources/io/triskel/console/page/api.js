// Requests to the console's server; a refusal is an error that says what happened and what to do.
import {told} from './words.js';

const KEPT = 'triskel-token';

class Refusal extends Error {
  constructor(status, body) {
    super(told(body.message) || String(status));
    Object.assign(this, {status, code: body.error ?? '', fix: body.fix ?? '', body});
  }
}

/** Nobody knows whether the server did it: its answer did not come. */
export class Unanswered extends Error {}

/** The token comes in the address's fragment, and leaves it at once, so that no bookmark and no screenshot has it. */
export function takeToken() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const token = hash.get('token');
  if (token === null) return;
  sessionStorage.setItem(KEPT, token);
  hash.delete('token');
  history.replaceState(null, '', '#' + hash);
}

const token = () => sessionStorage.getItem(KEPT) ?? '';
const path = parts => 'api/' + parts.map(encodeURIComponent).join('/');

async function answer(address, options) {
  let response;
  try {
    response = await fetch(address, {cache: 'no-store', credentials: 'same-origin', ...options});
  } catch (failure) {
    throw new Unanswered(failure.message);
  }
  let body;
  try {
    body = await response.json();
  } catch (failure) {
    if (response.ok) throw new Unanswered(failure.message);
    body = {};
  }
  if (!response.ok) throw new Refusal(response.status, body);
  return body;
}

/** Where the console does not listen on loopback, a session's cookie opens what is only read, too. */
async function withSession(ask) {
  try {
    return await ask();
  } catch (refusal) {
    if (refusal.code !== 'token-needed' || !token()) throw refusal;
    await answer('api/session', posted({}));
    return ask();
  }
}

const posted = body => ({
  method: 'POST',
  headers: {'Content-Type': 'application/json', 'X-Triskel-Token': token()},
  body: JSON.stringify(body),
});

export function get(parts, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined));
  return withSession(() => answer(path(parts) + (asked.size ? '?' + asked : ''), {}));
}

export const post = (parts, body) => answer(path(parts), posted(body));
