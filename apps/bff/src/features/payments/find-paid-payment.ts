import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { askAndApply } from './ask-intent.ts';
import type { PaymentContext } from './payment-listener.ts';
import { findPayment, findPaymentByIntent } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { callStripe, isGone } from './provider-errors.ts';
import { paymentIdIn } from './stripe-metadata.ts';

/**
 * The payment that a charge, refund or dispute is about. What comes after the payment may be told before it: then the payment is
 * asked for and applied first.
 * @returns null for what is none of ours, as a tenant takes other payments on its account too
 */
export async function findPaidPayment(
  context: PaymentsContext,
  scope: TenantScope,
  { accountId, intentId }: { readonly accountId: string; readonly intentId: string },
  because: PaymentContext,
): Promise<Payment | null> {
  const known = await withTenant(context.database, scope, (tx) => findPaymentByIntent(tx, intentId));
  const payment = known ?? (await findByName(context, scope, accountId, intentId));
  if (payment === null || payment.stripeAccountId !== accountId) return null;
  if (payment.status === 'succeeded') return payment;
  return (await askAndApply(context, scope, { paymentId: payment.id, intentId }, because)).payment;
}

/** The answer that was to tell us the intent's id is still under way, or lost. */
async function findByName(context: PaymentsContext, scope: TenantScope, accountId: string, intentId: string): Promise<Payment | null> {
  try {
    const intent = await callStripe(() => stripeOf(context).paymentIntents.retrieve(intentId, {}, { stripeAccount: accountId }));
    const named = paymentIdIn(intent.metadata);
    return named === null ? null : await withTenant(context.database, scope, (tx) => findPayment(tx, named));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
