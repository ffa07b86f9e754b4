// Calls off a booking that stands.
//
// 1. A payment that is open can't be paid any more once its intent is cancelled at Stripe, outside any transaction.
// 2. Under the booking's lock: what goes back is worked out, compared with what was agreed to, and asked for; the time is free.
// 3. What the bank is still processing arrives at a cancelled booking, and goes back whole.
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findBookingForUpdate } from './booking-repository.ts';
import type { BookingRow } from './booking.ts';
import type { BookingsContext } from './context.ts';
import { BookingNotCancellableError } from './errors.ts';
import { findHoldForUpdate } from './hold-repository.ts';
import { moveBooking, type Cause } from './move-booking.ts';
import { sumCancellation } from './read-cancellation.ts';
import { endHold } from './release-hold.ts';

/** Another tab may open a payment between the two steps; it can't keep doing so. */
const MAX_ROUNDS = 3;

export interface CancelConfirmed {
  readonly id: BookingId;
  readonly why: Omit<Cause, 'now' | 'facts'>;
  /** What the refund is for, in the business's own records. */
  readonly reason: string;
  /** Whether it may be called off now. */
  readonly isAllowed: (booking: BookingRow, now: Date) => boolean;
  /** @returns what goes back. @throws what keeps it from being cancelled */
  readonly decideRefund: (dueMinor: number, booking: BookingRow) => number;
}

/** @throws BookingNotCancellableError, RefundTooLargeError, PaymentProviderUnavailableError, or what `decideRefund` throws */
export async function cancelConfirmed(context: BookingsContext, scope: TenantScope, input: CancelConfirmed): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    // Before a payment is given up for it.
    await attempt(context, scope, input, 'look');
    await context.payments.abandon(scope, input.id);
    if (await attempt(context, scope, input, 'cancel')) return;
  }
  throw new BookingNotCancellableError();
}

/** @returns false when a payment was opened meanwhile */
async function attempt(context: BookingsContext, scope: TenantScope, input: CancelConfirmed, mode: 'look' | 'cancel'): Promise<boolean> {
  const catalog = await context.catalogs.get(scope);
  return withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const booking = await findBookingForUpdate(tx, input.id);
    if (!booking || !input.isAllowed(booking, now)) throw new BookingNotCancellableError();
    const { refundMinor: dueMinor } = await sumCancellation(context, tx, booking);
    const refundMinor = input.decideRefund(dueMinor, booking);
    if (mode === 'look') return false;
    const payments = await context.payments.listBookingPayments(tx, booking.id);
    if (payments.some(({ status }) => status === 'creating' || status === 'requires_payment')) return false;
    const hold = await findHoldForUpdate(tx, booking.holdId);
    if (hold) await endHold(context, tx, { catalog, hold, status: 'released', now });
    if (refundMinor > 0) {
      const { actor, requestId } = input.why;
      await context.payments.refundBooking(tx, { bookingId: booking.id, amountMinor: refundMinor, reason: input.reason, now, actor, requestId });
    }
    await moveBooking(context, tx, booking, 'cancelled', { ...input.why, now, facts: { refundMinor, currency: booking.currency } });
    return true;
  });
}
