import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountFacts, AccountRow } from './account.ts';

export async function findAccount(tx: TenantTx): Promise<AccountRow | null> {
  const [row] = await tx.sql<AccountRow[]>`select ${columns(tx)} from stripe_accounts where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`;
  return row ?? null;
}

export async function findAccountForUpdate(tx: TenantTx): Promise<AccountRow | null> {
  const [row] = await tx.sql<AccountRow[]>`select ${columns(tx)} from stripe_accounts where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} for update`;
  return row ?? null;
}

/** Keeps a new account, in the place of one that the platform no longer reaches; false when there is another one. */
export async function insertAccount(tx: TenantTx, account: { accountId: string; requestId: string; facts: AccountFacts }, now: Date): Promise<boolean> {
  const { facts } = account;
  const rows = await tx.sql`
    insert into stripe_accounts (tenant_id, livemode, account_id, request_id, access, country, charges_enabled, payouts_enabled, details_submitted,
      currently_due, eventually_due, past_due, pending_verification, disabled_reason, due_by, created_at, updated_at, checked_at)
    values (${tx.tenantId}, ${tx.livemode}, ${account.accountId}, ${account.requestId}, ${facts.access}, ${facts.country}, ${facts.chargesEnabled},
      ${facts.payoutsEnabled}, ${facts.detailsSubmitted}, ${texts(tx, facts.currentlyDue)}, ${texts(tx, facts.eventuallyDue)}, ${texts(tx, facts.pastDue)},
      ${texts(tx, facts.pendingVerification)}, ${facts.disabledReason}, ${facts.dueBy}, ${now}, ${now}, ${now})
    on conflict (tenant_id, livemode) do update set
      account_id = excluded.account_id, request_id = excluded.request_id, access = excluded.access, country = excluded.country,
      charges_enabled = excluded.charges_enabled, payouts_enabled = excluded.payouts_enabled, details_submitted = excluded.details_submitted,
      currently_due = excluded.currently_due, eventually_due = excluded.eventually_due, past_due = excluded.past_due,
      pending_verification = excluded.pending_verification, disabled_reason = excluded.disabled_reason, due_by = excluded.due_by,
      version = stripe_accounts.version + 1, updated_at = excluded.updated_at, checked_at = excluded.checked_at
    where stripe_accounts.tenant_id = excluded.tenant_id and stripe_accounts.access <> 'platform' and stripe_accounts.account_id <> excluded.account_id
    returning account_id`;
  return rows.length === 1;
}

export async function updateFacts(tx: TenantTx, facts: AccountFacts, now: Date): Promise<void> {
  await tx.sql`
    update stripe_accounts set
      access = ${facts.access}, country = ${facts.country}, charges_enabled = ${facts.chargesEnabled}, payouts_enabled = ${facts.payoutsEnabled},
      details_submitted = ${facts.detailsSubmitted}, currently_due = ${texts(tx, facts.currentlyDue)}, eventually_due = ${texts(tx, facts.eventuallyDue)},
      past_due = ${texts(tx, facts.pastDue)}, pending_verification = ${texts(tx, facts.pendingVerification)}, disabled_reason = ${facts.disabledReason},
      due_by = ${facts.dueBy}, version = version + 1, updated_at = ${now}, checked_at = ${now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`;
}

/** Nothing was new; what was asked meanwhile is older than this all the same. */
export async function noteCheck(tx: TenantTx, now: Date): Promise<void> {
  await tx.sql`update stripe_accounts set version = version + 1, checked_at = ${now} where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`;
}

/** What an account was asked for with. */
export interface AccountRequest {
  readonly id: string;
  readonly country: string;
  readonly email: string;
  readonly businessName: string;
  readonly requestedAt: Date;
}

/** The request that is there already, or a new one of the tenant's. Of two at the same time one is made, and both get it. */
export async function findOrInsertRequest(tx: TenantTx, given: { country: string; email: string | null }, now: Date): Promise<AccountRequest> {
  await tx.sql`
    insert into stripe_account_requests (tenant_id, livemode, id, country, email, business_name, requested_at)
    select tenants.id, ${tx.livemode}, ${newId()}, ${given.country}, coalesce(${given.email}::text, tenants.email), tenants.name, ${now}
    from tenants where tenants.id = ${tx.tenantId}
    on conflict (tenant_id, livemode) do nothing`;
  const [row] = await tx.sql<AccountRequest[]>`
    select id, country, email, business_name, requested_at from stripe_account_requests where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`;
  return row as AccountRequest;
}

export async function deleteRequest(tx: TenantTx, id: string): Promise<void> {
  await tx.sql`delete from stripe_account_requests where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
}

function columns({ sql }: TenantTx) {
  return sql`account_id, request_id, access, country, charges_enabled, payouts_enabled, details_submitted, currently_due, eventually_due, past_due,
    pending_verification, disabled_reason, due_by, version, checked_at`;
}

function texts(tx: TenantTx, values: readonly string[]) {
  return tx.sql.array([...values], 25);
}

/** What a tenant is called, and its own language. */
export async function findTenantVoice(tx: TenantTx): Promise<{ name: string; locale: string; country: string } | null> {
  const [row] = await tx.sql<{ name: string; locale: string; country: string }[]>`select name, locale, country from tenants where tenants.id = ${tx.tenantId}`;
  return row ?? null;
}
