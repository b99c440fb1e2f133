// The page's words in the reader's language. Modules read `w` when they draw, so that a change of language changes all of them.
import en from './words-en.js';
import fr from './words-fr.js';
import {useLanguage} from './format.js';

const NARROW = '\u202f';
const FIXED = '\u00a0';

/** French has a space before ; ! ? : % and inside its quotation marks, at which no line breaks. */
const spaced = text => text.replace(/ ([;!?])/g, NARROW + '$1').replace(/ ([:%»])/g, FIXED + '$1').replace(/« /g, '«' + FIXED);

function french(words) {
  if (typeof words === 'string') return spaced(words);
  if (typeof words === 'function') return (...values) => french(words(...values));
  if (Array.isArray(words)) return words.map(french);
  if (words && Object.getPrototypeOf(words) === Object.prototype) {
    return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, french(value)]));
  }
  return words;
}

const LANGUAGES = {en, fr: french(fr)};

export let w = en;
export let language = 'en';

/** What the server says in fixed words, in the reader's language. */
export const told = text => w.server.reduce((said, [pattern, words]) => said.replace(pattern, words), text ?? '');

export function speak(chosen) {
  language = chosen in LANGUAGES ? chosen : 'en';
  w = LANGUAGES[language];
  useLanguage(language);
  document.documentElement.lang = language;
}
