import type Stripe from 'stripe';
import { PaymentProviderUnavailableError } from './errors.ts';
import type { Payment, Refund } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { callStripe } from './provider-errors.ts';
import { refundIdIn, refundMetadata } from './stripe-metadata.ts';

/**
 * Gives the commission's part of a refund back to the tenant, once; the fee is the platform's own object, so no account is named.
 * @throws PaymentProviderUnavailableError also while Stripe hasn't booked the fee yet, some seconds after the charge
 */
export async function refundFee(context: PaymentsContext, payment: Payment, refund: Refund): Promise<void> {
  const stripe = stripeOf(context);
  const fee = await findFee(context, payment);
  if (await isRefunded(context, fee, refund)) return;
  await callStripe(() =>
    stripe.applicationFees.createRefund(fee.id, { amount: refund.applicationFeeRefundMinor, metadata: { ...refundMetadata(refund) } }, {
      idempotencyKey: `mais-fee-refund-${refund.id}`,
    }));
}

async function findFee(context: PaymentsContext, payment: Payment): Promise<Stripe.ApplicationFee> {
  const { chargeId } = payment;
  if (chargeId === null) throw new Error(`payment ${payment.id} succeeded without a charge`);
  const fees = await callStripe(() => stripeOf(context).applicationFees.list({ charge: chargeId, limit: 1 }));
  const [fee] = fees.data;
  if (fee === undefined) throw new PaymentProviderUnavailableError();
  return fee;
}

async function isRefunded(context: PaymentsContext, fee: Stripe.ApplicationFee, refund: Refund): Promise<boolean> {
  return callStripe(async () => {
    for await (const made of stripeOf(context).applicationFees.listRefunds(fee.id, { limit: 100 })) {
      if (refundIdIn(made.metadata) === refund.id) return true;
    }
    return false;
  });
}
