import { z } from 'zod';
import { PriceBasis } from './catalog.ts';
import { AmountMinor } from './money.ts';
import { Slug, typedText } from './text.ts';
import { LocalDay } from './time.ts';

const Weekday = z.int().min(1).max(7).describe('ISO, Monday 1');
const Day = LocalDay.refine((day) => day.startsWith('20'), 'must lie in the years 2000 to 2099');

export const DaySurchargeRequest = z
  .strictObject({
    name: typedText({ min: 1, max: 200 }).describe('Customers read it beside the amount'),
    weekdays: z.array(Weekday).min(1, 'must name at least one weekday').max(7).optional().describe('In the tenant’s zone; all of them when left out'),
    startsOn: Day.optional().describe('The first day; from the beginning when left out'),
    endsOn: Day.optional().describe('The last day; without an end when left out'),
    percentBps: z.int().min(1).max(10_000).optional().describe('Of the package’s price, in hundredths of a percent; or `amountMinor`'),
    amountMinor: z.int().min(1).max(99_999_999).optional().describe('Or `percentBps`'),
    priceBasis: PriceBasis.optional().describe('Of `amountMinor`; `booking` when left out'),
    packages: z.array(Slug).min(1, 'must name at least one package').max(200).optional().describe('All of them when left out'),
    position: z.int().min(0).max(10_000).optional().describe('In which order they stand in a price; 0 when left out'),
    active: z.boolean().optional().describe('true when left out'),
  })
  .meta({ id: 'DaySurchargeRequest' });

export const DaySurcharge = z
  .object({
    id: z.uuid(),
    name: z.string(),
    weekdays: z.array(z.int()).describe('Empty for all of them'),
    startsOn: LocalDay.nullable(),
    endsOn: LocalDay.nullable(),
    percentBps: z.int().nullable(),
    amountMinor: AmountMinor.nullable(),
    priceBasis: PriceBasis,
    packages: z.array(Slug).nullable().describe('null for all of them'),
    position: z.int(),
    active: z.boolean(),
  })
  .meta({ id: 'DaySurcharge' });

export const DaySurchargeList = z.object({ daySurcharges: z.array(DaySurcharge) }).meta({ id: 'DaySurchargeList' });

export type DaySurchargeRequest = z.infer<typeof DaySurchargeRequest>;
export type DaySurcharge = z.infer<typeof DaySurcharge>;
