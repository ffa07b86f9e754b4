import type Stripe from 'stripe';
import type { StripeConfig } from '../../config/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { Logger } from '../../platform/log.ts';
import { PaymentsUnavailableError } from './errors.ts';
import type { PaymentListener } from './payment-listener.ts';
import type { FindAccountOwner } from './payments.ts';

/** What the verbs of this feature act with. */
export interface PaymentsContext {
  readonly stripe: Stripe | null;
  readonly config: StripeConfig | null;
  /** The app role's pool. */
  readonly database: Sql;
  readonly findAccountOwner: FindAccountOwner;
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
