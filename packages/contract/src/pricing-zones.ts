import { z } from 'zod';
import { PriceBasis } from './catalog.ts';
import { AmountMinor } from './money.ts';
import { Slug, typedText } from './text.ts';
import { Instant } from './time.ts';

/** A postal code (`10115`), a prefix (`10*`) or a range of codes of one length (`10115..10999`). */
const PostalArea = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{Pd} ]{0,11}(?:\*|\.\.[\p{L}\p{N}][\p{L}\p{N}\p{Pd} ]{0,11})?$/u, 'must be a postal code such as 10115, a prefix such as 10* or a range such as 10115..10999');

export const PricingZoneRequest = z
  .strictObject({
    name: typedText({ min: 1, max: 200 }).describe('Customers read it beside its surcharge'),
    areas: z.array(PostalArea).max(500).optional().describe('Needed without a `referenceZone`'),
    referenceZone: Slug.optional().describe('A shared zone whose areas are added; GET /reference-zones lists them'),
    surchargeMinor: z.int().min(0).max(99_999_999).optional().describe('0 when left out: the zone only says where packages are offered'),
    priceBasis: PriceBasis.optional().describe('`booking` when left out'),
    position: z.int().min(0).max(10_000).optional().describe('Zones are looked through by it, and the first that fits counts; 0 when left out'),
    active: z.boolean().optional().describe('true when left out'),
  })
  .meta({ id: 'PricingZoneRequest' });

export const PricingZone = z
  .object({
    id: z.uuid(),
    name: z.string(),
    areas: z.array(z.string()),
    referenceZone: Slug.nullable(),
    surchargeMinor: AmountMinor,
    priceBasis: PriceBasis,
    position: z.int(),
    active: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'PricingZone' });

export const PricingZoneList = z.object({ pricingZones: z.array(PricingZone) }).meta({ id: 'PricingZoneList' });

export const ReferenceZoneList = z
  .object({ referenceZones: z.array(z.object({ slug: Slug, name: z.string(), country: z.string(), areas: z.array(z.string()) })) })
  .meta({ id: 'ReferenceZoneList' });

export type PricingZoneRequest = z.infer<typeof PricingZoneRequest>;
export type PricingZone = z.infer<typeof PricingZone>;
