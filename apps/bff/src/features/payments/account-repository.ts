import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface AccountState {
  readonly chargesEnabled: boolean;
  readonly payoutsEnabled: boolean;
  readonly detailsSubmitted: boolean;
}

/** Keeps what Stripe lets the account do; false when that is what we knew. */
export async function updateAccountState(tx: TenantTx, accountId: string, state: AccountState, now: Date): Promise<boolean> {
  const rows = await tx.sql`
    update stripe_accounts set
      charges_enabled = ${state.chargesEnabled}, payouts_enabled = ${state.payoutsEnabled}, details_submitted = ${state.detailsSubmitted}, updated_at = ${now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and account_id = ${accountId}
      and (charges_enabled, payouts_enabled, details_submitted)
        is distinct from (${state.chargesEnabled}::boolean, ${state.payoutsEnabled}::boolean, ${state.detailsSubmitted}::boolean)
    returning account_id`;
  return rows.length === 1;
}
