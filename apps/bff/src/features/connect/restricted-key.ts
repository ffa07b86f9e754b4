// A restricted key of the tenant's own, made at Stripe. No money moves by it: charges, refunds and disputes go through the
// platform's key on the connected account. It is for reading the account when that way is closed.
import { Stripe } from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { InvalidRequestError } from '../../platform/errors.ts';
import { createStripe } from '../../platform/stripe/create-stripe.ts';
import { recordAudit } from '../audit/index.ts';
import { callStripe } from '../payments/index.ts';
import type { SecretPlace } from '../secrets/index.ts';
import { findAccount, findAccountForUpdate } from './account-repository.ts';
import { stripeFor, type Because, type ConnectContext } from './connect-context.ts';
import { StripeAccountMissingError } from './errors.ts';
import { deleteRestrictedKey, replaceRestrictedKey } from './restricted-key-repository.ts';

/** Where it is kept. */
export function restrictedKeyPlace({ livemode }: TenantScope): SecretPlace {
  return { table: 'stripe_restricted_keys', column: 'sealed_key', row: livemode ? 'live' : 'test' };
}

/**
 * Keeps a restricted key, sealed, in the place of the one before. It is asked whose it is first.
 * @throws InvalidRequestError for a key of another account or mode, or one that Stripe doesn't take; StripeAccountMissingError,
 *   StripeNotSetUpError, PaymentProviderUnavailableError
 */
export async function keepRestrictedKey(context: ConnectContext, scope: TenantScope, key: string, because: Because): Promise<void> {
  stripeFor(context, scope);
  const account = await withTenant(context.app, scope, findAccount);
  if (account === null) throw new StripeAccountMissingError();
  if (key.startsWith('rk_live_') !== scope.livemode) throw refused(`is of ${scope.livemode ? 'test' : 'live'} mode, and this request of the other one`);
  if ((await ownerOf(context, key)) !== account.accountId) throw refused('belongs to another account than the one that is connected here');
  await withTenant(context.app, scope, async (tx) => {
    const current = await findAccountForUpdate(tx);
    if (current?.accountId !== account.accountId) throw new StripeAccountMissingError();
    const sealedKey = await context.secrets.sealSecret(tx, restrictedKeyPlace(scope), key, because.now);
    const hint = hintOf(key);
    await replaceRestrictedKey(tx, { sealedKey, hint, setAt: because.now });
    await recordAudit(tx, {
      actor: because.actor, action: 'stripe_account.restricted_key_set', entity: 'stripe_account', entityId: account.accountId, change: { hint },
      requestId: because.requestId, at: because.now,
    });
  });
}

/** Forgets the restricted key; once more is as good as once. */
export async function forgetRestrictedKey(context: ConnectContext, scope: TenantScope, because: Because): Promise<void> {
  await withTenant(context.app, scope, async (tx) => {
    const account = await findAccountForUpdate(tx);
    if (account === null || !(await deleteRestrictedKey(tx))) return;
    await recordAudit(tx, {
      actor: because.actor, action: 'stripe_account.restricted_key_removed', entity: 'stripe_account', entityId: account.accountId,
      requestId: because.requestId, at: because.now,
    });
  });
}

/** The account that a key is of. The errors of Stripe aren't passed on: they may name the key. */
async function ownerOf(context: ConnectContext, key: string): Promise<string> {
  const stripe = createStripe({ secretKey: key, apiUrl: context.config?.apiUrl ?? null });
  try {
    return (await stripe.accounts.retrieveCurrent()).id;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError) throw refused('is not a key that Stripe takes; it may have been revoked');
    if (error instanceof Stripe.errors.StripePermissionError) throw refused('needs the right to read the account');
    return callStripe(() => Promise.reject(error));
  }
}

function refused(detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: '/key', detail }]);
}

function hintOf(key: string): string {
  return `${key.slice(0, 8)}…${key.slice(-4)}`;
}
