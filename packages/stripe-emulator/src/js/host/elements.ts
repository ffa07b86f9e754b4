import type { StripeElementsOptions, StripeElementsUpdateOptions, StripePaymentElementOptions } from '@stripe/stripe-js';
import { retrieveIntent } from '../shared/api-client.ts';
import type { BrowserCaller } from '../shared/api-client.ts';
import type { ConfirmRequest, ConfirmResult, FrameSetup, SubmitResult } from '../shared/protocol.ts';
import { IntegrationError } from './integration-error.ts';
import { PaymentElement } from './payment-element.ts';

/** What `stripe.elements()` gives: one Payment Element, and what is common to it. */
export class Elements {
  readonly #caller: BrowserCaller;
  readonly #listeners: Array<() => void> = [];
  #options: StripeElementsOptions;
  #element: PaymentElement | null = null;
  #submitted = false;

  constructor(caller: BrowserCaller, options: StripeElementsOptions = {}) {
    this.#caller = caller;
    this.#options = options;
  }

  get clientSecret(): string | null {
    return this.#options.clientSecret ?? null;
  }

  create(type: string, options: StripePaymentElementOptions = {}): PaymentElement {
    if (type !== 'payment') throw new IntegrationError(`The Stripe emulator has the Payment Element only, and no '${type}'.`);
    if (this.#element !== null) throw new IntegrationError(`Can only create one Element of type payment.`);
    const forget = (): void => {
      this.#element = null;
    };
    this.#element = new PaymentElement({ origin: this.#caller.origin, setup: (own) => this.#setup(own), onDestroy: forget }, options);
    return this.#element;
  }

  getElement(type: unknown): PaymentElement | null {
    return type === 'payment' ? this.#element : null;
  }

  update(options: StripeElementsUpdateOptions): Promise<void> {
    this.#options = { ...this.#options, ...options } as StripeElementsOptions;
    this.#element?.refresh();
    for (const listener of this.#listeners) listener();
    return Promise.resolve();
  }

  on(event: string, handler: () => void): void {
    if (event === 'update-end') this.#listeners.push(handler);
  }

  /** Reads the intent again, after the server changed it. */
  async fetchUpdates(): Promise<{ error?: { message: string; status?: string } }> {
    if (this.clientSecret === null) return {};
    const result = await retrieveIntent(this.#caller, this.clientSecret);
    return 'error' in result ? { error: { message: result.error.message ?? 'The PaymentIntent could not be read.' } } : {};
  }

  async submit(): Promise<SubmitResult> {
    const result = await this.#mounted().submit();
    this.#submitted = !('error' in result);
    return result;
  }

  /** Confirms with what the customer typed; an intent made later needs `submit()` first, as at Stripe. */
  async confirm(request: ConfirmRequest): Promise<ConfirmResult> {
    if (this.clientSecret === null && !this.#submitted) {
      throw new IntegrationError('elements.submit() must be called before stripe.confirmPayment().');
    }
    this.#submitted = false;
    return this.#mounted().confirm(request);
  }

  #mounted(): PaymentElement {
    if (this.#element === null) throw new IntegrationError('Create and mount a Payment Element first.');
    return this.#element;
  }

  #setup(options: StripePaymentElementOptions): FrameSetup {
    const { publishableKey, stripeAccount } = this.#caller;
    return { publishableKey, stripeAccount, clientSecret: this.clientSecret, appearance: this.#options.appearance ?? {}, options };
  }
}
