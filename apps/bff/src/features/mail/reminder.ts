import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { readBooking } from '../bookings/index.ts';
import type { MailContext } from './mail-context.ts';
import { findMailSettings, insertEmail } from './mail-repository.ts';

/** One reminder a booking and start: a moved booking is reminded of anew, and the reminder of its old time finds no reason. */
export function reminderOccasion(bookingId: string, startsAt: Date): string {
  return `${bookingId} ${startsAt.toISOString()}`;
}

/** Plans the reminder of a booking that has just been confirmed or moved; one that begins sooner than that needs none. */
export async function planReminder(context: MailContext, tx: TenantTx, bookingId: BookingId, now: Date): Promise<void> {
  const [booking, { reminderHours }] = await Promise.all([readBooking(context.bookings, tx, bookingId), findMailSettings(tx)]);
  const startsAt = new Date(booking.startsAt);
  const at = new Date(startsAt.getTime() - reminderHours * 3_600_000);
  if (at <= now) return;
  await insertEmail(tx, { kind: 'reminder', occasion: reminderOccasion(bookingId, startsAt), eventId: null, bookingId, at }, now);
}
