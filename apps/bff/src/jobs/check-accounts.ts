import { ensureDomains, registerDomain, syncAccount } from '../features/connect/index.ts';
import type { Services } from '../services.ts';
import { listAccountsToCheck, listDomainsToRegister } from './due-work.ts';

/** An account that lacks something may get it any time, and its event may be lost. */
const UNREADY_MS = 5 * 60_000;
const READY_MS = 24 * 60 * 60_000;

/** Asks Stripe about accounts of which nothing was heard for a while, and registers their domains. One that fails doesn't keep the others. */
export async function checkAccounts(services: Services): Promise<void> {
  const { platform, clock, connect, log } = services;
  if (connect.config === null) return;
  const { livemode } = connect.config;
  const now = clock.now();
  const attempt = async (what: object, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => log.warn({ ...what, err: error }, 'an account could not be looked after; the next run tries again'));
  };
  const due = await listAccountsToCheck(platform, livemode, { unready: new Date(now.getTime() - UNREADY_MS), ready: new Date(now.getTime() - READY_MS) });
  for (const scope of due) {
    await attempt({ tenantId: scope.tenantId }, async () => {
      await syncAccount(connect, scope, { actor: 'stripe', cause: 'reconciliation', now });
      await ensureDomains(connect, scope);
    });
  }
  for (const { domain, ...scope } of await listDomainsToRegister(platform, livemode, now)) {
    await attempt({ tenantId: scope.tenantId, domain }, () => registerDomain(connect, scope, domain));
  }
}
