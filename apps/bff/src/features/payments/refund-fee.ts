import type Stripe from 'stripe';
import { createOnce } from './create-once.ts';
import { PaymentProviderUnavailableError } from './errors.ts';
import type { Payment, Refund } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { callStripe } from './provider-errors.ts';
import { refundIdIn, refundMetadata } from './stripe-metadata.ts';

/**
 * Gives the commission's part of a refund back to the tenant, once; the fee is the platform's own object, so no account is named.
 * @throws PaymentProviderUnavailableError also while Stripe hasn't booked the fee yet, some seconds after the charge
 */
export async function refundFee(context: PaymentsContext, payment: Payment, refund: Refund): Promise<Stripe.FeeRefund> {
  const stripe = stripeOf(context);
  const fee = await findFee(context, payment);
  const made = await findFeeRefund(context, fee, refund);
  if (made !== null) return made;
  return createOnce(`mais-fee-refund-${refund.id}`, {
    find: () => findFeeRefund(context, fee, refund),
    create: (idempotencyKey) => stripe.applicationFees.createRefund(fee.id, { amount: refund.applicationFeeRefundMinor, metadata: { ...refundMetadata(refund) } }, { idempotencyKey }),
  });
}

/** How the tenant's account got it: the fee's refund itself only names the platform's side. Null until Stripe has booked it. */
export async function findFeeBooking(context: PaymentsContext, payment: Payment, feeRefundId: string): Promise<string | null> {
  const transactions = await callStripe(() => stripeOf(context).balanceTransactions.list({ source: feeRefundId, limit: 1 }, { stripeAccount: payment.stripeAccountId }));
  return transactions.data[0]?.id ?? null;
}

async function findFee(context: PaymentsContext, payment: Payment): Promise<Stripe.ApplicationFee> {
  const { chargeId } = payment;
  if (chargeId === null) throw new Error(`payment ${payment.id} succeeded without a charge`);
  const fees = await callStripe(() => stripeOf(context).applicationFees.list({ charge: chargeId, limit: 1 }));
  const [fee] = fees.data;
  if (fee === undefined) throw new PaymentProviderUnavailableError();
  return fee;
}

async function findFeeRefund(context: PaymentsContext, fee: Stripe.ApplicationFee, refund: Refund): Promise<Stripe.FeeRefund | null> {
  return callStripe(async () => {
    for await (const made of stripeOf(context).applicationFees.listRefunds(fee.id, { limit: 100 })) {
      if (refundIdIn(made.metadata) === refund.id) return made;
    }
    return null;
  });
}
