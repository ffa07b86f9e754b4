import { z } from 'zod';
import { AmountMinor, Currency } from './money.ts';
import { typedText } from './text.ts';
import { Instant } from './time.ts';

/** Three years. */
const MOST_HOURS = 26_280;

export const CancellationPolicy = z
  .strictObject({
    tiers: z
      .array(z.strictObject({
        hoursBefore: z.int().min(0).max(MOST_HOURS).describe('At least so long before the start'),
        refundBps: z.int().min(0).max(10_000).describe('of what was paid goes back, in basis points'),
      }))
      .max(10)
      .refine((tiers) => new Set(tiers.map(({ hoursBefore }) => hoursBefore)).size === tiers.length, 'has two tiers of the same hours')
      .refine(returnsNoLessEarlier, 'must return no less to who cancels earlier')
      .describe('Nothing goes back later than the last of them'),
    rescheduleHours: z.int().min(0).max(MOST_HOURS).nullable().describe('Until how long before the start customers may move a booking themselves; null for never'),
  })
  .meta({ id: 'CancellationPolicy' });

function returnsNoLessEarlier(tiers: readonly { hoursBefore: number; refundBps: number }[]): boolean {
  const latestFirst = tiers.toSorted((one, other) => one.hoursBefore - other.hoursBefore);
  return latestFirst.every((tier, index) => tier.refundBps >= (latestFirst[index - 1]?.refundBps ?? 0));
}

export const PackagePolicyRequest = z
  .strictObject({ policy: CancellationPolicy.nullable().describe('null for the policy of all packages') })
  .meta({ id: 'PackagePolicyRequest' });

export const CancellationPolicies = z
  .object({
    policy: CancellationPolicy.describe('Of packages without one of their own'),
    packages: z.array(z.object({ package: z.string(), policy: CancellationPolicy })).describe('Packages with a policy of their own'),
  })
  .meta({ id: 'CancellationPolicies' });

/** What cancelling a booking would come to. */
export const Cancellation = z
  .object({
    isPossible: z.boolean().describe('Whether its customer can cancel it now'),
    refundMinor: AmountMinor.describe('What goes back now'),
    retainedMinor: AmountMinor.describe('What of the money paid does not'),
    currency: Currency,
    until: Instant.nullable().describe('Until when it is so'),
    steps: z.array(z.object({ until: Instant, refundMinor: AmountMinor })).describe('What goes back until when, from now on'),
    reschedulableUntil: Instant.nullable().describe('Until when its customer can move it; null when that is over, or not offered'),
  })
  .meta({ id: 'Cancellation' });

export const CancellationRequest = z
  .strictObject({ expectedRefundMinor: AmountMinor.optional().describe('What the customer was shown that goes back; required once the booking is confirmed') })
  .meta({ id: 'CancellationRequest' });

export const TenantCancellationRequest = z
  .strictObject({
    reason: typedText({ min: 1, max: 200 }).describe('For you and your records; the customer is not told'),
    refundMinor: AmountMinor.optional().describe('What goes back instead of what the policy says'),
  })
  .meta({ id: 'TenantCancellationRequest' });

export type CancellationPolicy = z.infer<typeof CancellationPolicy>;
export type CancellationPolicies = z.infer<typeof CancellationPolicies>;
export type Cancellation = z.infer<typeof Cancellation>;
export type CancellationRequest = z.infer<typeof CancellationRequest>;
export type TenantCancellationRequest = z.infer<typeof TenantCancellationRequest>;
