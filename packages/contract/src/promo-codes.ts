import { z } from 'zod';
import { AmountMinor } from './money.ts';
import { Slug } from './text.ts';
import { BookableInstant, Instant } from './time.ts';

/** Stripe takes eight digits at the most. */
const SomeMinor = z.int().min(1).max(99_999_999);
const Uses = z.int().min(1).max(1_000_000);

export const PromoCodeRequest = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{1,39}$/u, 'must be 2 to 40 letters, digits, dashes or underscores')
      .describe('What customers type, in any case'),
    percentBps: z.int().min(1).max(10_000).optional().describe('What it takes off the package and its add-ons, in hundredths of a percent; or `amountMinor`'),
    amountMinor: SomeMinor.optional().describe('What it takes off, and never more than the package and its add-ons come to; or `percentBps`'),
    startsAt: BookableInstant.optional().describe('From the beginning when left out'),
    endsAt: BookableInstant.optional().describe('Without an end when left out'),
    maxUses: Uses.optional().describe('In all, in each mode; without a limit when left out'),
    maxUsesPerCustomer: Uses.optional().describe('A customer is an e-mail address'),
    packages: z.array(Slug).min(1, 'must name at least one package').max(200).optional().describe('All of them when left out'),
    active: z.boolean().optional().describe('true when left out'),
  })
  .meta({ id: 'PromoCodeRequest' });

export const PromoCode = z
  .object({
    id: z.uuid(),
    code: z.string().describe('In capitals'),
    percentBps: z.int().nullable(),
    amountMinor: AmountMinor.nullable(),
    startsAt: Instant.nullable(),
    endsAt: Instant.nullable(),
    maxUses: z.int().nullable(),
    maxUsesPerCustomer: z.int().nullable(),
    packages: z.array(Slug).nullable().describe('null for all of them'),
    active: z.boolean(),
    uses: z.int().describe('In this mode, by bookings that are paid or still to be paid'),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'PromoCode' });

export const PromoCodeList = z
  .object({ promoCodes: z.array(PromoCode), next: z.uuid().nullable().describe('Send it as `before` for those that are older; null at the end') })
  .meta({ id: 'PromoCodeList' });

export type PromoCodeRequest = z.infer<typeof PromoCodeRequest>;
export type PromoCode = z.infer<typeof PromoCode>;
export type PromoCodeList = z.infer<typeof PromoCodeList>;
