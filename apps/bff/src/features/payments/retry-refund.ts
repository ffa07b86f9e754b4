import { enqueueOutbox } from '../../platform/db/outbox.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { newId, type RefundId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { applicationFeeRefund } from './application-fee.ts';
import { chargeLimits } from './charge-limits.ts';
import { getPayment, lockPayment } from './payment-repository.ts';
import type { PaymentsContext } from './payments-context.ts';
import { getRefund, insertRefund, sumRefunds, stopRetrying } from './refund-repository.ts';
import { askAfterMs } from './refund-times.ts';

/**
 * Makes a refund that the customer's bank refused once more, as a refund of its own: a bank may take it later, or the customer has
 * a new card by then. Not where the money has gone back by another way meanwhile.
 */
export async function retryRefund(context: PaymentsContext, scope: TenantScope, refundId: RefundId): Promise<void> {
  await withTenant(context.database, scope, async (tx) => {
    const now = context.clock.now();
    const { paymentId } = await getRefund(tx, refundId);
    const payment = await lockPayment(tx, await getPayment(tx, paymentId));
    const failed = await getRefund(tx, refundId);
    if (failed.status !== 'failed' || failed.nextTryAt === null || failed.nextTryAt > now) return;
    await stopRetrying(tx, failed.id);
    const before = await sumRefunds(tx, payment.id);
    if (before.amountMinor + failed.amountMinor > payment.amountMinor) return;
    const retry = await insertRefund(tx, {
      id: newId<RefundId>(),
      paymentId: payment.id,
      stripeRefundId: null,
      status: 'pending',
      reason: failed.reason,
      correctsPrice: failed.correctsPrice,
      currency: failed.currency,
      amountMinor: failed.amountMinor,
      applicationFeeRefundMinor: applicationFeeRefund(payment, before, failed.amountMinor, chargeLimits(payment.currency).stepMinor),
      attempt: failed.attempt + 1,
      retryOf: failed.id,
      nextTryAt: new Date(now.getTime() + askAfterMs(0)),
    }, now);
    await enqueueOutbox(tx, 'refund.submit', { refundId: retry.id }, now);
    await recordAudit(tx, {
      actor: 'system', action: 'refund.retried', entity: 'refund', entityId: retry.id, at: now,
      change: { retryOf: failed.id, attempt: retry.attempt, paymentId: payment.id, bookingId: payment.bookingId, amountMinor: retry.amountMinor, currency: retry.currency },
    });
  });
}
