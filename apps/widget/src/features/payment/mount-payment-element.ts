import type { PaymentAttempt, WidgetConfig } from '@mais/contract';
import type { Stripe, StripeElements } from '@stripe/stripe-js';

import { stripeAppearance } from './appearance.ts';
import { isPaymentSent } from './confirm-payment.ts';
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

interface Listener {
  readonly signal: AbortSignal;
  readonly onPaid: () => void;
  readonly onRefused: () => void;
}

const PATIENCE_MS = 20_000;

/**
 * Loads Stripe.js and puts the Payment Element of an attempt into the page.
 * @param listener `signal` takes it out again; `onPaid` hears that the attempt was paid already: its form then is of no use, and may
 *   not even load; `onRefused` hears that the last try came to nothing
 * @returns once the form can be filled in
 * @throws Error when Stripe.js or its form can't be loaded; the signal's reason when it was aborted
 */
export async function mountPaymentElement(
  place: HTMLElement,
  options: PaymentElementOptions,
  listener: Listener,
): Promise<MountedPaymentElement> {
  const { signal } = listener;
  const { config, payment, locale, customer } = options;
  if (isIsolated()) throw new Error('Stripe.js does not run in a cross-origin isolated page');
  const createStripe = await loadStripe(config.scriptUrl);
  signal.throwIfAborted();
  const stripe = createStripe(config.publishableKey, { stripeAccount: payment.accountId, locale: locale as 'auto' });
  void tellHowItStands(stripe, payment.clientSecret, listener);
  const elements = stripe.elements({ clientSecret: payment.clientSecret, appearance: stripeAppearance(document.documentElement) });
  followScheme(elements, signal);
  const element = elements.create('payment', { layout: 'tabs', defaultValues: { billingDetails: { ...customer } } });
  signal.addEventListener('abort', () => element.destroy(), { once: true });
  await new Promise<void>((resolve, reject) => {
    // Where a frame within this one is blocked, nothing tells.
    setTimeout(() => reject(new Error('The payment form took too long')), PATIENCE_MS);
    element.on('ready', () => resolve());
    element.on('loaderror', ({ error }) => reject(new Error(error.message ?? 'The payment form could not be loaded')));
    element.mount(place);
  });
  return { stripe, elements };
}

/**
 * Whether this page or the one around it is isolated. There, Chromium shows us in a frame without cookies (`credentialless`), which the
 * frames within it have to do without as well: Stripe's, and those of banks. @see docs/embed.md
 */
function isIsolated(): boolean {
  return window.crossOriginIsolated || ('credentialless' in window && window.credentialless === true);
}

function followScheme(elements: StripeElements, signal: AbortSignal): void {
  const schemes = new MutationObserver(() => void elements.update({ appearance: stripeAppearance(document.documentElement) }));
  schemes.observe(document.documentElement, { attributeFilter: ['data-scheme'] });
  signal.addEventListener('abort', () => schemes.disconnect(), { once: true });
}

async function tellHowItStands(stripe: Stripe, clientSecret: string, { signal, onPaid, onRefused }: Listener): Promise<void> {
  try {
    const { paymentIntent } = await stripe.retrievePaymentIntent(clientSecret);
    if (signal.aborted || paymentIntent === undefined) return;
    if (isPaymentSent(paymentIntent.status)) onPaid();
    else if (paymentIntent.last_payment_error !== null) onRefused();
  } catch {
    // The form tells what is wrong.
  }
}
