import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { Slug, typedText } from './text.ts';
import { BookableInstant, Instant } from './time.ts';

export const PartySize = z.int().min(1).max(1000);

export const AddOnChoice = z.strictObject({ addOn: Slug, quantity: z.int().min(1).max(1000) });

export const AddOnChoices = z
  .array(AddOnChoice)
  .max(50)
  .refine((choices) => new Set(choices.map((choice) => choice.addOn)).size === choices.length, 'names an add-on twice')
  .default([]);

/** As the customer types it; whether there is such a code, the answer tells. */
export const PromoCodeText = typedText({ min: 1, max: 60 });

export const PostalCode = z
  .string()
  .trim()
  .max(12, 'must have at most 12 characters')
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}\p{Pd} ]*[\p{L}\p{N}])?$/u, 'must be a postal code such as 94110 or SW1A 1AA');

export const QuoteRequest = z
  .strictObject({
    package: Slug,
    partySize: PartySize,
    addOns: AddOnChoices,
    startsAt: BookableInstant.optional().describe('The chosen time: some days cost more, and near it the balance is due as well'),
    promoCode: PromoCodeText.optional(),
    postalCode: PostalCode.optional().describe('Where the customer is, for packages that ask for it'),
  })
  .meta({ id: 'QuoteRequest' });

export const LineItem = z
  .object({
    kind: z.enum(['package', 'add_on', 'surcharge', 'discount', 'tax']),
    addOn: Slug.nullable(),
    description: z.string(),
    quantity: z.int().positive(),
    unitAmountMinor: z.int().describe('Negative for the discount alone'),
    amountMinor: z.int().describe('Negative for the discount alone'),
    discountMinor: AmountMinor.describe('The share of the discount that falls on this line'),
    taxMinor: AmountMinor.describe('The tax on this line after its discount, whether it is in the amount or a line of its own'),
  })
  .meta({ id: 'LineItem' });

export const Quote = z
  .object({
    currency: Currency,
    lineItems: z.array(LineItem).describe('Their amounts sum to `totalMinor`'),
    subtotalMinor: AmountMinor.describe('After the discount, before a tax that is added on top'),
    discountMinor: AmountMinor.describe('What a promo code takes off'),
    taxMinor: AmountMinor.describe('The tax in the total, whether it was added or included'),
    taxIncluded: z.boolean(),
    totalMinor: AmountMinor,
    dueNowMinor: AmountMinor.describe('What the customer pays when booking'),
    balanceMinor: AmountMinor.describe('What is left to pay later; 0 where all is due now'),
    balanceDueAt: Instant.nullable().describe('When the balance is due; null without a balance, or while no time is chosen'),
  })
  .meta({ id: 'Quote' });

export type AddOnChoice = z.infer<typeof AddOnChoice>;
export type QuoteRequest = z.input<typeof QuoteRequest>;
export type LineItem = z.infer<typeof LineItem>;
export type Quote = z.infer<typeof Quote>;
