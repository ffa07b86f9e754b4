import type { StripeAccountState } from '@mais/contract';

/** What Stripe says of an account, as far as we keep it. */
export interface AccountFacts {
  readonly access: 'platform' | 'restricted_key' | 'none';
  readonly country: string | null;
  readonly chargesEnabled: boolean;
  readonly payoutsEnabled: boolean;
  readonly detailsSubmitted: boolean;
  readonly currentlyDue: readonly string[];
  readonly eventuallyDue: readonly string[];
  readonly pastDue: readonly string[];
  readonly pendingVerification: readonly string[];
  readonly disabledReason: string | null;
  readonly dueBy: Date | null;
}

/** A tenant's account in one mode. */
export interface AccountRow extends AccountFacts {
  readonly accountId: string;
  readonly requestId: string | null;
  /** Counts what was learnt from Stripe. */
  readonly version: number;
  readonly checkedAt: Date;
}

export function stateOf(account: AccountFacts | null): StripeAccountState {
  if (account === null) return 'none';
  if (account.access === 'platform' && account.chargesEnabled && account.payoutsEnabled) return 'active';
  return account.detailsSubmitted ? 'restricted' : 'onboarding';
}

/** Whether both say the same; the order in which Stripe lists what is due means something and counts. */
export function sameFacts(one: AccountFacts, other: AccountFacts): boolean {
  return JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));
}

export function factsOf(account: AccountFacts): AccountFacts {
  const { access, country, chargesEnabled, payoutsEnabled, detailsSubmitted, currentlyDue, eventuallyDue, pastDue, pendingVerification, disabledReason, dueBy } = account;
  return { access, country, chargesEnabled, payoutsEnabled, detailsSubmitted, currentlyDue, eventuallyDue, pastDue, pendingVerification, disabledReason, dueBy };
}
