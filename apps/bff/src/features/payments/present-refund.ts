import type { Refund as ShownRefund } from '@mais/contract';
import type { Refund } from './payment.ts';

/** A refund as its tenant sees it. */
export function presentRefund(refund: Refund): ShownRefund {
  const { id, paymentId, status, amountMinor, currency, applicationFeeRefundMinor, reason, attempt, retryOf, failureCode, stripeRefundId } = refund;
  return {
    id, paymentId, status, amountMinor, currency, applicationFeeRefundMinor, reason, attempt, retryOf, failureCode, stripeRefundId,
    nextTryAt: refund.nextTryAt?.toISOString() ?? null,
    createdAt: refund.createdAt.toISOString(),
    updatedAt: refund.updatedAt.toISOString(),
  };
}
