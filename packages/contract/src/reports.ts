import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { Instant, LocalDay } from './time.ts';

const Month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2027-06');
const format = z.enum(['json', 'csv']).optional().describe('Defaults to `json`');

/** ISO days and months compare as text. */
const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => from === undefined || to === undefined || from <= to;
const orderError = { message: 'must not be before `from`', path: ['to'] };

export const CommissionQuery = z.strictObject({ from: Month.optional(), to: Month.optional(), format }).refine(inOrder, orderError);
export const PayoutQuery = z.strictObject({ from: LocalDay.optional(), to: LocalDay.optional(), format }).refine(inOrder, orderError);
export const OutstandingQuery = z.strictObject({ format });

export const CommissionReport = z
  .object({
    months: z.array(z.object({
      month: Month,
      currency: Currency,
      chargedMinor: AmountMinor,
      refundedMinor: z.int().describe('What went back to customers, less what their banks refused'),
      commissionMinor: AmountMinor,
      commissionRefundedMinor: z.int(),
      commissionNetMinor: z.int(),
      stripeFeesMinor: z.int(),
    })),
  })
  .meta({ id: 'CommissionReport' });

export const PayoutReport = z
  .object({
    payouts: z.array(z.object({
      stripePayoutId: z.string(),
      status: z.string().describe('Stripe’s: `pending`, `in_transit`, `paid`, `failed` or `canceled`'),
      currency: Currency,
      amountMinor: z.int().describe('Negative for what was taken from the bank'),
      initiatedAt: Instant,
      arrivesAt: Instant,
      failureCode: z.string().nullable(),
    })),
  })
  .meta({ id: 'PayoutReport' });

export const OutstandingReport = z
  .object({
    bookings: z.array(z.object({
      bookingId: z.uuid(),
      reference: z.string(),
      status: z.string(),
      customerName: z.string(),
      customerEmail: z.string(),
      startsAt: Instant,
      currency: Currency,
      totalMinor: AmountMinor,
      paidMinor: AmountMinor,
      refundedMinor: AmountMinor,
      owedMinor: AmountMinor,
    })),
  })
  .meta({ id: 'OutstandingReport' });

export type CommissionReport = z.infer<typeof CommissionReport>;
export type PayoutReport = z.infer<typeof PayoutReport>;
export type OutstandingReport = z.infer<typeof OutstandingReport>;
