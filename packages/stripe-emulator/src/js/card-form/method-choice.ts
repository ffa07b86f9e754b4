import { methodName } from '../shared/method-name.ts';

/** The choice between a card and the methods that lead to a bank; it isn't shown where there is nothing to choose. */
export class MethodChoice {
  readonly #choice = byId('methods');
  readonly #cardFields = byId('card-fields');
  readonly #note = byId('redirect-note');
  readonly #error = byId('method-error');
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.offer(['card']);
  }

  /** The type that is picked. */
  get selected(): string {
    return this.#choice.querySelector<HTMLInputElement>('input:checked')?.value ?? 'card';
  }

  /** Shows what an intent may be paid with; what was picked before stays if it is still there. */
  offer(types: readonly string[]): void {
    const offered = Array.from(this.#inputs(), (input) => input.value);
    if (offered.join() === types.join()) return;
    const selected = types.includes(this.selected) ? this.selected : (types[0] ?? 'card');
    this.#choice.querySelector('.methods')?.replaceChildren(...types.map((type) => this.#option(type, type === selected)));
    this.#choice.hidden = types.length < 2;
    this.#show();
  }

  showError(message: string): void {
    if (this.#error.textContent !== message) this.#error.textContent = message;
  }

  setBusy(busy: boolean): void {
    for (const input of this.#inputs()) input.disabled = busy;
  }

  focus(): void {
    this.#choice.querySelector<HTMLInputElement>('input:checked')?.focus();
  }

  #option(type: string, checked: boolean): HTMLLabelElement {
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name: 'method', value: type, checked });
    input.addEventListener('change', () => {
      this.#show();
      this.#onChange();
    });
    const label = document.createElement('label');
    label.className = 'method';
    label.append(input, methodName(type));
    return label;
  }

  #show(): void {
    const card = this.selected === 'card';
    this.#cardFields.hidden = !card;
    this.#note.hidden = card;
    this.#note.textContent = `You will go to ${methodName(this.selected)} to authorize the payment, and come back here.`;
    this.showError('');
  }

  #inputs(): NodeListOf<HTMLInputElement> {
    return this.#choice.querySelectorAll('input');
  }
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}
