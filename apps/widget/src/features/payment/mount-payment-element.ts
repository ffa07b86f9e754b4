import type { PaymentAttempt, WidgetConfig } from '@mais/contract';
import type { Stripe, StripeElements } from '@stripe/stripe-js';

import { stripeAppearance } from './appearance.ts';
import { loadStripe } from './load-stripe.ts';

export interface PaymentElementOptions {
  readonly config: NonNullable<WidgetConfig['stripe']>;
  readonly payment: PaymentAttempt;
  readonly locale: string;
  readonly customer: { readonly name: string; readonly email: string };
}

export interface MountedPaymentElement {
  readonly stripe: Stripe;
  readonly elements: StripeElements;
}

/**
 * Loads Stripe.js and puts the Payment Element of an attempt into the page.
 * @param signal takes it out again
 * @returns once the form can be filled in
 * @throws Error when Stripe.js or its form can't be loaded; the signal's reason when it was aborted
 */
export async function mountPaymentElement(place: HTMLElement, options: PaymentElementOptions, signal: AbortSignal): Promise<MountedPaymentElement> {
  const { config, payment, locale, customer } = options;
  const createStripe = await loadStripe(config.scriptUrl);
  signal.throwIfAborted();
  const stripe = createStripe(config.publishableKey, { stripeAccount: payment.accountId, locale: locale as 'auto' });
  const elements = stripe.elements({ clientSecret: payment.clientSecret, appearance: stripeAppearance(document.documentElement) });
  const element = elements.create('payment', { layout: 'tabs', defaultValues: { billingDetails: { ...customer } } });
  signal.addEventListener('abort', () => element.destroy(), { once: true });
  await new Promise<void>((resolve, reject) => {
    element.on('ready', () => resolve());
    element.on('loaderror', ({ error }) => reject(new Error(error.message ?? 'The payment form could not be loaded')));
    element.mount(place);
  });
  return { stripe, elements };
}
