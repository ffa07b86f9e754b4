import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { Instant } from './time.ts';

export const Dispute = z
  .object({
    id: z.uuid(),
    bookingId: z.uuid(),
    paymentId: z.uuid(),
    stripeDisputeId: z.string(),
    status: z.string().describe('Stripe’s: `warning_…` while the bank only inquires, `needs_response`, `under_review`, `won`, `lost`'),
    reason: z.string().describe('Stripe’s, such as `fraudulent`'),
    amountMinor: AmountMinor,
    currency: Currency,
    isRefundable: z.boolean().describe('Whether the payment can still be refunded'),
    evidenceDueBy: Instant.nullable(),
    openedAt: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'Dispute' });

export const DisputeQuery = z.strictObject({
  state: z.enum(['all', 'open', 'closed']).optional().describe('Defaults to `all`'),
  limit: z.string().regex(/^(?:[1-9][0-9]?|100)$/, 'must be a whole number from 1 to 100').transform(Number).pipe(z.int()).optional().describe('Defaults to 50'),
  after: z.uuid('must be a UUID').toLowerCase().optional().describe('The `nextAfter` of the page before'),
});

export const DisputeList = z
  .object({ disputes: z.array(Dispute), nextAfter: z.uuid().nullable().describe('Null on the last page') })
  .meta({ id: 'DisputeList' });

export type Dispute = z.infer<typeof Dispute>;
export type DisputeList = z.infer<typeof DisputeList>;
