import type Stripe from 'stripe';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { isGone, isRefusal, providerError } from './provider-errors.ts';

/** `refused`: Stripe won't cancel it as it stands. `gone`: it is out of everyone's reach. */
export type CancelAnswer = Stripe.PaymentIntent | 'refused' | 'gone';

/** Cancels an intent at Stripe. @throws PaymentProviderUnavailableError */
export async function cancelIntent(context: PaymentsContext, payment: Payment, intentId: string): Promise<CancelAnswer> {
  const stripe = stripeOf(context);
  // Stripe repeats its first answer to a key, a refusal too; what can't be cancelled now may be once the payment has moved.
  const idempotencyKey = `mais-cancel-${payment.id}-${payment.updatedAt.getTime()}`;
  try {
    return await stripe.paymentIntents.cancel(intentId, { cancellation_reason: 'abandoned' }, { stripeAccount: payment.stripeAccountId, idempotencyKey });
  } catch (error) {
    if (isGone(error)) return 'gone';
    if (isRefusal(error)) return 'refused';
    throw providerError(error);
  }
}
