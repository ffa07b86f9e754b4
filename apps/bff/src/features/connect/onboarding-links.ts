import type { DashboardLink, OnboardingLink } from '@mais/contract';
import type Stripe from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { AccountRow } from './account.ts';
import { findAccount } from './account-repository.ts';
import { askStripe } from './ask-stripe.ts';
import { stripeFor, type ConnectContext, type OnboardingClaims } from './connect-context.ts';
import { StripeAccessLostError, StripeAccountMissingError, StripeAccountNotOnboardedError } from './errors.ts';

/** For whoever is sent the address, and for Stripe's page to come back to: people begin, look for papers, and go on days later. */
const TOKEN_LIFETIME_MS = 7 * 24 * 60 * 60_000;

export const onboardingPaths = { start: '/connect/start', done: '/connect/return', state: '/connect/state' } as const;

/**
 * Makes a link to Stripe's onboarding, for the account as it is now.
 * @param input `tokenEndsAt` is when our own addresses end; a link made by opening such an address ends with it
 * @throws StripeAccountMissingError, StripeAccessLostError, StripeNotSetUpError, StripeRefusedError, PaymentProviderUnavailableError
 */
export async function createOnboardingLink(
  context: ConnectContext,
  scope: TenantScope,
  { collect, tokenEndsAt = new Date(context.clock.now().getTime() + TOKEN_LIFETIME_MS) }: Pick<OnboardingClaims, 'collect'> & { tokenEndsAt?: Date },
): Promise<OnboardingLink> {
  const stripe = stripeFor(context, scope);
  const { accountId } = await reachableAccount(context, scope);
  const token = context.tokens.issue({ tenantId: scope.tenantId, livemode: scope.livemode, collect }, tokenEndsAt);
  const startUrl = addressOf(context, onboardingPaths.start, token);
  const link: Stripe.AccountLink = await askStripe(context, () => stripe.accountLinks.create({
    account: accountId,
    type: 'account_onboarding',
    collection_options: { fields: collect },
    refresh_url: startUrl,
    return_url: addressOf(context, onboardingPaths.done, token),
  }));
  return { url: link.url, expiresAt: new Date(link.expires_at * 1000).toISOString(), startUrl, startUrlExpiresAt: tokenEndsAt.toISOString() };
}

/**
 * Opens the Express dashboard.
 * @throws StripeAccountNotOnboardedError until there is one, and what `createOnboardingLink` throws
 */
export async function createDashboardLink(context: ConnectContext, scope: TenantScope): Promise<DashboardLink> {
  const stripe = stripeFor(context, scope);
  const account = await reachableAccount(context, scope);
  if (!account.detailsSubmitted) throw new StripeAccountNotOnboardedError();
  const { url } = await askStripe(context, () => stripe.accounts.createLoginLink(account.accountId));
  return { url };
}

async function reachableAccount(context: ConnectContext, scope: TenantScope): Promise<AccountRow> {
  const account = await withTenant(context.app, scope, findAccount);
  if (account === null) throw new StripeAccountMissingError();
  if (account.access !== 'platform') throw new StripeAccessLostError();
  return account;
}

export function addressOf(context: Pick<ConnectContext, 'publicUrl'>, path: string, token: string): string {
  return `${context.publicUrl}${path}?token=${token}`;
}
