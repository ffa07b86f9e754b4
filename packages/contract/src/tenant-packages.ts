import { z } from 'zod';
import { CancellationPolicy } from './cancellation.ts';
import { PackageKind, PriceBasis } from './catalog.ts';
import { AmountMinor, Currency, PriceMinor } from './money.ts';
import { Slug, typedText } from './text.ts';
import { Instant } from './time.ts';
import { Version } from './version.ts';
import { PictureUrl } from './widget-config.ts';

export const PackageDeposit = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('fixed'), amountMinor: z.int().min(1).max(99_999_999) }),
    z.strictObject({ kind: z.literal('percent'), bps: z.int().min(1).max(9_999).describe('Of the total, in hundredths of a percent') }),
  ])
  .meta({ id: 'PackageDeposit' });

const TaxBehaviour = z.enum(['inclusive', 'exclusive']);
const ZonePolicy = z.enum(['none', 'surcharge', 'service_area']);
const PackageVisibility = z.enum(['public', 'hidden', 'archived']);
const PartyLimit = z.int().min(1).max(1_000);
const Minutes = z.int().min(1);

/** What may be left out when a package is made, and changed one by one later. */
const fields = {
  summary: typedText({ min: 0, max: 500 }).optional().describe('A line below its name'),
  description: typedText({ min: 0, max: 10_000 }).optional().describe('Plain text; blank lines part paragraphs'),
  category: typedText({ min: 1, max: 100 }).nullable().optional(),
  imageUrl: PictureUrl.nullable().optional(),
  visibility: PackageVisibility.optional().describe('`hidden` ones are reached by their own address only; `archived` ones are offered to nobody, and their bookings stay'),
  position: z.int().min(0).max(10_000).optional().describe('Where it stands in the list'),
  priceBasis: PriceBasis.optional(),
  taxBps: z.int().min(0).max(5_000).optional().describe('In hundredths of a percent'),
  taxBehaviour: TaxBehaviour.optional().describe('Whether the price has the tax in it, or it is added on top'),
  deposit: PackageDeposit.optional().describe('What is asked for when booking; the rest is the balance'),
  balanceDueHours: z.int().min(0).max(26_280).optional().describe('How long before the start the balance is due'),
  zonePolicy: ZonePolicy.optional().describe('`surcharge` adds that of the customer’s zone, `service_area` also offers it in the zones alone'),
  cancellationPolicy: CancellationPolicy.nullable().optional().describe('null for the policy of all packages'),
  minPartySize: PartyLimit.optional(),
  maxPartySize: PartyLimit.optional(),
  resources: z.array(z.uuid('must be a UUID').toLowerCase()).min(1, 'must name at least one resource').max(20).optional().describe('What a booking takes a unit of each of; the default resource when left out'),
  durationMinutes: Minutes.max(10_080).optional().describe('Not of whole days'),
  stepMinutes: Minutes.max(1_440).optional().describe('How far apart times may start; not of whole days'),
  bufferBeforeMinutes: z.int().min(0).max(1_440).optional(),
  bufferAfterMinutes: z.int().min(0).max(1_440).optional(),
  seats: z.int().min(1).max(10_000).optional().describe('Of a session, and of nothing else; departures that somebody has booked keep theirs'),
  minNoticeMinutes: z.int().min(0).max(1_576_800).optional().describe('How long before its start it can be booked at the latest'),
  bookingWindowDays: z.int().min(1).max(1_095).optional().describe('How far ahead it can be booked'),
  dailyLimit: z.int().min(1).max(100_000).nullable().optional().describe('How many bookings may start on a day'),
  takesWaitlist: z.boolean().optional().describe('Whether customers may wait for a time that is full; who waits already keeps waiting'),
};

const Name = typedText({ min: 1, max: 200 });
const ScheduleId = z.uuid('must be a UUID').toLowerCase().describe('When it is open');

export const PackageRequest = z
  .strictObject({
    slug: Slug.refine((slug) => slug !== 'manage', 'must not be "manage", which is the page of a booking').describe('Its name in addresses, for good'),
    kind: PackageKind.describe('`day` books whole local days, `slot` a time for one party, `session` seats of a shared departure; for good'),
    name: Name,
    priceMinor: PriceMinor,
    schedule: ScheduleId,
    ...fields,
  })
  .meta({ id: 'PackageRequest' });

export const PackageChange = z
  .strictObject({ version: Version, name: Name.optional(), priceMinor: PriceMinor.optional(), schedule: ScheduleId.optional(), ...fields })
  .meta({ id: 'PackageChange' });

export const TenantPackage = z
  .object({
    id: z.uuid(),
    version: z.int(),
    slug: Slug,
    kind: PackageKind,
    name: z.string(),
    summary: z.string(),
    description: z.string(),
    category: z.string().nullable(),
    imageUrl: PictureUrl.nullable(),
    visibility: PackageVisibility,
    position: z.int(),
    priceMinor: AmountMinor,
    priceBasis: PriceBasis,
    currency: Currency,
    taxBps: z.int(),
    taxBehaviour: TaxBehaviour,
    deposit: PackageDeposit,
    balanceDueHours: z.int(),
    zonePolicy: ZonePolicy,
    cancellationPolicy: CancellationPolicy.nullable(),
    minPartySize: z.int(),
    maxPartySize: z.int(),
    schedule: z.uuid(),
    resources: z.array(z.uuid()),
    durationMinutes: z.int().nullable(),
    stepMinutes: z.int().nullable(),
    bufferBeforeMinutes: z.int(),
    bufferAfterMinutes: z.int(),
    seats: z.int().nullable(),
    minNoticeMinutes: z.int(),
    bookingWindowDays: z.int(),
    dailyLimit: z.int().nullable(),
    takesWaitlist: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'TenantPackage' });

export const TenantPackageList = z.object({ packages: z.array(TenantPackage) }).meta({ id: 'TenantPackageList' });

export type PackageDeposit = z.infer<typeof PackageDeposit>;
export type PackageRequest = z.infer<typeof PackageRequest>;
export type PackageChange = z.infer<typeof PackageChange>;
export type TenantPackage = z.infer<typeof TenantPackage>;
