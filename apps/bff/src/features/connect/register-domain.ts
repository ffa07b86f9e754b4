import { isIP } from 'node:net';
import { Stripe } from 'stripe';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { DomainError } from '../../platform/errors.ts';
import { findAccount } from './account-repository.ts';
import { askStripe } from './ask-stripe.ts';
import { stripeFor, type ConnectContext } from './connect-context.ts';
import { findDomain, insertDomains, updateDomain, type DomainMove, type DomainRow } from './domain-repository.ts';

const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = 12 * 60 * MINUTE_MS;

/** The domains of our pages that Stripe can register: hosts with a name of their own. */
export function paymentDomainsOf(origins: readonly string[]): string[] {
  const hosts = origins.map((origin) => new URL(origin).hostname);
  return [...new Set(hosts)].filter((host) => host.includes('.') && isIP(host) === 0 && !host.startsWith('['));
}

/** Asks for the domains that an account lacks, such as one that the platform's pages have moved to. */
export async function ensureDomains(context: ConnectContext, scope: TenantScope): Promise<void> {
  await withTenant(context.app, scope, async (tx) => {
    const account = await findAccount(tx);
    if (account?.access === 'platform') await insertDomains(tx, account.accountId, context.paymentDomains, context.clock.now());
  });
}

/**
 * Registers a domain for the tenant's account, or has Stripe look at it again. What fails is kept with its reason, and tried again
 * later and later.
 */
export async function registerDomain(context: ConnectContext, scope: TenantScope, domain: string): Promise<void> {
  const row = await withTenant(context.app, scope, (tx) => findDomain(tx, domain));
  if (row === null || row.nextTryAt === null) return;
  const move = await tryOnce(context, scope, row);
  await withTenant(context.app, scope, (tx) => updateDomain(tx, row, move, context.clock.now()));
}

async function tryOnce(context: ConnectContext, scope: TenantScope, row: DomainRow): Promise<DomainMove> {
  const nextTryAt = new Date(context.clock.now().getTime() + Math.min(FIRST_WAIT_MS * 2 ** row.attempts, LONGEST_WAIT_MS));
  try {
    const { id, inactive, problem } = readDomain(await ask(context, scope, row));
    return { stripeDomainId: id, state: inactive.length === 0 ? 'active' : 'incomplete', inactiveMethods: inactive, problem, nextTryAt: inactive.length === 0 ? null : nextTryAt };
  } catch (error) {
    const cause = error instanceof DomainError ? error.cause : null;
    const refused = cause instanceof Stripe.errors.StripeInvalidRequestError || cause instanceof Stripe.errors.StripePermissionError;
    if (!(error instanceof DomainError)) throw error;
    return refused ? { ...row, stripeDomainId: null, state: 'refused', problem: cause.message, nextTryAt } : { ...row, problem: 'Stripe did not answer.', nextTryAt };
  }
}

/** A try whose answer was lost may have registered it: Stripe has one domain of a name for an account, and is asked for it first. */
function ask(context: ConnectContext, scope: TenantScope, row: DomainRow): Promise<Stripe.PaymentMethodDomain> {
  const domains = stripeFor(context, scope).paymentMethodDomains;
  const options = { stripeAccount: row.accountId };
  return askStripe(context, async () => {
    const id = row.stripeDomainId ?? (row.attempts === 0 ? null : (await domains.list({ domain_name: row.domain, limit: 1 }, options)).data[0]?.id);
    if (id) return domains.validate(id, {}, options);
    return domains.create({ domain_name: row.domain }, { ...options, idempotencyKey: `mais-domain-${row.accountId}-${row.domain}-${row.attempts}` });
  });
}

/** The wallets that stand in the card form, and don't without their domain. */
const wallets = ['apple_pay', 'google_pay', 'link'] as const;

function readDomain(domain: Stripe.PaymentMethodDomain): { id: string; inactive: string[]; problem: string | null } {
  const inactive = wallets.filter((name) => domain[name].status !== 'active');
  const problem = inactive.map((name) => domain[name].status_details?.error_message).find((message) => message !== undefined) ?? null;
  return { id: domain.id, inactive, problem };
}
