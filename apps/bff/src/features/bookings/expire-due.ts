// What the worker does when a time is up. Both are safe to run twice, and beside a customer who is just paying.
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { BookingId, HoldId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { BookingsContext } from './context.ts';
import { endPendingBooking } from './end-booking.ts';
import { findHoldForUpdate } from './hold-repository.ts';
import { endHold } from './release-hold.ts';

/** Ends a hold that nobody booked in time. */
export async function expireHold(context: BookingsContext, scope: TenantScope, id: HoldId): Promise<boolean> {
  const catalog = await context.catalogs.get(scope);
  return withTenant(context.app, scope, async (tx) => {
    const now = context.clock.now();
    const hold = await findHoldForUpdate(tx, id);
    if (hold?.status !== 'active' || hold.expiresAt > now) return false;
    await endHold(context, tx, { catalog, hold, status: 'expired', now });
    await recordAudit(tx, { actor: 'system', action: 'hold.expired', entity: 'hold', entityId: id, at: now });
    return true;
  });
}

/**
 * Ends a booking that nobody paid in time, after its intent was cancelled; one that the bank is processing is spared.
 * @throws PaymentProviderUnavailableError; the next run tries again
 */
export async function expireBooking(context: BookingsContext, scope: TenantScope, id: BookingId): Promise<boolean> {
  return endPendingBooking(context, scope, id, {
    to: 'expired',
    why: { actor: 'system', cause: 'not_paid_in_time' },
    stillDue: (expiresAt, now) => expiresAt !== null && expiresAt <= now,
  });
}
