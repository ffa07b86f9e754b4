import { z } from 'zod';
import { Booking, BookingStatus } from './bookings.ts';
import { Cancellation, CancellationPolicy } from './cancellation.ts';
import { BookableInstant, Instant } from './time.ts';

/** A booking as the business sees it. */
export const TenantBooking = Booking.omit({ calendarToken: true, manageToken: true, expiresInSeconds: true, customer: true })
  .extend({
    customer: z.object({ id: z.uuid(), name: z.string(), email: z.string(), phone: z.string().nullable() }),
    note: z.string().nullable(),
    postalCode: z.string().nullable(),
    cancelledAt: Instant.nullable(),
    cancellationPolicy: CancellationPolicy.describe('As it was when the booking was sold'),
  })
  .meta({ id: 'TenantBooking' });

/** The same with what can be done with it, and how it came to be as it is. */
export const TenantBookingDetail = TenantBooking
  .extend({
    cancellation: Cancellation.describe('What its customer would get back'),
    history: z.array(z.object({ at: Instant, from: BookingStatus.nullable(), to: BookingStatus, cause: z.string(), actor: z.string() })).describe('Oldest first'),
  })
  .meta({ id: 'TenantBookingDetail' });

export const TenantBookingQuery = z.strictObject({
  status: BookingStatus.optional(),
  startsFrom: BookableInstant.optional(),
  startsBefore: BookableInstant.optional(),
  customer: z.uuid('must be a UUID').toLowerCase().optional().describe('The id of one'),
  limit: z.string().regex(/^(?:[1-9][0-9]?|100)$/, 'must be a whole number from 1 to 100').transform(Number).pipe(z.int()).optional().describe('Defaults to 50'),
  after: z.uuid('must be a UUID').toLowerCase().optional().describe('The `nextAfter` of the page before'),
});

export const TenantBookingList = z
  .object({ bookings: z.array(TenantBooking), nextAfter: z.uuid().nullable().describe('Null on the last page') })
  .meta({ id: 'TenantBookingList' });

export type TenantBooking = z.infer<typeof TenantBooking>;
export type TenantBookingList = z.infer<typeof TenantBookingList>;
export type TenantBookingDetail = z.infer<typeof TenantBookingDetail>;
export type TenantBookingQuery = z.infer<typeof TenantBookingQuery>;
