import type { StripeError, StripePaymentElementOptions } from '@stripe/stripe-js';
import { schemeOf } from '../../cards/card-number.ts';
import { fillCountries } from './countries.ts';
import { digitsOf, formatExpiry, formatNumber } from './format.ts';
import { expiryProblem, numberProblem, securityCodeProblem } from './problems.ts';
import type { Problem } from './problems.ts';

interface Listeners {
  readonly onChange: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onEscape: () => void;
}

export interface Card {
  readonly number: string;
  readonly expMonth: string;
  readonly expYear: string;
  readonly cvc: string;
  readonly country: string | null;
}

type FieldName = 'number' | 'expiry' | 'cvc';

/** Which field an error of the API belongs to. */
const FIELD_OF_CODE: Readonly<Record<string, FieldName>> = {
  incorrect_number: 'number',
  invalid_number: 'number',
  expired_card: 'expiry',
  invalid_expiry_month: 'expiry',
  invalid_expiry_year: 'expiry',
  incorrect_cvc: 'cvc',
  invalid_cvc: 'cvc',
};

/** The card form: it formats and checks while one types, and says what is wrong once a field is left. */
export class CardForm {
  readonly #listeners: Listeners;
  readonly #inputs: Readonly<Record<FieldName, HTMLInputElement>> = { number: input('number'), expiry: input('expiry'), cvc: input('cvc') };
  readonly #country = byId('country', HTMLSelectElement);
  readonly #countryField = byId('country-field', HTMLElement);
  #last = '';

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
    fillCountries(this.#country);
    this.#onInput('number', (field) => formatNumber(field), () => this.#next('number', 'expiry'));
    this.#onInput('expiry', (field) => formatExpiry(field), () => this.#next('expiry', 'cvc'));
    this.#onInput('cvc', (field) => {
      field.value = digitsOf(field.value).slice(0, schemeOf(this.#number).cvcLength);
    });
    this.#country.addEventListener('change', () => this.#changed());
    document.addEventListener('focusin', () => listeners.onFocus());
    document.addEventListener('focusout', () => listeners.onBlur());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') listeners.onEscape();
    });
    byId('card-form', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
  }

  read(): Card {
    const [expMonth = '', expYear = ''] = this.#inputs.expiry.value.split('/').map((part) => part.trim());
    return { number: this.#number, expMonth, expYear: `20${expYear}`, cvc: this.#inputs.cvc.value, country: this.#countryCode };
  }

  /** Shows what is missing or wrong, puts the focus there, and gives the first error. */
  validate(): StripeError | null {
    const problems = this.#problems();
    for (const [name, problem] of problems) this.#show(name, problem);
    const first = problems.find(([, problem]) => problem !== null);
    if (first?.[1] == null) return null;
    this.#inputs[first[0]].focus();
    return { type: 'validation_error', code: first[1].code, message: first[1].message };
  }

  /** Shows an error of the API beside the field it is about. */
  showError(error: StripeError): void {
    const name = FIELD_OF_CODE[error.code ?? ''] ?? 'number';
    this.#show(name, { code: error.code ?? '', message: error.message ?? 'Your card could not be charged.', incomplete: false });
  }

  setBusy(busy: boolean): void {
    for (const field of [...Object.values(this.#inputs), this.#country]) field.disabled = busy;
  }

  applyOptions(options: StripePaymentElementOptions): void {
    const fields = options.fields?.billingDetails;
    const address = typeof fields === 'object' ? fields.address : fields;
    const country = typeof address === 'object' ? address.country : address;
    this.#countryField.hidden = country === 'never';
    const preset = options.defaultValues?.billingDetails?.address?.country;
    if (preset !== undefined) this.#country.value = preset;
    for (const field of Object.values(this.#inputs)) field.readOnly = options.readOnly === true;
  }

  focus(): void {
    const [name = 'number'] = this.#problems().find(([, problem]) => problem !== null) ?? [];
    this.#inputs[name].focus();
  }

  blur(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  clear(): void {
    for (const name of Object.keys(this.#inputs) as FieldName[]) {
      this.#inputs[name].value = '';
      this.#show(name, null);
    }
    this.#changed();
  }

  /** How far the customer has come. */
  get state(): { readonly complete: boolean; readonly country: string | null; readonly empty: boolean } {
    return {
      complete: this.#problems().every(([, problem]) => problem === null),
      country: this.#countryCode,
      empty: Object.values(this.#inputs).every((field) => field.value === ''),
    };
  }

  get #number(): string {
    return digitsOf(this.#inputs.number.value);
  }

  get #countryCode(): string | null {
    return this.#countryField.hidden ? null : this.#country.value;
  }

  #problems(): Array<[FieldName, Problem | null]> {
    const { expiry, cvc } = this.#inputs;
    return [
      ['number', numberProblem(this.#number)],
      ['expiry', expiryProblem(expiry.value, new Date())],
      ['cvc', securityCodeProblem(cvc.value, this.#number)],
    ];
  }

  #onInput(name: FieldName, format: (field: HTMLInputElement) => void, whenDone?: () => void): void {
    const field = this.#inputs[name];
    field.addEventListener('input', () => {
      format(field);
      const problem = this.#problemOf(name);
      // While one types, only what no further digit could mend is worth saying.
      this.#show(name, problem?.incomplete === true ? null : problem);
      this.#changed();
      if (problem === null) whenDone?.();
    });
    field.addEventListener('blur', () => {
      if (field.value !== '') this.#show(name, this.#problemOf(name));
    });
  }

  #problemOf(name: FieldName): Problem | null {
    return this.#problems().find(([field]) => field === name)?.[1] ?? null;
  }

  #next(from: FieldName, to: FieldName): void {
    const atEnd = this.#inputs[from].selectionStart === this.#inputs[from].value.length;
    if (atEnd && this.#inputs[to].value === '' && document.activeElement === this.#inputs[from]) this.#inputs[to].focus();
  }

  #show(name: FieldName, problem: Problem | null): void {
    const field = this.#inputs[name];
    const message = byId(`${name}-error`, HTMLElement);
    field.setAttribute('aria-invalid', String(problem !== null));
    if (message.textContent !== (problem?.message ?? '')) message.textContent = problem?.message ?? '';
  }

  #changed(): void {
    byId('brands', HTMLElement).dataset['brand'] = this.#number === '' ? 'none' : schemeOf(this.#number).brand;
    const state = JSON.stringify(this.state);
    if (state === this.#last) return;
    this.#last = state;
    this.#listeners.onChange();
  }
}

function input(id: string): HTMLInputElement {
  return byId(id, HTMLInputElement);
}

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`the page has no ${id}`);
}
