import { type CalendarLink, linksToCalendars } from '@mais/calendar-links';
import type { Booking } from '@mais/contract';

import { dayFormat } from '../availability/days-in-zone.ts';

/**
 * The booking as entries that calendars on the web take over by a link.
 * @param about `isWholeDay`: a day has no time of day, wherever it is looked at from
 */
export function calendarLinks(booking: Booking, { tenant, isWholeDay }: { tenant: string; isWholeDay: boolean }): CalendarLink[] {
  const dayOf = dayFormat(booking.timeZone);
  return linksToCalendars({
    title: `${booking.package.name} · ${tenant}`,
    details: [booking.reference, ...booking.lineItems.filter(({ kind }) => kind === 'add_on').map((line) => `${line.quantity} × ${line.description}`)].join('\n'),
    where: tenant,
    startsAt: isWholeDay ? dayOf(booking.startsAt) : booking.startsAt,
    endsAt: isWholeDay ? dayOf(booking.endsAt) : booking.endsAt,
    isWholeDay,
  });
}
