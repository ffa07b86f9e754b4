import { enqueueOutbox } from '../../platform/db/outbox.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type RefundId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { applicationFeeRefund } from './application-fee.ts';
import { chargeLimits } from './charge-limits.ts';
import { refundFacts } from './event-facts.ts';
import { RefundTooLargeError } from './errors.ts';
import { getPayment, lockPayment } from './payment-repository.ts';
import type { RefundRequest } from './payments.ts';
import { askAfterMs } from './refund-times.ts';
import { insertRefund, sumRefunds } from './refund-repository.ts';

export async function requestRefund(tx: TenantTx, request: RefundRequest): Promise<RefundId> {
  const payment = await lockPayment(tx, await getPayment(tx, request.paymentId));
  const before = await sumRefunds(tx, payment.id);
  const leftMinor = payment.status === 'succeeded' ? payment.amountMinor - before.amountMinor : 0;
  if (request.amountMinor < 1 || request.amountMinor > leftMinor) throw new RefundTooLargeError(leftMinor);
  const refund = await insertRefund(tx, {
    id: newId<RefundId>(),
    paymentId: payment.id,
    stripeRefundId: null,
    status: 'pending',
    reason: request.reason,
    correctsPrice: request.correctsPrice ?? false,
    currency: payment.currency,
    amountMinor: request.amountMinor,
    applicationFeeRefundMinor: applicationFeeRefund(payment, before, request.amountMinor, chargeLimits(payment.currency).stepMinor),
    nextTryAt: new Date(request.now.getTime() + askAfterMs(0)),
  }, request.now);
  await enqueueOutbox(tx, 'refund.submit', { refundId: refund.id }, request.now);
  await recordEvent(tx, { type: 'refund.requested', bookingId: payment.bookingId, data: refundFacts(refund), at: request.now });
  await recordAudit(tx, {
    actor: request.actor ?? 'system', action: 'refund.requested', entity: 'refund', entityId: refund.id, requestId: request.requestId, at: request.now,
    change: {
      paymentId: payment.id, bookingId: payment.bookingId, reason: refund.reason, amountMinor: refund.amountMinor, currency: refund.currency,
      applicationFeeRefundMinor: refund.applicationFeeRefundMinor,
    },
  });
  return refund.id;
}
