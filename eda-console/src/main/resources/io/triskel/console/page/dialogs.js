// Questions before something is done, the list of keys, and the line that says what happened.
import {html, nothing, render} from './lit.js';
import {w} from './words.js';

const SHOWN_MS = 3600;
export const REASON_CHARACTERS = 10;

let timer = 0;

export function say(text) {
  const line = document.getElementById('said');
  line.textContent = text;
  line.classList.add('on');
  clearTimeout(timer);
  timer = setTimeout(() => line.classList.remove('on'), SHOWN_MS);
}

/**
 * Asks in a dialog.
 * question: {title, body, yes, kind, reason: text or true, fields: template}; answers the form's entries, or null for no.
 */
export function ask({title, body = nothing, yes, kind = 'first', reason = false, fields = nothing}) {
  const dialog = document.getElementById('question');
  const lacks = text => render(text ? html`<span class="bad" role="alert">${text}</span>` : nothing, dialog.querySelector('.lacks'));
  const send = event => {
    event.preventDefault();
    const entries = Object.fromEntries(new FormData(event.target));
    if (reason && (entries.reason ?? '').trim().length < REASON_CHARACTERS) {
      lacks(w.ask.tooShort);
      dialog.querySelector('textarea').focus();
      return;
    }
    dialog.close('yes');
    dialog.entries = entries;
  };
  render(nothing, dialog);
  render(html`<form method="dialog" @submit=${send} novalidate><h2 id="question-title">${title}</h2>${body}${fields}
    ${reason ? html`<label class="field">${w.ask.reason}<textarea name="reason" rows="2" maxlength="500" .value=${typeof reason === 'string' ? reason : ''}></textarea></label><p class="lacks"></p>` : nothing}
    <div class="actions"><button class="button ${kind}" id="yes">${yes}</button>
    <button class="button" type="button" @click=${() => dialog.close('no')}>${w.ask.cancel}</button></div></form>`, dialog);
  dialog.returnValue = '';
  dialog.entries = null;
  dialog.showModal();
  return new Promise(done => dialog.addEventListener('close', () => queueMicrotask(() => done(dialog.returnValue === 'yes' ? dialog.entries : null)), {once: true}));
}

export function showKeys() {
  const dialog = document.getElementById('keys');
  render(html`<form method="dialog"><h2 id="keys-title">${w.keys.title}</h2>
    <dl class="pairs">${w.keys.list.map(([key, text]) => html`<dt>${key.split(' ').map(one => html`<kbd>${one}</kbd> `)}</dt><dd>${text}</dd>`)}</dl>
    <div class="actions"><button class="button">${w.keys.close}</button></div></form>`, dialog);
  dialog.showModal();
}
