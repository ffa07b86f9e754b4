import type { StripeAccount } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { stateOf, type AccountRow } from './account.ts';
import { findAccount } from './account-repository.ts';
import { listDomains, type DomainRow } from './domain-repository.ts';
import { findRestrictedKey, type RestrictedKeyRow } from './restricted-key-repository.ts';

/** What a tenant is shown of its account, or of having none. */
export async function readAccount(tx: TenantTx): Promise<StripeAccount> {
  const account = await findAccount(tx);
  return presentAccount(tx.livemode, account, { domains: await listDomains(tx), restrictedKey: await findRestrictedKey(tx) });
}

function presentAccount(livemode: boolean, account: AccountRow | null, { domains, restrictedKey }: { domains: readonly DomainRow[]; restrictedKey: RestrictedKeyRow | null }): StripeAccount {
  return {
    state: stateOf(account),
    livemode,
    accountId: account?.accountId ?? null,
    country: account?.country ?? null,
    access: account?.access ?? 'none',
    chargesEnabled: account?.chargesEnabled ?? false,
    payoutsEnabled: account?.payoutsEnabled ?? false,
    detailsSubmitted: account?.detailsSubmitted ?? false,
    requirements: {
      currentlyDue: [...(account?.currentlyDue ?? [])],
      eventuallyDue: [...(account?.eventuallyDue ?? [])],
      pastDue: [...(account?.pastDue ?? [])],
      pendingVerification: [...(account?.pendingVerification ?? [])],
      disabledReason: account?.disabledReason ?? null,
      dueBy: account?.dueBy?.toISOString() ?? null,
    },
    restrictedKey: restrictedKey && { hint: restrictedKey.hint, setAt: restrictedKey.setAt.toISOString() },
    paymentMethodDomains: domains.map(({ domain, state, inactiveMethods, problem, nextTryAt }) => ({
      domain, state, inactiveMethods: [...inactiveMethods], problem, nextTryAt: nextTryAt?.toISOString() ?? null,
    })),
    checkedAt: account?.checkedAt.toISOString() ?? null,
  };
}
