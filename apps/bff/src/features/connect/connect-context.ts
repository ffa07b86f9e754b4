import type Stripe from 'stripe';
import type { StripeConfig } from '../../config/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ExpiringTokens } from '../../platform/crypto/expiring-tokens.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import type { Secrets } from '../secrets/index.ts';
import { StripeNotSetUpError } from './errors.ts';

/** What the verbs of this feature act with. */
export interface ConnectContext {
  readonly stripe: Stripe | null;
  readonly config: StripeConfig | null;
  readonly app: Sql;
  /** Where Stripe sends people back to, as an origin. */
  readonly publicUrl: string;
  /** The hosts of the pages that a card form stands in. */
  readonly paymentDomains: readonly string[];
  readonly tokens: ExpiringTokens<OnboardingClaims>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the token in an onboarding address says: whose account, and how it is to be onboarded. */
export interface OnboardingClaims {
  readonly tenantId: TenantId;
  readonly livemode: boolean;
  readonly collect: 'currently_due' | 'eventually_due';
}

/** Who does something, and why. */
export interface Because {
  readonly actor: string;
  readonly cause: string;
  readonly now: Date;
  readonly requestId?: string | undefined;
}

/** @throws StripeNotSetUpError when Stripe isn't configured in this mode */
export function stripeFor(context: ConnectContext, scope: Pick<TenantScope, 'livemode'>): Stripe {
  if (context.stripe === null || context.config?.livemode !== scope.livemode) throw new StripeNotSetUpError(scope.livemode);
  return context.stripe;
}
