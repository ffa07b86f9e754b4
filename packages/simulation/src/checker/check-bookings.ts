// No acknowledged booking is lost, and what a customer was told stays true.
import type { Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

/** What a booking that was seen confirmed may have become since. */
const afterConfirmed = new Set(['confirmed', 'completed', 'no_show', 'cancelled']);

export function checkBookings({ history, bookings, tables }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const moved = new Set(tables.bookings.filter((row) => row['times_moved'] !== 0).map((row) => row['id']));
  const booked = history.filter((line) => line.kind === 'booked');
  for (const line of booked) {
    const row = bookings.get(line.bookingId);
    // Another time may have another price.
    const price = moved.has(line.bookingId) ? {} : { total_minor: line.totalMinor, due_now_minor: line.dueNowMinor };
    const told = { reference: line.reference, package_slug: line.package, ...price };
    if (row === undefined) violations.push({ kind: 'booking_lost', what: `${line.who} was given booking ${line.bookingId}, which isn't there` });
    else {
      for (const [column, value] of Object.entries(told)) {
        if (row[column] !== value) violations.push({ kind: 'booking_changed', what: `${line.bookingId} was acknowledged with ${column} ${value} and has ${String(row[column])}` });
      }
      if (line.status === 'confirmed' && !afterConfirmed.has(text(row['status']))) violations.push({ kind: 'confirmation_lost', what: `${line.bookingId} was acknowledged as confirmed and is ${text(row['status'])}` });
    }
  }
  for (const [key, lines] of groupBy(booked, (line) => line.key)) {
    const ids = new Set(lines.map(({ bookingId }) => bookingId));
    if (ids.size > 1) violations.push({ kind: 'booked_twice', what: `one request (${key}) was answered with ${ids.size} bookings` });
  }
  for (const line of history) {
    if (line.kind !== 'seen') continue;
    const row = bookings.get(line.bookingId);
    if (line.status === 'confirmed' && !afterConfirmed.has(text(row?.['status']))) {
      violations.push({ kind: 'confirmation_lost', what: `${line.who} saw ${line.bookingId} confirmed, and it is ${text(row?.['status'])}` });
    }
  }
  const holds = groupBy(tables.bookings, (booking) => text(booking['hold_id']));
  for (const [hold, rows] of holds) if (rows.length > 1) violations.push({ kind: 'booked_twice', what: `hold ${hold} became ${rows.length} bookings` });
  return violations;
}
