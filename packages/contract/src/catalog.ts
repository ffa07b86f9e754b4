import { z } from 'zod';
import { CancellationPolicy } from './cancellation.ts';
import { AmountMinor, Currency } from './money.ts';
import { Question } from './questions.ts';
import { Slug } from './text.ts';
import { PictureUrl } from './widget-config.ts';

export const PackageKind = z.enum(['day', 'slot', 'session']);
export const PriceBasis = z.enum(['booking', 'person']);

export const AddOn = z
  .object({
    id: z.uuid(),
    slug: Slug,
    name: z.string(),
    description: z.string(),
    priceMinor: AmountMinor,
    priceBasis: PriceBasis.describe('`person` multiplies by the party size, for each unit of quantity'),
    maxQuantity: z.int().positive(),
  })
  .meta({ id: 'AddOn' });

export const Package = z
  .object({
    id: z.uuid(),
    slug: Slug,
    name: z.string(),
    summary: z.string(),
    description: z.string().describe('Plain text; blank lines part paragraphs'),
    category: z.string().nullable(),
    imageUrl: PictureUrl.nullable(),
    kind: PackageKind.describe('`day` books whole local days, `slot` a time for one party, `session` seats of a shared departure'),
    durationMinutes: z.int().positive().nullable().describe('null for whole days'),
    priceMinor: AmountMinor,
    priceBasis: PriceBasis,
    currency: Currency,
    minPartySize: z.int().positive(),
    maxPartySize: z.int().positive(),
    asksPostalCode: z.boolean().describe('Whether a booking needs the postal code where it takes place'),
    takesPromoCode: z.boolean().describe('Whether there may be a promo code for it'),
    takesWaitlist: z.boolean().describe('Whether customers may wait for a time of it that is full'),
    cancellationPolicy: CancellationPolicy.describe('What cancelling gives back; a booking keeps the one that it was sold with'),
    addOns: z.array(AddOn),
    questions: z.array(Question).describe('In the order in which they are asked'),
  })
  .meta({ id: 'Package' });

export const PackageList = z.object({ packages: z.array(Package) }).meta({ id: 'PackageList' });

export type AddOn = z.infer<typeof AddOn>;
export type Package = z.infer<typeof Package>;
export type PackageList = z.infer<typeof PackageList>;
export type PackageKind = z.infer<typeof PackageKind>;
export type PriceBasis = z.infer<typeof PriceBasis>;
