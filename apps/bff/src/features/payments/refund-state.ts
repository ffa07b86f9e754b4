import type Stripe from 'stripe';
import { idOf } from './intent-state.ts';
import type { Payment, Refund, RefundStatus } from './payment.ts';

/** How a refund stands at Stripe; one that waits for the customer's bank details is pending to us. */
export function refundState(refund: Pick<Stripe.Refund, 'status'>): 'submitted' | 'succeeded' | 'failed' {
  switch (refund.status) {
    case 'succeeded': return 'succeeded';
    case 'failed':
    case 'canceled': return 'failed';
    default: return 'submitted';
  }
}

const rank: Readonly<Record<RefundStatus, number>> = { pending: 0, submitted: 1, succeeded: 2, failed: 3 };

/** A refund only goes forward: what was told in another order than it happened changes nothing. */
export function nextRefundStatus(status: RefundStatus, told: RefundStatus): RefundStatus | null {
  return rank[told] > rank[status] ? told : null;
}

/**
 * Whether the fee's part needs a call of its own. Stripe's own proportion is exact for a whole charge only: how it rounds a
 * part is nowhere written, so parts are sent as amounts.
 */
export function feeGoesSeparately(payment: Payment, refund: Refund): boolean {
  return refund.applicationFeeRefundMinor > 0 && refund.reason !== MADE_AT_STRIPE && !isWholeCharge(payment, refund);
}

/** The reason of refunds that the tenant, or we by hand, made in Stripe's dashboard; their fee's part goes as it was chosen there. */
export const MADE_AT_STRIPE = 'made_at_stripe';

/** Whether everything about the refund has ended and is in the ledger. */
export function isSettled(payment: Payment, refund: Refund): boolean {
  if (refund.status === 'pending' || refund.status === 'submitted') return false;
  // Nothing moved: it was refused, or it failed before Stripe had booked it.
  if (refund.status === 'failed' && refund.balanceTransactionId === null) return true;
  const isBooked = refund.balanceTransactionId !== null && (refund.status === 'succeeded' || refund.failureBalanceTransactionId !== null);
  return isBooked && (refund.feeBalanceTransactionId !== null || !feeGoesSeparately(payment, refund));
}

export function isWholeCharge(payment: Payment, refund: Refund): boolean {
  return refund.amountMinor === payment.amountMinor && refund.applicationFeeRefundMinor === payment.applicationFeeMinor;
}

/** In what a refund at Stripe differs from the row it is said to be; empty when it fits. */
export function refundMismatches(payment: Payment, refund: Refund, told: Stripe.Refund): string[] {
  const facts: Record<string, boolean> = {
    refund: refund.stripeRefundId === null || refund.stripeRefundId === told.id,
    payment: refund.paymentId === payment.id && idOf(told.payment_intent) === payment.paymentIntentId,
    amount: told.amount === refund.amountMinor,
    currency: told.currency.toUpperCase() === refund.currency,
  };
  return Object.keys(facts).filter((fact) => !facts[fact]);
}
