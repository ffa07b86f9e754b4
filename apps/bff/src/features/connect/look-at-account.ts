import type Stripe from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { createStripe } from '../../platform/stripe/create-stripe.ts';
import { factsOf, type AccountFacts, type AccountRow } from './account.ts';
import { askStripe } from './ask-stripe.ts';
import { stripeFor, type ConnectContext } from './connect-context.ts';
import { StripeAccessLostError } from './errors.ts';
import { restrictedKeyPlace } from './restricted-key.ts';
import { findRestrictedKey } from './restricted-key-repository.ts';

/** What Stripe says of an account that the platform reaches. */
export function readFacts(account: Stripe.Account): AccountFacts {
  const due = account.requirements;
  return {
    access: 'platform',
    country: account.country ?? null,
    chargesEnabled: account.charges_enabled,
    payoutsEnabled: account.payouts_enabled,
    detailsSubmitted: account.details_submitted,
    currentlyDue: due?.currently_due ?? [],
    eventuallyDue: due?.eventually_due ?? [],
    pastDue: due?.past_due ?? [],
    pendingVerification: due?.pending_verification ?? [],
    disabledReason: due?.disabled_reason ?? null,
    dueBy: due?.current_deadline ? new Date(due.current_deadline * 1000) : null,
  };
}

/**
 * Asks Stripe how an account stands. One that has left the platform is asked about with the tenant's own restricted key, where
 * there is one; whoever can't be charged on by the platform can't be charged on.
 * @throws PaymentProviderUnavailableError, StripeNotSetUpError, StripeRefusedError
 */
export async function lookAtAccount(context: ConnectContext, scope: TenantScope, known: AccountRow): Promise<AccountFacts> {
  const stripe = stripeFor(context, scope);
  try {
    return readFacts(await askStripe(context, () => stripe.accounts.retrieve(known.accountId)));
  } catch (error) {
    if (!(error instanceof StripeAccessLostError)) throw error;
    const own = await askWithOwnKey(context, scope);
    return { ...(own ?? { ...factsOf(known), access: 'none', disabledReason: 'platform_access_lost' }), chargesEnabled: false, payoutsEnabled: own?.payoutsEnabled ?? false };
  }
}

async function askWithOwnKey(context: ConnectContext, scope: TenantScope): Promise<AccountFacts | null> {
  const secretKey = await withTenant(context.app, scope, async (tx) => {
    const row = await findRestrictedKey(tx);
    return row && context.secrets.openSecret(tx, restrictedKeyPlace(scope), Buffer.from(row.sealedKey));
  });
  if (secretKey === null) return null;
  const own = createStripe({ secretKey, apiUrl: context.config?.apiUrl ?? null });
  try {
    return { ...readFacts(await own.accounts.retrieveCurrent()), access: 'restricted_key' };
  } catch {
    // Revoked, or without the right to read the account: then nobody of us reaches it. The error isn't told, it may name the key.
    return null;
  }
}
