import type Stripe from 'stripe';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { PaymentContext } from './payment-listener.ts';

/** A verified event of a tenant's account. */
export interface AccountEvent<Event extends Stripe.Event = Stripe.Event> {
  readonly event: Event;
  readonly accountId: string;
  readonly scope: TenantScope;
  readonly because: PaymentContext;
}
