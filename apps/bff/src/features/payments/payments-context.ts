import type Stripe from 'stripe';
import type { StripeConfig } from '../../config/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantScope, TenantTx } from '../../platform/db/with-tenant.ts';
import type { Logger } from '../../platform/log.ts';
import { PaymentsUnavailableError } from './errors.ts';
import type { PaymentContext, PaymentListener } from './payment-listener.ts';
import type { FindAccountOwner } from './payments.ts';

/**
 * Asks Stripe how a tenant's account stands, and keeps the answer.
 * @param first runs in the transaction that keeps it; when it says false, nothing is kept
 */
export type SyncAccount = (
  scope: TenantScope,
  because: PaymentContext,
  first: (tx: TenantTx, facts: { readonly chargesEnabled: boolean; readonly payoutsEnabled: boolean; readonly detailsSubmitted: boolean }) => Promise<boolean>,
) => Promise<unknown>;

/** What the verbs of this feature act with. */
export interface PaymentsContext {
  readonly stripe: Stripe | null;
  readonly config: StripeConfig | null;
  /** The app role's pool. */
  readonly database: Sql;
  readonly findAccountOwner: FindAccountOwner;
  readonly syncAccount: SyncAccount;
  readonly sealedBox: SealedBox;
  readonly clock: Clock;
  readonly log: Logger;
  /** After so many declines nobody can pay the booking any more. */
  readonly declinesPerBooking: number;
  listener(): PaymentListener;
}

/** @throws PaymentsUnavailableError when Stripe isn't configured */
export function stripeOf(context: PaymentsContext): Stripe {
  if (context.stripe === null) throw new PaymentsUnavailableError();
  return context.stripe;
}
