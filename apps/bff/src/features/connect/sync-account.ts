import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { sameFacts, stateOf, type AccountFacts, type AccountRow } from './account.ts';
import { findAccount, findAccountForUpdate, noteCheck, updateFacts } from './account-repository.ts';
import type { Because, ConnectContext } from './connect-context.ts';
import { lookAtAccount } from './look-at-account.ts';

/** More than these moves between a question and its answer are a defect, not a race. */
const MAX_ROUNDS = 5;

/**
 * Asks Stripe how a tenant's account stands, and keeps the answer: the one way by which it changes, whatever the cause was.
 *
 * Several events come within one second while a tenant is onboarded, in any order, so what they carry isn't used. The answer
 * counts only if nothing was learnt between the question and the lock; otherwise it may be the older one, and is asked for again.
 * @param first runs in the same transaction before anything is kept; when it says false, nothing is
 * @returns the account afterwards; null where the tenant has none
 */
export async function syncAccount(
  context: ConnectContext,
  scope: TenantScope,
  because: Because,
  first: (tx: TenantTx, facts: AccountFacts) => Promise<boolean> = () => Promise.resolve(true),
): Promise<AccountRow | null> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const before = await withTenant(context.app, scope, findAccount);
    if (before === null) return null;
    const facts = await lookAtAccount(context, scope, before);
    const kept = await withTenant(context.app, scope, async (tx) => {
      const current = await findAccountForUpdate(tx);
      if (current?.version !== before.version || current.accountId !== before.accountId) return null;
      if (await first(tx, facts)) await keepFacts(tx, current, facts, because);
      return findAccount(tx);
    });
    if (kept !== null) return kept;
  }
  throw new Error(`the account of tenant ${scope.tenantId} moved ${MAX_ROUNDS} times while Stripe was asked about it`);
}

async function keepFacts(tx: TenantTx, current: AccountRow, facts: AccountFacts, because: Because): Promise<void> {
  if (sameFacts(current, facts)) return noteCheck(tx, because.now);
  await updateFacts(tx, facts, because.now);
  await recordAudit(tx, {
    actor: because.actor, action: 'stripe_account.updated', entity: 'stripe_account', entityId: current.accountId,
    change: { from: stateOf(current), ...toldOf(current.accountId, facts), cause: because.cause }, requestId: because.requestId, at: because.now,
  });
  await tellOfAccount(tx, current.accountId, facts, because.now);
}

/** Tells the tenant how its account stands. */
export async function tellOfAccount(tx: TenantTx, accountId: string, facts: AccountFacts, at: Date): Promise<void> {
  await recordEvent(tx, { type: 'account.updated', bookingId: null, subjectId: tx.tenantId, data: toldOf(accountId, facts), at });
}

function toldOf(accountId: string, facts: AccountFacts) {
  const { access, chargesEnabled, payoutsEnabled, currentlyDue, pastDue, disabledReason, dueBy } = facts;
  return {
    accountId, state: stateOf(facts), access, chargesEnabled, payoutsEnabled,
    currentlyDue: [...currentlyDue], pastDue: [...pastDue], disabledReason, dueBy: dueBy?.toISOString() ?? null,
  };
}
