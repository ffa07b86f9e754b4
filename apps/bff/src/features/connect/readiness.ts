import type { Readiness } from '@mais/contract';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { withheldAddOns, type CatalogPackage, type Catalogs } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { stateOf, type AccountRow } from './account.ts';
import { findAccount } from './account-repository.ts';
import type { ConnectContext } from './connect-context.ts';

type Reason = Readiness['packages'][number]['reasons'][number]['code'];

const details: Readonly<Record<Reason, string>> = {
  stripe_not_set_up: 'This installation does not reach Stripe in this mode.',
  no_stripe_account: 'It costs something, and there is no Stripe account to charge on: POST /api/v1/tenant/stripe-account makes one.',
  onboarding_unfinished: 'It costs something, and the Stripe account is not onboarded: POST /api/v1/tenant/stripe-account/onboarding-links leads there.',
  charges_disabled: 'It costs something, and Stripe has charges switched off: GET /api/v1/tenant/stripe-account says what is due.',
  access_lost: 'It costs something, and the Stripe account has left the platform: POST /api/v1/tenant/stripe-account makes a new one.',
};

/** What customers can book of a tenant's, and why not the rest: it is told to the tenant, and never to them. */
export async function readReadiness(context: ConnectContext, catalogs: Catalogs, access: TenantAccess): Promise<Readiness> {
  const [account, catalog, offered] = await Promise.all([
    withTenant(context.app, access.scope, findAccount), catalogs.get(access.scope), catalogs.offered(access),
  ]);
  const canTakePayments = catalogs.canCharge(access);
  const reason = canTakePayments ? null : reasonOf(context, access, account);
  const isOffered = new Set(offered.packages.map(({ id }) => id));
  return {
    stripeAccount: stateOf(account),
    canTakePayments,
    packages: catalog.packages.filter(({ visibility }) => visibility !== 'archived').map((item) => presentItem(item, isOffered.has(item.id), reason)),
  };
}

function presentItem(item: CatalogPackage, isOffered: boolean, reason: Reason | null): Readiness['packages'][number] {
  return {
    slug: item.slug,
    name: item.name,
    visibility: item.visibility,
    isOffered,
    reasons: isOffered || reason === null ? [] : [{ code: reason, detail: details[reason] }],
    withheldAddOns: isOffered && reason !== null ? withheldAddOns(item).map(({ slug }) => slug) : [],
  };
}

function reasonOf(context: ConnectContext, { scope }: TenantAccess, account: AccountRow | null): Reason {
  if (context.config?.livemode !== scope.livemode) return 'stripe_not_set_up';
  if (account === null) return 'no_stripe_account';
  if (account.access !== 'platform') return 'access_lost';
  return account.detailsSubmitted ? 'charges_disabled' : 'onboarding_unfinished';
}
