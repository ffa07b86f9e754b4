import { z } from 'zod';
import { PriceBasis } from './catalog.ts';
import { AmountMinor, PriceMinor } from './money.ts';
import { Slug, typedText } from './text.ts';
import { Version } from './version.ts';

const fields = {
  description: typedText({ min: 0, max: 1_000 }).optional(),
  priceBasis: PriceBasis.optional().describe('`person` multiplies by the party size, for each unit of quantity'),
  maxQuantity: z.int().min(1).max(1_000).optional().describe('How many of it a booking may have'),
  packages: z.array(Slug).max(200).nullable().optional().describe('What it can be booked with; null for all packages, also later ones'),
  position: z.int().min(0).max(10_000).optional().describe('Where it stands in the list'),
  active: z.boolean().optional().describe('false takes it off the list; bookings that have it keep it'),
};

const Name = typedText({ min: 1, max: 200 });

export const AddOnRequest = z.strictObject({ slug: Slug, name: Name, priceMinor: PriceMinor, ...fields }).meta({ id: 'AddOnRequest' });

export const AddOnChange = z.strictObject({ version: Version, name: Name.optional(), priceMinor: PriceMinor.optional(), ...fields }).meta({ id: 'AddOnChange' });

export const TenantAddOn = z
  .object({
    id: z.uuid(),
    version: z.int(),
    slug: Slug,
    name: z.string(),
    description: z.string(),
    priceMinor: AmountMinor,
    priceBasis: PriceBasis,
    maxQuantity: z.int(),
    packages: z.array(Slug).nullable(),
    position: z.int(),
    active: z.boolean(),
  })
  .meta({ id: 'TenantAddOn' });

export const TenantAddOnList = z.object({ addOns: z.array(TenantAddOn) }).meta({ id: 'TenantAddOnList' });

export type AddOnRequest = z.infer<typeof AddOnRequest>;
export type AddOnChange = z.infer<typeof AddOnChange>;
export type TenantAddOn = z.infer<typeof TenantAddOn>;
