import { z } from 'zod';
import { Slug, typedText } from './text.ts';
import { BookableDay } from './time.ts';
import { Version } from './version.ts';

const ClockTime = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 09:30, or 24:00 for the end of the day');

const OpenSpan = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be later than from' })
  .meta({ id: 'OpenSpan' });

/** Of one day, in the tenant's zone; none is a day that is closed. */
const OpenSpans = z
  .array(OpenSpan)
  .max(12)
  .refine(areApart, 'must not overlap');

const WeeklyHours = z
  .strictObject({
    monday: OpenSpans.optional(), tuesday: OpenSpans.optional(), wednesday: OpenSpans.optional(), thursday: OpenSpans.optional(), friday: OpenSpans.optional(),
    saturday: OpenSpans.optional(), sunday: OpenSpans.optional(),
  })
  .describe('In your time zone; a day that is left out is closed')
  .meta({ id: 'WeeklyHours' });

const ScheduleName = typedText({ min: 1, max: 200 }).describe('For you; customers don’t see it');

export const ScheduleRequest = z.strictObject({ name: ScheduleName, weekly: WeeklyHours }).meta({ id: 'ScheduleRequest' });

export const ScheduleChange = z
  .strictObject({ version: Version, name: ScheduleName.optional(), weekly: WeeklyHours.optional().describe('Replaces the whole week') })
  .meta({ id: 'ScheduleChange' });

export const DayHours = z.strictObject({ hours: OpenSpans.describe('In place of the weekday’s; an empty list closes the day') }).meta({ id: 'DayHours' });

const ShownSpans = z.array(z.object({ from: z.string(), to: z.string() }));

export const Schedule = z
  .object({
    id: z.uuid(),
    version: z.int().describe('Counts changes of the name and the week; days of their own don’t get in each other’s way'),
    name: z.string(),
    weekly: z.object({
      monday: ShownSpans, tuesday: ShownSpans, wednesday: ShownSpans, thursday: ShownSpans, friday: ShownSpans, saturday: ShownSpans, sunday: ShownSpans,
    }),
    days: z.array(z.object({ day: z.string(), hours: ShownSpans })).describe('Days with hours of their own, from yesterday on'),
    packages: z.array(Slug).describe('That go by it'),
  })
  .meta({ id: 'Schedule' });

export const ScheduleList = z.object({ schedules: z.array(Schedule) }).meta({ id: 'ScheduleList' });

export const ClosureRequest = z
  .strictObject({
    startsOn: BookableDay,
    endsOn: BookableDay.describe('The last day'),
    reason: typedText({ min: 0, max: 300 }).optional().describe('For you; customers don’t see it'),
    resource: z.uuid('must be a UUID').toLowerCase().optional().describe('Closes this resource alone; all there is when left out'),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], error: 'must not be before startsOn' })
  .meta({ id: 'ClosureRequest' });

export const Closure = z
  .object({ id: z.uuid(), startsOn: z.string(), endsOn: z.string(), reason: z.string(), resource: z.uuid().nullable() })
  .meta({ id: 'Closure' });

export const ClosureList = z.object({ closures: z.array(Closure) }).meta({ id: 'ClosureList' });

const ResourceName = typedText({ min: 1, max: 200 }).describe('For you; customers don’t see it');
const Units = z.int().min(1).max(1_000).describe('How many of it there are: each booking takes one');

export const ResourceRequest = z.strictObject({ name: ResourceName, units: Units.optional().describe('1 when left out') }).meta({ id: 'ResourceRequest' });
export const ResourceChange = z.strictObject({ version: Version, name: ResourceName.optional(), units: Units.optional() }).meta({ id: 'ResourceChange' });

export const Resource = z
  .object({ id: z.uuid(), version: z.int(), name: z.string(), units: z.int(), isDefault: z.boolean().describe('What packages take that name none'), packages: z.array(Slug).describe('That take one of it') })
  .meta({ id: 'Resource' });

export const ResourceList = z.object({ resources: z.array(Resource) }).meta({ id: 'ResourceList' });

function areApart(spans: readonly { from: string; to: string }[]): boolean {
  const sorted = spans.toSorted((one, other) => one.from.localeCompare(other.from));
  return sorted.every(({ from }, index) => index === 0 || from >= (sorted[index - 1]?.to ?? ''));
}

export type ScheduleRequest = z.infer<typeof ScheduleRequest>;
export type ScheduleChange = z.infer<typeof ScheduleChange>;
export type DayHours = z.infer<typeof DayHours>;
export type Schedule = z.infer<typeof Schedule>;
export type ClosureRequest = z.infer<typeof ClosureRequest>;
export type Closure = z.infer<typeof Closure>;
export type ResourceRequest = z.infer<typeof ResourceRequest>;
export type ResourceChange = z.infer<typeof ResourceChange>;
export type Resource = z.infer<typeof Resource>;
