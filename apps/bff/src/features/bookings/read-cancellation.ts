import type { Cancellation } from '@mais/contract';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { chargeLimits } from '../payments/index.ts';
import { findBooking } from './booking-repository.ts';
import type { BookingRow } from './booking.ts';
import { refundDue, refundSteps, reschedulableUntil, type PaidBooking } from './cancellation-policy.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';
import { assertBookingToken, type BookingAccess } from './get-booking.ts';

/**
 * What cancelling a booking now would return to its customer, and until when.
 * @throws BookingNotFoundError, InvalidTokenError
 */
export async function getCancellation(context: BookingsContext, request: RequestContext, input: BookingAccess): Promise<Cancellation> {
  await assertBookingToken(context, request, input);
  return withTenant(context.app, request.access.scope, async (tx) => {
    const booking = await findBooking(tx, input.id);
    if (!booking) throw new BookingNotFoundError();
    return readCancellation(context, tx, booking);
  });
}

export async function readCancellation(context: BookingsContext, tx: TenantTx, booking: BookingRow): Promise<Cancellation> {
  const now = context.clock.now();
  const { currency, startsAt, cancellationPolicy } = booking;
  const nothing = { refundMinor: 0, retainedMinor: 0, currency, steps: [], reschedulableUntil: null };
  if (booking.status === 'pending_payment') return { ...nothing, isPossible: true, until: booking.expiresAt?.toISOString() ?? null };
  if (!isCancellable(booking, now)) return { ...nothing, isPossible: false, until: null };
  const { paid, refundMinor } = await sumCancellation(context, tx, booking);
  const steps = refundSteps(cancellationPolicy, paid, now);
  return {
    isPossible: true,
    refundMinor,
    retainedMinor: paid.paidMinor - paid.refundedMinor - refundMinor,
    currency,
    until: steps[0]?.until ?? startsAt.toISOString(),
    steps,
    reschedulableUntil: reschedulableUntil(cancellationPolicy, startsAt, now)?.toISOString() ?? null,
  };
}

/** Whether its customer may still call a confirmed booking off. */
export function isCancellable({ status, startsAt }: Pick<BookingRow, 'status' | 'startsAt'>, now: Date): boolean {
  return status === 'confirmed' && startsAt > now;
}

/** What goes back by the kept policy; never what a bank has taken back already. */
export async function sumCancellation(context: BookingsContext, tx: TenantTx, booking: BookingRow): Promise<{ paid: PaidBooking; refundMinor: number }> {
  const [{ paidMinor }, refunds, refundableMinor] = await Promise.all([
    context.payments.totalsOf(tx, booking.id), context.payments.listBookingRefunds(tx, booking.id), context.payments.refundableOf(tx, booking.id),
  ]);
  const refundedMinor = refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const paid = { paidMinor, refundedMinor, startsAt: booking.startsAt, stepMinor: chargeLimits(booking.currency).stepMinor };
  return { paid, refundMinor: Math.min(refundableMinor, refundDue(booking.cancellationPolicy, paid, context.clock.now())) };
}
