import type Stripe from 'stripe';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { applyIntent } from './apply-intent.ts';
import type { PaymentContext } from './payment-listener.ts';
import { getPayment, lockPayment } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { callStripe } from './provider-errors.ts';
import { paymentIdIn } from './stripe-metadata.ts';

/** More than these moves between a question and its answer are a defect, not a race. */
const MAX_ROUNDS = 5;

/**
 * Asks Stripe how an intent stands now, and applies it.
 *
 * The answer counts only if the payment hasn't moved between the question and the lock; otherwise it may be older than what
 * moved it, and is asked for again.
 * @param first gets the answer in the same transaction, before anything is applied; when it says false, nothing is
 * @returns the payment afterwards
 */
export async function askAndApply(
  context: PaymentsContext,
  scope: TenantScope,
  asked: { readonly paymentId: Payment['id']; readonly intentId: string },
  because: PaymentContext,
  first: (tx: TenantTx, intent: Stripe.PaymentIntent) => Promise<boolean> = () => Promise.resolve(true),
): Promise<{ readonly payment: Payment; readonly fits: boolean }> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await withTenant(context.database, scope, (tx) => getPayment(tx, asked.paymentId));
    const accountId = before.stripeAccountId;
    const intent = await callStripe(() => stripeOf(context).paymentIntents.retrieve(asked.intentId, {}, { stripeAccount: accountId }));
    const result = await withTenant(context.database, scope, async (tx) => {
      const payment = await lockPayment(tx, before);
      if (!isSameVersion(before, payment)) return null;
      if (!(await first(tx, intent))) return { payment, fits: true };
      const fits = await applyIntent(context, tx, { payment, accountId, intent }, because);
      return { payment: await getPayment(tx, payment.id), fits };
    });
    if (result !== null) return result;
  }
  throw new Error(`payment ${asked.paymentId} moved ${MAX_ROUNDS} times while Stripe was asked about it`);
}

/**
 * Looks for the intent of a payment whose id we never learned: the answer to its creation was lost.
 * @returns null when Stripe has none
 */
export async function findLostIntent(context: PaymentsContext, payment: Payment): Promise<Stripe.PaymentIntent | null> {
  // Clocks differ a little; a few minutes more cost nothing.
  const since = Math.floor(payment.createdAt.getTime() / 1000) - 300;
  return callStripe(async () => {
    const intents = stripeOf(context).paymentIntents.list({ created: { gte: since }, limit: 100 }, { stripeAccount: payment.stripeAccountId });
    for await (const intent of intents) {
      if (paymentIdIn(intent.metadata) === payment.id) return intent;
    }
    return null;
  });
}

function isSameVersion(one: Payment, other: Payment): boolean {
  return one.status === other.status && one.chargeId === other.chargeId && one.updatedAt.getTime() === other.updatedAt.getTime();
}
