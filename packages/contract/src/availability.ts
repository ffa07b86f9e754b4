import { z } from 'zod';
import { Slug } from './text.ts';
import { Instant, LocalDay, TimeZone } from './time.ts';

/** A query's whole number, sent as text. */
export const WholeNumberText = z
  .string()
  .regex(/^[1-9][0-9]{0,4}$/, 'must be a whole number from 1 to 99999')
  .transform(Number)
  .pipe(z.int());

export const AvailabilityQuery = z.strictObject({
  package: Slug,
  from: LocalDay,
  to: LocalDay.describe('Inclusive; at most 62 days after `from`'),
  partySize: WholeNumberText.optional().describe('Defaults to the smallest party that the package takes'),
  timeZone: TimeZone.optional().describe("Groups times into the days of this zone; whole-day packages keep the tenant's days. Defaults to the tenant's zone"),
  hold: z.uuid('must be a UUID').optional().describe('A hold of your own: what it takes is listed as free, since choosing another time gives it back'),
  key: z.string().optional(),
});

export const FullTimesQuery = z.strictObject({
  package: Slug,
  day: LocalDay,
  partySize: WholeNumberText.optional().describe('Defaults to the smallest party that the package takes'),
  timeZone: TimeZone.optional().describe("The zone of the day; whole-day packages keep the tenant's days. Defaults to the tenant's zone"),
  hold: z.uuid('must be a UUID').optional().describe('A hold of your own, which counts as free'),
  key: z.string().optional(),
});

/** What is offered on a day and has no place left for such a party. */
export const FullTimes = z
  .object({
    package: Slug,
    day: LocalDay,
    timeZone: z.string().describe('The zone of the day'),
    partySize: z.int().positive(),
    times: z.array(z.object({ startsAt: Instant, endsAt: Instant })),
  })
  .meta({ id: 'FullTimes' });

export const Slot = z
  .object({
    startsAt: Instant,
    endsAt: Instant,
    remaining: z.int().positive().describe('Free units, or seats left in a session'),
  })
  .meta({ id: 'Slot' });

/** `full` was offered and is taken; `closed` is not offered at all. */
export const DayState = z.enum(['available', 'full', 'closed']);

export const Day = z.object({ day: LocalDay, state: DayState, slots: z.array(Slot) }).meta({ id: 'Day' });

export const Availability = z
  .object({
    package: Slug,
    timeZone: z.string().describe('The zone of the days'),
    partySize: z.int().positive(),
    from: LocalDay,
    to: LocalDay,
    days: z.array(Day),
    nextAvailableDay: LocalDay.nullable().describe('The first day from `from` on with something free, also past `to`; null when the booking window has none'),
  })
  .meta({ id: 'Availability' });

export const AvailabilityStreamQuery = z.strictObject({
  key: z.string().optional(),
  tenant: Slug.optional().describe('The slug, on pages without a key'),
  package: Slug.optional().describe('Only news of this package; without it, of every public one'),
  since: z.string().max(40).optional().describe('An instant: `serverNow` of the first view, say. `Last-Event-ID` comes before it'),
});

/** The data of the event `changed`. Days are of the tenant's zone; what is free on them now, GET /availability tells. */
export const AvailabilityNews = z
  .object({
    changes: z.array(z.object({ package: Slug, from: LocalDay, to: LocalDay.describe('Inclusive') })),
  })
  .meta({ id: 'AvailabilityNews' });

export type Slot = z.infer<typeof Slot>;
export type Day = z.infer<typeof Day>;
export type DayState = z.infer<typeof DayState>;
export type Availability = z.infer<typeof Availability>;
export type AvailabilityQuery = z.input<typeof AvailabilityQuery>;
export type FullTimes = z.infer<typeof FullTimes>;
export type FullTimesQuery = z.input<typeof FullTimesQuery>;
export type AvailabilityNews = z.infer<typeof AvailabilityNews>;
