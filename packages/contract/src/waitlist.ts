import { z } from 'zod';
import { BookingStatus, CustomerInput } from './bookings.ts';
import { PartySize } from './quotes.ts';
import { Slug } from './text.ts';
import { BookableInstant, Instant, LocalDay } from './time.ts';

export const WaitlistStatus = z.enum(['waiting', 'offered', 'booked', 'passed', 'expired', 'left']);

export const WaitlistRequest = z
  .strictObject({
    package: Slug,
    day: LocalDay.optional().describe("A day of the tenant's zone, for any time of it"),
    startsAt: BookableInstant.optional().describe('One start, in place of `day`'),
    partySize: PartySize,
    customer: CustomerInput.omit({ phone: true }),
    consent: z.literal(true, 'must be true: they agree to be written to about this').describe('That the customer agreed to be written to'),
    locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR').max(35).optional(),
  })
  .refine(({ day, startsAt }) => (day === undefined) !== (startsAt === undefined), { path: ['day'], error: 'must be given, or else `startsAt`, and not both' })
  .meta({ id: 'WaitlistRequest' });

/** Says nothing of who waits already: whoever knows an e-mail address may send it. The customer's link comes by e-mail. */
export const WaitlistJoined = z
  .object({
    package: Slug,
    day: LocalDay,
    startsAt: Instant.nullable(),
    partySize: z.int().positive(),
    status: z.literal('waiting'),
  })
  .meta({ id: 'WaitlistJoined' });

export const WaitlistOffer = z
  .object({
    startsAt: Instant,
    endsAt: Instant,
    expiresAt: Instant.describe('Until when the place is kept'),
    acceptedAt: Instant.nullable(),
  })
  .meta({ id: 'WaitlistOffer' });

export const WaitlistEntry = z
  .object({
    id: z.uuid(),
    status: WaitlistStatus,
    package: z.object({ slug: Slug, name: z.string() }),
    day: LocalDay,
    startsAt: Instant.nullable().describe('Null where any time of the day will do'),
    timeZone: z.string().describe("The tenant's zone"),
    partySize: z.int().positive(),
    position: z.int().positive().nullable().describe('1 for who is asked next at this package and day; null once it is over'),
    offer: WaitlistOffer.nullable().describe('What is kept for them now'),
    bookingStatus: BookingStatus.nullable().describe('How the booking stands that they made of an offer; null while there is none'),
    joinedAt: Instant,
  })
  .meta({ id: 'WaitlistEntry' });

export const TenantWaitlistEntry = WaitlistEntry.extend({ customer: z.object({ name: z.string(), email: z.string() }) }).meta({ id: 'TenantWaitlistEntry' });

export const WaitlistQuery = z.strictObject({
  status: WaitlistStatus.optional().describe('All when left out'),
  package: Slug.optional(),
  day: LocalDay.optional(),
  limit: z.string().regex(/^(?:[1-9][0-9]?|100)$/, 'must be a whole number from 1 to 100').transform(Number).pipe(z.int()).optional().describe('Defaults to 50'),
  after: z.uuid('must be a UUID').toLowerCase().optional().describe('The `nextAfter` of the page before'),
});

export const WaitlistList = z
  .object({ entries: z.array(TenantWaitlistEntry), nextAfter: z.uuid().nullable().describe('Null on the last page') })
  .meta({ id: 'WaitlistList' });

export const WaitlistSettings = z.object({ offerMinutes: z.int().describe('How long an offered place is kept') }).meta({ id: 'WaitlistSettings' });

export const WaitlistSettingsChange = z.strictObject({ offerMinutes: z.int().min(10).max(10_080) }).meta({ id: 'WaitlistSettingsChange' });

export type WaitlistStatus = z.infer<typeof WaitlistStatus>;
export type WaitlistRequest = z.infer<typeof WaitlistRequest>;
export type WaitlistJoined = z.infer<typeof WaitlistJoined>;
export type WaitlistOffer = z.infer<typeof WaitlistOffer>;
export type WaitlistEntry = z.infer<typeof WaitlistEntry>;
export type TenantWaitlistEntry = z.infer<typeof TenantWaitlistEntry>;
export type WaitlistList = z.infer<typeof WaitlistList>;
export type WaitlistSettings = z.infer<typeof WaitlistSettings>;
