// Ends a booking that was never paid. Its intent is cancelled at Stripe first, outside any transaction; only when nobody can
// pay it any more is its time given back. What Stripe says instead (paid, or being paid) is applied instead.
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findBookingForUpdate, updateBookingExpiry } from './booking-repository.ts';
import type { BookingRow } from './booking.ts';
import { lockResources } from './claim-resources.ts';
import type { BookingsContext } from './context.ts';
import { findHoldForUpdate, keepClaims } from './hold-repository.ts';
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
  if (outcome === 'succeeded') return false;
  if (outcome === 'processing') {
    await spareProcessing(context, scope, id);
    return false;
  }
  const catalog = await context.catalogs.get(scope);
  return withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const booking = await findBookingForUpdate(tx, id);
    if (booking?.status !== 'pending_payment' || !input.stillDue(booking.expiresAt, now)) return false;
    const hold = await findHoldForUpdate(tx, booking.holdId);
    if (hold) await endHold(context, tx, { catalog, hold, status: input.to === 'expired' ? 'expired' : 'released', now });
    await moveBooking(context, tx, booking, input.to, { ...input.why, now });
    return true;
  });
}

/** The bank still has it: the time stays the booking's for another while. */
async function spareProcessing(context: BookingsContext, scope: TenantScope, id: BookingId): Promise<void> {
  await withTenant(context.app, scope, async (tx) => {
    const booking = await findBookingForUpdate(tx, id);
    if (booking?.status === 'pending_payment') await extendPending(context, tx, booking, processingDeadline(context.clock.now()));
  });
}

/** Keeps a pending booking's time until `deadline`, if that is later; what was released meanwhile is won back on payment. */
export async function extendPending(context: BookingsContext, tx: TenantTx, booking: BookingRow, deadline: Date): Promise<void> {
  if (booking.expiresAt !== null && booking.expiresAt >= deadline) return;
  const catalog = await context.catalogs.getWithin(tx);
  const item = catalog.packages.find((candidate) => candidate.id === booking.packageId);
  await Promise.all(lockResources(tx, item?.rules.resources ?? []));
  await keepClaims(tx, booking.holdId, deadline);
  await updateBookingExpiry(tx, booking.id, deadline);
}
