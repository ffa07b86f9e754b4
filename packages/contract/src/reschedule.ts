import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { LineItem } from './quotes.ts';
import { BookableInstant, Instant } from './time.ts';

export const RescheduleQuery = z.strictObject({ key: z.string().optional(), startsAt: BookableInstant });

/** What moving a booking to another time comes to. */
export const RescheduleQuote = z
  .object({
    startsAt: Instant,
    endsAt: Instant,
    currency: Currency,
    lineItems: z.array(LineItem),
    totalMinor: AmountMinor.describe('Made by the prices that the booking was sold at, for the new time'),
    differenceMinor: z.int().describe('To the price before; negative when it is cheaper'),
    refundMinor: AmountMinor.describe('What goes back'),
    owedMinor: AmountMinor.describe('What is to be paid then, the balance included'),
  })
  .meta({ id: 'RescheduleQuote' });

export const RescheduleRequest = z
  .strictObject({
    startsAt: BookableInstant,
    expectedTotalMinor: AmountMinor.describe('The new price that the customer was shown'),
  })
  .meta({ id: 'RescheduleRequest' });

export const TenantRescheduleRequest = z
  .strictObject({
    startsAt: BookableInstant,
    keepPrice: z.boolean().optional().describe('Whether it costs what it did, whatever the new time costs'),
  })
  .meta({ id: 'TenantRescheduleRequest' });

export type RescheduleQuote = z.infer<typeof RescheduleQuote>;
export type RescheduleRequest = z.infer<typeof RescheduleRequest>;
export type TenantRescheduleRequest = z.infer<typeof TenantRescheduleRequest>;
