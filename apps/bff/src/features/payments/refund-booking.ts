import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { BookingId, RefundId } from '../../platform/ids.ts';
import { allocateRefund, type Refundable } from './allocate-refund.ts';
import { chargeLimits } from './charge-limits.ts';
import { listUnrefundable } from './disputes/dispute-repository.ts';
import { listPaymentsOfBooking } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import type { BookingRefundRequest } from './payments.ts';
import { sumRefunds } from './refund-repository.ts';
import { requestRefund } from './request-refund.ts';

/**
 * Gives money of a booking back, from its newest payment first, each part with its share of that payment's commission. What the
 * customer's bank has taken back already can't be refunded.
 */
export async function refundBooking(tx: TenantTx, { bookingId, amountMinor, ...request }: BookingRefundRequest): Promise<RefundId[]> {
  await lockForTransaction(tx, 'booking', bookingId);
  const payments = await listPaidPayments(tx, bookingId);
  const { stepMinor } = chargeLimits(payments[0]?.currency ?? '');
  if (amountMinor % stepMinor !== 0) throw new InvalidRequestError([{ pointer: '/amountMinor', detail: `must be a multiple of ${stepMinor} in ${payments[0]?.currency}` }]);
  const refunds: RefundId[] = [];
  for (const part of allocateRefund(await listRefundable(tx, payments), amountMinor)) refunds.push(await requestRefund(tx, { ...part, ...request }));
  return refunds;
}

/** How much of a booking's payments can still go back. */
export async function sumRefundable(tx: TenantTx, bookingId: BookingId): Promise<number> {
  const refundable = await listRefundable(tx, await listPaidPayments(tx, bookingId));
  return refundable.reduce((sum, { leftMinor }) => sum + leftMinor, 0);
}

/** Newest first. */
async function listPaidPayments(tx: TenantTx, bookingId: BookingId): Promise<Payment[]> {
  const payments = await listPaymentsOfBooking(tx, bookingId);
  return payments.filter(({ status }) => status === 'succeeded').toSorted((one, other) => paidAt(other) - paidAt(one) || (one.id < other.id ? 1 : -1));
}

function paidAt({ succeededAt }: Payment): number {
  return succeededAt?.getTime() ?? 0;
}

async function listRefundable(tx: TenantTx, payments: readonly Payment[]): Promise<Refundable[]> {
  const disputed = await listUnrefundable(tx, payments.map(({ id }) => id));
  const refundable: Refundable[] = [];
  for (const { id, amountMinor } of payments) {
    if (!disputed.includes(id)) refundable.push({ paymentId: id, leftMinor: amountMinor - (await sumRefunds(tx, id)).amountMinor });
  }
  return refundable;
}
