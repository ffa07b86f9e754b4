import type Stripe from 'stripe';
import { newId } from '../../platform/ids.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { isGone, isRefusal, providerError } from './provider-errors.ts';

/** `refused`: Stripe won't cancel it as it stands. `gone`: it is out of everyone's reach. */
export type CancelAnswer = Stripe.PaymentIntent | 'refused' | 'gone';

/** Cancels an intent at Stripe. @throws PaymentProviderUnavailableError */
export async function cancelIntent(context: PaymentsContext, payment: Payment, intentId: string): Promise<CancelAnswer> {
  const stripe = stripeOf(context);
  // A key for this try and its retries: Stripe repeats its first answer to a key, a refusal too, and what can't be cancelled
  // now may be later. Cancelling twice harms nothing.
  const idempotencyKey = `mais-cancel-${payment.id}-${newId()}`;
  try {
    return await stripe.paymentIntents.cancel(intentId, { cancellation_reason: 'abandoned' }, { stripeAccount: payment.stripeAccountId, idempotencyKey });
  } catch (error) {
    if (isGone(error)) return 'gone';
    if (isRefusal(error)) return 'refused';
    throw providerError(error);
  }
}
