import type Stripe from 'stripe';
import type { PayoutId } from '../../../platform/ids.ts';

/** Money on its way from an account's balance to the tenant's bank; statuses are Stripe's. One that was `paid` may still be `failed`. */
export interface Payout {
  readonly id: PayoutId;
  readonly stripeAccountId: string;
  readonly stripePayoutId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly arrivesAt: Date;
  readonly failureCode: string | null;
  readonly initiatedAt: Date;
  readonly version: number;
}

export type NewPayout = Omit<Payout, 'version'>;

export function payoutOf(id: PayoutId, stripeAccountId: string, told: Stripe.Payout): NewPayout {
  return {
    id, stripeAccountId,
    stripePayoutId: told.id,
    status: told.status,
    currency: told.currency.toUpperCase(),
    amountMinor: told.amount,
    arrivesAt: new Date(told.arrival_date * 1000),
    failureCode: told.failure_code,
    initiatedAt: new Date(told.created * 1000),
  };
}

/** What an event tells of a payout. */
export function payoutFacts({ id, stripePayoutId, amountMinor, currency, status, arrivesAt, failureCode }: Payout) {
  return { payoutId: id, stripePayoutId, amountMinor, currency, status, arrivesAt: arrivesAt.toISOString(), failureCode };
}
