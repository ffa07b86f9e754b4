import { Stripe } from 'stripe';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { DomainError, InvalidRequestError } from '../../platform/errors.ts';
import { recordAudit } from '../audit/index.ts';
import { createOnce } from '../payments/index.ts';
import type { AccountRow } from './account.ts';
import { deleteRequest, findAccount, findAccountForUpdate, findOrInsertRequest, insertAccount, type AccountRequest } from './account-repository.ts';
import { askStripe } from './ask-stripe.ts';
import { stripeFor, type Because, type ConnectContext } from './connect-context.ts';
import { insertDomains } from './domain-repository.ts';
import { StripeAccountExistsError } from './errors.ts';
import { readFacts } from './look-at-account.ts';
import { deleteRestrictedKey } from './restricted-key-repository.ts';
import { tellOfAccount } from './sync-account.ts';

/** Stripe keeps a key for at least a day; an hour less, for clocks and queues. @see https://docs.stripe.com/api/idempotent_requests */
const KEY_MEMORY_MS = 23 * 60 * 60_000;

export interface NewAccount {
  readonly country: string;
  /** The tenant's own when null. */
  readonly email: string | null;
}

/**
 * Gives a tenant its connected account, once.
 *
 * 1. What is asked for is written down first, under an id. Whoever comes later, or again after a crash, asks for the same.
 * 2. The id makes the idempotency key; after the day that Stripe remembers it, the account is looked for by the id in its metadata.
 * 3. The account is kept, unless somebody else has just done so: then it is the same one.
 * @returns the account, and whether this call kept it
 * @throws StripeAccountExistsError for another country than that of the one there is; InvalidRequestError where Stripe takes no
 *   accounts; StripeNotSetUpError, StripeRefusedError, PaymentProviderUnavailableError
 * @see docs/decisions/0012-connect-accounts.md
 */
export async function createAccount(context: ConnectContext, scope: TenantScope, input: NewAccount, because: Because): Promise<{ account: AccountRow; isNew: boolean }> {
  stripeFor(context, scope);
  const begun = await withTenant(context.app, scope, (tx) => begin(tx, input, because.now));
  if (begun.account) {
    const { country } = begun.account;
    if (country !== null && country !== input.country) throw new StripeAccountExistsError(country);
    return { account: begun.account, isNew: false };
  }
  if (begun.request.country !== input.country) throw new StripeAccountExistsError(begun.request.country);
  const made = await findOrCreate(context, scope, begun.request);
  return withTenant(context.app, scope, async (tx) => {
    const isNew = await insertAccount(tx, { accountId: made.id, requestId: begun.request.id, facts: readFacts(made) }, because.now);
    if (isNew) await tellOfNew(context, tx, made, because);
    return { account: (await findAccount(tx)) as AccountRow, isNew };
  });
}

async function begin(tx: TenantTx, input: NewAccount, now: Date): Promise<{ account: AccountRow } | { account: null; request: AccountRequest }> {
  const account = await findAccountForUpdate(tx);
  if (account !== null && account.access === 'platform') return { account };
  // The request of an account that is out of reach has done its work: the next account is another one.
  if (account !== null && account.requestId !== null) await deleteRequest(tx, account.requestId);
  return { account: null, request: await findOrInsertRequest(tx, input, now) };
}

async function tellOfNew(context: ConnectContext, tx: TenantTx, made: Stripe.Account, because: Because): Promise<void> {
  // Of the account that was there before.
  await deleteRestrictedKey(tx);
  await insertDomains(tx, made.id, context.paymentDomains, because.now);
  await recordAudit(tx, {
    actor: because.actor, action: 'stripe_account.created', entity: 'stripe_account', entityId: made.id, change: { country: made.country ?? null },
    requestId: because.requestId, at: because.now,
  });
  await tellOfAccount(tx, made.id, readFacts(made), because.now);
}

async function findOrCreate(context: ConnectContext, scope: TenantScope, request: AccountRequest): Promise<Stripe.Account> {
  const isOld = context.clock.now().getTime() - request.requestedAt.getTime() > KEY_MEMORY_MS;
  const lost = isOld ? await findLost(context, scope, request) : null;
  if (lost !== null) return lost;
  try {
    return await askStripe(context, () => createOnce(`mais-account-${request.id}`, {
      find: () => findLost(context, scope, request),
      create: (idempotencyKey) => create(stripeFor(context, scope), scope, request, idempotencyKey),
    }));
  } catch (error) {
    throw await refusalOf(context, scope, request, error);
  }
}

/** The combination of `controller` is explained in the decision. */
function create(stripe: Stripe, scope: TenantScope, request: AccountRequest, idempotencyKey: string): Promise<Stripe.Account> {
  return stripe.accounts.create({
    country: request.country,
    email: request.email,
    business_profile: { name: request.businessName },
    controller: { stripe_dashboard: { type: 'express' }, fees: { payer: 'account' }, losses: { payments: 'stripe' }, requirement_collection: 'stripe' },
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    metadata: { mais_tenant_id: scope.tenantId, mais_account_request_id: request.id },
  }, { idempotencyKey });
}

/** Looks for the account whose creation was answered to nobody. */
async function findLost(context: ConnectContext, scope: TenantScope, request: AccountRequest): Promise<Stripe.Account | null> {
  // Clocks differ a little; a few minutes more cost nothing.
  const since = Math.floor(request.requestedAt.getTime() / 1000) - 300;
  return askStripe(context, async () => {
    for await (const account of stripeFor(context, scope).accounts.list({ created: { gte: since }, limit: 100 })) {
      if (account.metadata?.mais_account_request_id === request.id) return account;
    }
    return null;
  });
}

/** What Stripe refuses for what was asked isn't asked for again: the request is forgotten, so that the next one may be another. */
async function refusalOf(context: ConnectContext, scope: TenantScope, request: AccountRequest, error: unknown): Promise<unknown> {
  const cause = error instanceof DomainError ? error.cause : error;
  if (!(cause instanceof Stripe.errors.StripeInvalidRequestError)) return error;
  await withTenant(context.app, scope, (tx) => deleteRequest(tx, request.id));
  if (cause.param === 'country' || cause.code === 'country_unsupported') return new InvalidRequestError([{ pointer: '/country', detail: 'is a country that Stripe takes no accounts of' }]);
  if (cause.param === 'email') return new InvalidRequestError([{ pointer: '/email', detail: 'is an address that Stripe does not take' }]);
  return error;
}
