// An order placed by hand: Flow and Story have it, on every target that takes orders.
import {html, nothing} from './lit.js';
import {post, Unanswered} from './api.js';
import {act} from './parts.js';
import {ask, say} from './dialogs.js';
import {mayAct, page, several} from './store.js';
import {language, w} from './words.js';

const labelled = label => label?.[language] ?? label?.en ?? '';

const field = one => html`<label class="field">${labelled(one.label)}${one.kind === 'choice'
  ? html`<select name=${one.name}>${one.choices.map(each => html`<option value=${each.value} ?selected=${each.value === one.value}>${labelled(each.label)}</option>`)}</select>`
  : html`<input name=${one.name} type=${one.kind === 'number' ? 'number' : 'text'} min=${one.min ?? nothing} max=${one.max ?? nothing} .value=${String(one.value ?? '')}>`}</label>`;

const hasForm = () => page.console?.canPlace && page.console.place;

export const mayPlace = () => hasForm() && mayAct();

/** Asks for an order and places it in every lane; answers its id, or nothing. */
export async function placeOrder() {
  const {place: form} = page.console;
  const entries = await ask({title: labelled(form.title), fields: form.fields.map(field), yes: w.flow.placing});
  if (!entries) return null;
  const body = Object.fromEntries(form.fields.map(one => [one.name, one.kind === 'number' ? Number(entries[one.name]) : entries[one.name]]));
  try {
    const answer = await post(several() ? ['orders'] : [page.lane, 'orders'], body);
    const id = answer.order ?? Object.values(answer.lanes ?? {}).map(one => one.order).find(Boolean) ?? '';
    say(w.flow.placed(id));
    return id;
  } catch (refusal) {
    say(refusal instanceof Unanswered ? w.ask.unknown : w.flow.refused(refusal.message));
    return null;
  }
}

/** Without the right the button stays, and says why. */
export const placeButton = (then, kind = 'first') => hasForm() ? act(html`${w.flow.place} <kbd>o</kbd>`, then, {kind, id: 'place'}) : nothing;
