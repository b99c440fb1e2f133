// Numbers, ages and times in the reader's language; a dash for what was not read.
import {html} from './lit.js';
import {now} from './store.js';

export const DASH = '–';
const THIN = '\u00a0';

let language = 'en';
let plain = new Intl.NumberFormat('en');

export function useLanguage(chosen) {
  language = chosen;
  plain = new Intl.NumberFormat(chosen);
}

const absent = value => value === null || value === undefined;

export function num(value, digits = 0) {
  if (absent(value)) return DASH;
  if (!digits) return plain.format(Math.round(value));
  return new Intl.NumberFormat(language, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value);
}

/** A count with its noun; French counts one and a half as one. */
export function many(count, one, more) {
  const single = language === 'fr' ? Math.abs(count) < 2 : count === 1;
  return num(count) + THIN + (single ? one : more);
}

/** Three digits at most, since a percentile of a few events says no more. */
export function ms(value) {
  if (absent(value)) return DASH;
  return value < 10 ? num(value, 1) : num(value);
}

export function rate(value) {
  if (absent(value)) return DASH;
  return value > 0 && value < 10 ? num(value, 1) : num(value);
}

export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const two = value => String(value).padStart(2, '0');
  if (seconds < 60) return seconds + THIN + 's';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}${THIN}min${THIN}${two(seconds % 60)}${THIN}s`;
  if (minutes < 60) return minutes + THIN + 'min';
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${THIN}h${THIN}${two(minutes % 60)}`;
  return Math.floor(hours / 24) + THIN + (language === 'fr' ? 'j' : 'd');
}

const pad = (value, digits) => String(value).padStart(digits, '0');

/** The time of day in UTC. */
export function clock(at, millis = false) {
  if (absent(at)) return DASH;
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return DASH;
  const whole = `${pad(time.getUTCHours(), 2)}:${pad(time.getUTCMinutes(), 2)}:${pad(time.getUTCSeconds(), 2)}`;
  return millis ? `${whole}.${pad(time.getUTCMilliseconds(), 3)}` : whole;
}

/** The time, with its day unless it is today. */
export function moment(at) {
  if (absent(at)) return DASH;
  const time = new Date(at);
  if (time.toISOString().slice(0, 10) === new Date(now()).toISOString().slice(0, 10)) return clock(at);
  const day = time.toLocaleDateString(language === 'fr' ? 'fr' : 'en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});
  return `${day} ${clock(at).slice(0, 5)}`;
}

const since = at => duration(now() - Date.parse(at));
const until = at => duration(Date.parse(at) - now());

/** An age that counts on the page without a drawing. */
export const age = at => absent(at) ? DASH : html`<span class="whole" data-since=${at} .textContent=${since(at)}></span>`;
/** A time that is left, counted down on the page. */
export const left = at => absent(at) ? DASH : html`<span class="whole" data-until=${at} .textContent=${until(at)}></span>`;

export function countAges() {
  const tell = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  document.querySelectorAll('[data-since]').forEach(one => tell(one, since(one.dataset.since)));
  document.querySelectorAll('[data-until]').forEach(one => tell(one, until(one.dataset.until)));
  document.querySelectorAll('[data-clock]').forEach(one => tell(one, clock(now()) + ' UTC'));
}
