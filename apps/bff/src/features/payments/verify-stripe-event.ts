import type Stripe from 'stripe';
import { MalformedRequestError } from '../../platform/errors.ts';
import { PaymentsUnavailableError } from './errors.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import type { StripeDelivery } from './payments.ts';

/** Stripe's own recommendation. @see https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE_SECONDS = 300;

/**
 * Checks who sent a webhook and when, over the bytes as they came.
 * @throws MalformedRequestError that says what to check and nothing of the body
 */
export function verifyStripeEvent(context: PaymentsContext, delivery: StripeDelivery): Stripe.Event {
  const { config } = context;
  if (config === null) throw new PaymentsUnavailableError();
  const platform = delivery.endpoint === 'platform';
  const secret = platform ? config.platformWebhookSecret : config.connectWebhookSecret;
  const now = context.clock.now().getTime();
  const refused = new MalformedRequestError(
    `The signature does not fit. Check that ${platform ? 'STRIPE_WEBHOOK_SECRET' : 'STRIPE_CONNECT_WEBHOOK_SECRET'} is the secret of this very endpoint, and that the clock is right.`,
  );
  if (delivery.signature === undefined) throw refused;
  // The library minds only what is too old.
  if (signedAtSeconds(delivery.signature) - now / 1000 > TOLERANCE_SECONDS) throw refused;
  try {
    return stripeOf(context).webhooks.constructEvent(delivery.rawBody, delivery.signature, secret, TOLERANCE_SECONDS, undefined, now);
  } catch {
    throw refused;
  }
}

/** The latest time named: the library takes the last one, and nobody but Stripe can sign it. */
function signedAtSeconds(signature: string): number {
  const times = signature.split(',').filter((part) => part.startsWith('t=')).map((part) => Number.parseInt(part.slice(2), 10));
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}
