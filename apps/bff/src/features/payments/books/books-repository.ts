import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import type { LedgerCheckId } from '../../../platform/ids.ts';
import type { AccountBooks, BookedPosting, Sums } from './books.ts';
import type { Difference } from './compare-books.ts';

/** Which of these balance transactions stand in the ledger. */
export async function listNamed(tx: TenantTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ id: string }[]>`
    select distinct balance_transaction_id as id from ledger_balance_transactions
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and balance_transaction_id = any(${tx.sql.array([...ids], TEXT)})`;
  return new Set(rows.map(({ id }) => id));
}

/** Postings of an account that were made since then (null for all), or name one of these transactions. */
export async function listPostings(tx: TenantTx, accountId: string, { since, ids }: { readonly since: Date | null; readonly ids: readonly string[] }): Promise<BookedPosting[]> {
  return await tx.sql<BookedPosting[]>`
    ${selectPostings(tx, accountId)} and (${since}::timestamptz is null or posting.created_at >= ${since}::timestamptz or posting.id in (
      select posting_id from ledger_balance_transactions where tenant_id = ${tx.tenantId} and balance_transaction_id = any(${tx.sql.array([...ids], TEXT)})))`;
}

/** Charges of which it isn't known how Stripe booked them. */
export async function listUnnamedCharges(tx: TenantTx, accountId: string): Promise<BookedPosting[]> {
  return await tx.sql<BookedPosting[]>`
    ${selectPostings(tx, accountId)} and posting.kind = 'charge'
      and not exists (select 1 from ledger_balance_transactions as stand where stand.tenant_id = posting.tenant_id and stand.posting_id = posting.id)`;
}

/** What the ledger says of an account's balance at Stripe. */
export async function sumBalance(tx: TenantTx, accountId: string): Promise<Sums> {
  const rows = await tx.sql<{ currency: string; sum: number }[]>`
    select entry.currency, sum(entry.amount_minor)::bigint as sum
    from ledger_entries as entry join ledger_postings as posting on posting.tenant_id = entry.tenant_id and posting.id = entry.posting_id
    where entry.tenant_id = ${tx.tenantId} and entry.livemode = ${tx.livemode} and entry.account = 'stripe_balance' and posting.stripe_account_id = ${accountId}
    group by entry.currency`;
  return new Map(rows.map(({ currency, sum }) => [currency, sum]));
}

export async function findBooks(tx: TenantTx, accountId: string): Promise<AccountBooks | null> {
  const [row] = await tx.sql<AccountBooks[]>`
    select stripe_account_id, read_through, checked_through from account_books
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and stripe_account_id = ${accountId}`;
  return row ?? null;
}

/** Notes when it was tried, so that an account that can't be read doesn't come first again and again. */
export async function noteAttempt(tx: TenantTx, accountId: string, what: 'read' | 'checked', now: Date): Promise<void> {
  const [readAt, checkedAt] = what === 'read' ? [now, null] : [null, now];
  await tx.sql`
    insert into account_books (tenant_id, livemode, stripe_account_id, read_at, checked_at) values (${tx.tenantId}, ${tx.livemode}, ${accountId}, ${readAt}, ${checkedAt})
    on conflict (tenant_id, livemode, stripe_account_id) do update
      set read_at = coalesce(excluded.read_at, account_books.read_at), checked_at = coalesce(excluded.checked_at, account_books.checked_at)`;
}

/** Up to where its books have been read. */
export async function noteRead(tx: TenantTx, accountId: string, through: Date): Promise<void> {
  await tx.sql`
    update account_books set read_through = ${through} where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and stripe_account_id = ${accountId}`;
}

export interface LedgerCheck {
  readonly id: LedgerCheckId;
  readonly stripeAccountId: string;
  readonly transactions: number;
  readonly balances: readonly { readonly currency: string; readonly stripeMinor: number; readonly ledgerMinor: number }[];
  readonly differences: readonly Difference[];
  readonly checkedAt: Date;
}

/** Keeps what a check found, and up to where it has compared. */
export async function insertCheck(tx: TenantTx, check: LedgerCheck, through: Date): Promise<void> {
  const json = (value: unknown) => tx.sql.json(JSON.parse(JSON.stringify(value)));
  await tx.sql`
    insert into ledger_checks (tenant_id, id, livemode, stripe_account_id, agrees, transactions, balances, differences, checked_at)
    values (${tx.tenantId}, ${check.id}, ${tx.livemode}, ${check.stripeAccountId}, ${check.differences.length === 0}, ${check.transactions}, ${json(check.balances)},
      ${json(check.differences)}, ${check.checkedAt})`;
  await tx.sql`
    update account_books set checked_through = ${through} where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and stripe_account_id = ${check.stripeAccountId}`;
}

/** The type `text`, of which lists of ids are. */
const TEXT = 25;

function selectPostings({ sql, tenantId, livemode }: TenantTx, accountId: string) {
  return sql`
    select posting.id, posting.kind, posting.subject, posting.currency, posting.created_at,
      (select coalesce(jsonb_agg(jsonb_build_object('account', entry.account, 'amountMinor', entry.amount_minor) order by entry.id), '[]')
        from ledger_entries as entry where entry.tenant_id = ${tenantId} and entry.posting_id = posting.id) as entries,
      (select coalesce(jsonb_agg(jsonb_build_object('balanceTransactionId', stand.balance_transaction_id, 'netMinor', stand.net_minor)), '[]')
        from ledger_balance_transactions as stand where stand.tenant_id = ${tenantId} and stand.posting_id = posting.id) as stands
    from ledger_postings as posting where posting.tenant_id = ${tenantId} and posting.livemode = ${livemode} and posting.stripe_account_id = ${accountId}`;
}
