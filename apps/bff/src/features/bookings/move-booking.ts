import type { BookingStatus } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { announceTime } from './announce-time.ts';
import { insertTransition, updateBookingStatus } from './booking-repository.ts';
import { assertMove, type BookingRow } from './booking.ts';
import type { BookingsContext } from './context.ts';

export interface Cause {
  readonly actor: string;
  readonly cause: string;
  readonly now: Date;
  readonly requestId?: string | undefined;
}

/** Moves a booking to its next state, with its history, audit row and news, in the caller's transaction and under its lock. */
export async function moveBooking(context: BookingsContext, tx: TenantTx, booking: BookingRow, to: BookingStatus, why: Cause): Promise<void> {
  assertMove(booking.status, to);
  announceTime(context, tx, booking);
  await Promise.all([
    updateBookingStatus(tx, booking.id, { status: to, now: why.now }),
    insertTransition(tx, { bookingId: booking.id, from: booking.status, to, cause: why.cause, actor: why.actor, at: why.now }),
    recordAudit(tx, {
      actor: why.actor, action: `booking.${to}`, entity: 'booking', entityId: booking.id,
      change: { from: booking.status, to, cause: why.cause }, requestId: why.requestId, at: why.now,
    }),
  ]);
}
