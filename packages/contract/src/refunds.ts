import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { typedText } from './text.ts';
import { Instant } from './time.ts';

export const Refund = z
  .object({
    id: z.uuid(),
    paymentId: z.uuid(),
    status: z.enum(['pending', 'submitted', 'succeeded', 'failed']).describe('`submitted` once Stripe has it; also `succeeded` may turn into `failed` when the customer’s bank refuses it'),
    amountMinor: AmountMinor,
    currency: Currency,
    applicationFeeRefundMinor: AmountMinor.describe('The commission’s part, which goes back to you'),
    reason: z.string(),
    attempt: z.int().positive().describe('One that the bank refused is made again as another refund'),
    retryOf: z.uuid().nullable(),
    failureCode: z.string().nullable(),
    nextTryAt: Instant.nullable().describe('When it is looked after next, or made again'),
    stripeRefundId: z.string().nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Refund' });

export const RefundRequest = z
  .strictObject({
    amountMinor: z.int().positive(),
    reason: typedText({ min: 1, max: 200 }).describe('For you and your records; the customer is not told'),
  })
  .meta({ id: 'RefundRequest' });

export const BookingRefunds = z
  .object({
    refunds: z.array(Refund),
    refundableMinor: AmountMinor.describe('What can still go back'),
    currency: Currency,
  })
  .meta({ id: 'BookingRefunds' });

export type Refund = z.infer<typeof Refund>;
export type RefundRequest = z.infer<typeof RefundRequest>;
export type BookingRefunds = z.infer<typeof BookingRefunds>;
