import { dayBounds } from '@mais/availability';
import type { LineItem } from '@mais/contract';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import type { BookingId } from '../../platform/ids.ts';
import { findBooking, findContactAddress, listLineItems } from './booking-repository.ts';
import type { BookingRow } from './booking.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';
import type { BookingAccess } from './get-booking.ts';

export interface CalendarFile {
  readonly name: string;
  /** iCalendar. @see https://www.rfc-editor.org/rfc/rfc5545 */
  readonly text: string;
  /** Of a file that takes a booking out of a calendar, its type says so too. */
  readonly contentType: string;
}

/**
 * The booking as a file that calendars take in; a later one of the same booking replaces the earlier.
 * @param input its token opens nothing but this file, since it stands in an address: histories and servers on the way keep those
 * @throws BookingNotFoundError, InvalidTokenError
 */
export async function getBookingCalendar(context: BookingsContext, request: RequestContext, input: BookingAccess): Promise<CalendarFile> {
  const { tenant, scope } = request.access;
  if (!context.tokens.matches(input.token, 'calendar', scope, input.id)) throw new InvalidTokenError('Send the calendar token that came with this booking.');
  return withTenant(context.app, scope, async (tx) => {
    return readBookingCalendar(context, tx, { id: input.id, tenantName: tenant.name });
  });
}

/** The same file for whoever may see the booking, such as its own customer by e-mail. */
export async function readBookingCalendar(context: BookingsContext, tx: TenantTx, input: { id: BookingId; tenantName: string }): Promise<CalendarFile> {
  const [booking, items, email] = await Promise.all([findBooking(tx, input.id), listLineItems(tx, input.id), findContactAddress(tx)]);
  if (!booking) throw new BookingNotFoundError();
  return writeCalendar(context, { name: input.tenantName, email }, booking, items);
}

function writeCalendar(context: BookingsContext, organizer: { name: string; email: string }, booking: BookingRow, items: readonly LineItem[]): CalendarFile {
  const status = statusOf(booking);
  const method = status === ICalEventStatus.CANCELLED ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH;
  const calendar = ical({ prodId: { company: 'MAIS', product: 'bookings' }, method });
  calendar.createEvent({
    ...spanOf(booking),
    id: `${booking.id}@${new URL(context.config.widgetUrl).hostname}`,
    summary: `${booking.packageName} · ${organizer.name}`,
    // Without one, some calendars believe no cancellation.
    organizer,
    // Names and numbers, so that it needs no language.
    description: [booking.reference, ...items.filter((item) => item.kind === 'add_on').map((item) => `${item.quantity} × ${item.description}`)].join('\n'),
    status,
    // A calendar keeps what has the higher number: first unpaid, then confirmed, each time it is moved, then cancelled.
    sequence: booking.timesMoved + (booking.status === 'pending_payment' ? 0 : booking.status === 'confirmed' ? 1 : 2),
    stamp: context.clock.now(),
    created: booking.createdAt,
  });
  return { name: `${booking.reference}.ics`, text: `${calendar.toString()}\r\n`, contentType: `text/calendar; charset=utf-8; method=${method}` };
}

/** Whole days have no time of day, wherever the calendar is looked at. */
function spanOf({ dayLocal, tenantTimeZone, startsAt, endsAt }: BookingRow) {
  const day = dayBounds(dayLocal, tenantTimeZone);
  const isWholeDay = startsAt.getTime() === day.startsAtMs && endsAt.getTime() === day.endsAtMs;
  if (!isWholeDay) return { start: startsAt, end: endsAt, allDay: false };
  const start = new Date(`${dayLocal}T00:00:00Z`);
  return { start, end: new Date(start.getTime() + 86_400_000), allDay: true };
}

function statusOf({ status }: BookingRow): ICalEventStatus {
  if (status === 'confirmed' || status === 'completed') return ICalEventStatus.CONFIRMED;
  return status === 'pending_payment' || status === 'requested' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CANCELLED;
}
