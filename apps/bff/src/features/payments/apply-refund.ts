import type Stripe from 'stripe';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { refundFacts } from './event-facts.ts';
import { insertPosting, sumBookingPayments } from './ledger-repository.ts';
import type { PaymentContext } from './payment-listener.ts';
import type { Payment, Refund, RefundStatus } from './payment.ts';
import type { PaymentsContext } from './payments-context.ts';
import { failedRefundPosting, refundPosting } from './postings.ts';
import { moveRefund } from './refund-repository.ts';
import { nextRefundStatus, refundMismatches, refundState } from './refund-state.ts';

/**
 * Moves a refund to where Stripe says it is, with its ledger, its audit row and the listener, in the transaction that holds
 * the booking's lock. Webhooks, answers and reconciliation all pass here, so each move happens once.
 * @param told.refund as read under the lock
 * @returns false when it doesn't fit: nothing is changed, and it is logged as an error
 */
export async function applyRefund(
  context: PaymentsContext,
  tx: TenantTx,
  told: { readonly payment: Payment; readonly refund: Refund; readonly stripeRefund: Stripe.Refund },
  because: PaymentContext,
): Promise<boolean> {
  const { payment, refund, stripeRefund } = told;
  const mismatches = refundMismatches(payment, refund, stripeRefund);
  if (mismatches.length > 0) {
    const which = { tenantId: tx.tenantId, refundId: refund.id, stripeRefundId: stripeRefund.id, cause: because.cause };
    context.log.error({ ...which, mismatches }, 'a refund at Stripe does not fit the refund that it names; nothing was applied');
    return false;
  }
  const status = nextRefundStatus(refund.status, refundState(stripeRefund));
  if (status === null) return true;
  const moved = await moveRefund(tx, refund.id, { status, stripeRefundId: stripeRefund.id }, because.now);
  if (status !== 'submitted') await settled(context, tx, { payment, before: refund.status, refund: moved }, because, stripeRefund.failure_reason);
  return true;
}

/** Ends a refund that Stripe refuses to make: no money moved, so nothing is posted. */
export async function rejectRefund(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, because: PaymentContext, code: string): Promise<void> {
  const moved = await moveRefund(tx, refund.id, { status: 'failed', stripeRefundId: null }, because.now);
  await recordSettlement(context, tx, { payment, refund: moved }, because, code);
}

async function settled(
  context: PaymentsContext,
  tx: TenantTx,
  { payment, before, refund }: { payment: Payment; before: RefundStatus; refund: Refund },
  because: PaymentContext,
  failureReason: string | undefined,
): Promise<void> {
  const posting = refund.status === 'failed' ? failedRefundPosting(refund, before === 'succeeded') : refundPosting(refund);
  await insertPosting(tx, { payment, refund }, posting, because.now);
  await recordSettlement(context, tx, { payment, refund }, because, failureReason);
  await context.listener().paymentStateChanged(tx, payment.bookingId, await sumBookingPayments(tx, payment.bookingId), because);
}

async function recordSettlement(context: PaymentsContext, tx: TenantTx, { payment, refund }: { payment: Payment; refund: Refund }, because: PaymentContext, failureReason?: string): Promise<void> {
  await recordEvent(tx, {
    type: refund.status === 'failed' ? 'refund.failed' : 'refund.succeeded', bookingId: payment.bookingId, at: because.now,
    data: { ...refundFacts(refund), ...(failureReason === undefined ? {} : { failureReason }) },
  });
  await recordAudit(tx, {
    actor: because.actor, action: `refund.${refund.status}`, entity: 'refund', entityId: refund.id, requestId: because.requestId, at: because.now,
    change: {
      cause: because.cause, paymentId: payment.id, bookingId: payment.bookingId, amountMinor: refund.amountMinor, currency: refund.currency,
      applicationFeeRefundMinor: refund.applicationFeeRefundMinor, ...(failureReason === undefined ? {} : { failureReason }),
    },
  });
  if (refund.status === 'failed') {
    context.log.error({ tenantId: tx.tenantId, refundId: refund.id, paymentId: payment.id, failureReason }, 'a refund failed: the customer has not got the money back');
  }
}
