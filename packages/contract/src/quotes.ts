import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { Slug } from './text.ts';

export const PartySize = z.int().min(1).max(1000);

export const AddOnChoice = z.strictObject({ addOn: Slug, quantity: z.int().min(1).max(1000) });

export const AddOnChoices = z
  .array(AddOnChoice)
  .max(50)
  .refine((choices) => new Set(choices.map((choice) => choice.addOn)).size === choices.length, 'names an add-on twice')
  .default([]);

export const QuoteRequest = z
  .strictObject({ package: Slug, partySize: PartySize, addOns: AddOnChoices })
  .meta({ id: 'QuoteRequest' });

export const LineItem = z
  .object({
    kind: z.enum(['package', 'add_on', 'tax']),
    addOn: Slug.nullable(),
    description: z.string(),
    quantity: z.int().positive(),
    unitAmountMinor: AmountMinor,
    amountMinor: AmountMinor,
  })
  .meta({ id: 'LineItem' });

export const Quote = z
  .object({
    currency: Currency,
    lineItems: z.array(LineItem).describe('Their amounts sum to `totalMinor`'),
    subtotalMinor: AmountMinor.describe('Before a tax that is added on top'),
    taxMinor: AmountMinor.describe('The tax in the total, whether it was added or included'),
    taxIncluded: z.boolean(),
    totalMinor: AmountMinor,
    dueNowMinor: AmountMinor.describe('What the customer pays when booking'),
  })
  .meta({ id: 'Quote' });

export type AddOnChoice = z.infer<typeof AddOnChoice>;
export type QuoteRequest = z.input<typeof QuoteRequest>;
export type LineItem = z.infer<typeof LineItem>;
export type Quote = z.infer<typeof Quote>;
