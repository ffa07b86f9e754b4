// Ends a booking that was never paid. Its intent is cancelled at Stripe first, outside any transaction; only when nobody can
// pay it any more is its time given back. What Stripe says instead (paid, or being paid) is applied instead.
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findBookingForUpdate } from './booking-repository.ts';
import type { BookingsContext } from './context.ts';
import { findHoldForUpdate } from './hold-repository.ts';
import { moveBooking, type Cause } from './move-booking.ts';
import { endHold } from './release-hold.ts';

/** A bank that takes its time is given this long before we ask again. */
const PROCESSING_GRACE_MS = 60 * 60_000;

export function processingDeadline(now: Date): Date {
  return new Date(now.getTime() + PROCESSING_GRACE_MS);
}

/**
 * Ends a pending booking as `expired` or `cancelled`.
 * @param stillDue decides under the lock, after Stripe was asked, whether the booking is to be ended at all
 * @returns whether it was ended now
 * @throws PaymentProviderUnavailableError: nothing has changed
 */
export async function endPendingBooking(
  context: BookingsContext,
  scope: TenantScope,
  id: BookingId,
  input: { to: 'expired' | 'cancelled'; why: Omit<Cause, 'now'>; stillDue: (expiresAt: Date | null, now: Date) => boolean },
): Promise<boolean> {
  const outcome = await context.payments.abandon(scope, id);
  if (outcome === 'processing' || outcome === 'succeeded') return false;
  const catalog = await context.catalogs.get(scope);
  return withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const booking = await findBookingForUpdate(tx, id);
    if (booking?.status !== 'pending_payment' || !input.stillDue(booking.expiresAt, now)) return false;
    const hold = await findHoldForUpdate(tx, booking.holdId);
    if (hold) await endHold(tx, catalog, hold, input.to === 'expired' ? 'expired' : 'released', now);
    await moveBooking(tx, booking, input.to, { ...input.why, now });
    return true;
  });
}
