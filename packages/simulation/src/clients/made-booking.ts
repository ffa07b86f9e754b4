import type { TenantSlug } from '../world/template.ts';

/** A booking that a customer has made, as far as the customer knows. */
export interface MadeBooking {
  readonly customer: string;
  readonly tenant: TenantSlug;
  readonly package: string;
  readonly partySize: number;
  readonly startsAt: string;
  readonly id: string;
  readonly token: string;
  /** Null for one that is free. */
  readonly account: string | null;
  readonly paymentIntentId: string | null;
}
