import type { BookingStatus } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent, type EventType } from '../events/index.ts';
import { releaseUse } from '../pricing/index.ts';
import { announceTime } from './announce-time.ts';
import { insertTransition, updateBookingStatus } from './booking-repository.ts';
import { assertMove, type BookingRow } from './booking.ts';
import type { BookingsContext } from './context.ts';

export interface Cause {
  readonly actor: string;
  readonly cause: string;
  readonly now: Date;
  readonly requestId?: string | undefined;
  /** What its event tells besides. */
  readonly facts?: Readonly<Record<string, string | number>> | undefined;
}

/** Moves a booking to its next state, with its history, audit row and news, in the caller's transaction and under its lock. */
export async function moveBooking(context: BookingsContext, tx: TenantTx, booking: BookingRow, to: BookingStatus, why: Cause): Promise<void> {
  assertMove(booking.status, to);
  announceTime(context, tx, booking);
  const type = eventOf(to);
  await Promise.all([
    updateBookingStatus(tx, booking.id, { status: to, now: why.now }),
    // Whoever never paid has not used the promo code either.
    ...(booking.status === 'pending_payment' && to !== 'confirmed' ? [releaseUse(tx, booking.id, why.now)] : []),
    insertTransition(tx, { bookingId: booking.id, from: booking.status, to, cause: why.cause, actor: why.actor, at: why.now }),
    recordAudit(tx, {
      actor: why.actor, action: `booking.${to}`, entity: 'booking', entityId: booking.id,
      change: { from: booking.status, to, cause: why.cause, ...why.facts }, requestId: why.requestId, at: why.now,
    }),
    ...(type === null ? [] : [recordEvent(tx, { type, bookingId: booking.id, data: { from: booking.status, cause: why.cause, ...why.facts }, at: why.now })]),
  ]);
}

/** What is told of a booking's arrival in this state; null where nobody waits for it. */
function eventOf(status: BookingStatus): EventType | null {
  switch (status) {
    case 'confirmed': return 'booking.confirmed';
    case 'cancelled': return 'booking.cancelled';
    case 'expired': return 'booking.expired';
    default: return null;
  }
}
