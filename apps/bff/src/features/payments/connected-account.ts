import type { StripeClientConfig } from '@mais/contract';
import type { StripeConfig } from '../../config/config.ts';

/** A tenant's account at Stripe, in one mode. */
export interface ConnectedAccount {
  readonly accountId: string;
  readonly livemode: boolean;
  readonly chargesEnabled: boolean;
}

/** Whether this account can be charged on now: Stripe is configured, in the same mode, and lets the account take money. */
export function canCharge(config: StripeConfig | null, account: ConnectedAccount | null, livemode: boolean): boolean {
  return config !== null && account !== null && config.livemode === livemode && account.livemode === livemode && account.chargesEnabled;
}

/** What Stripe.js needs for this account; null where it can't be charged on. */
export function clientConfig(config: StripeConfig | null, account: ConnectedAccount | null): StripeClientConfig | null {
  if (config === null || account === null || !canCharge(config, account, account.livemode)) return null;
  return { scriptUrl: config.scriptUrl, publishableKey: config.publishableKey, accountId: account.accountId };
}
