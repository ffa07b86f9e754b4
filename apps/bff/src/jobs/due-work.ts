// Looks across tenants, as the platform role, for what is due; the work itself is done inside each tenant's scope.
import type { Sql } from '../platform/db/connect.ts';
import type { TenantScope } from '../platform/db/with-tenant.ts';
import type { BookingId, EmailId, FileId, HoldId, PaymentId, RefundId, TenantId, WebhookEndpointId } from '../platform/ids.ts';

/** What one run takes on; what is left comes with the next. */
const BATCH = 500;

export type Due<Id> = TenantScope & { readonly id: Id };

export async function listDueHolds(platform: Sql, now: Date): Promise<Due<HoldId>[]> {
  return platform<Due<HoldId>[]>`
    select tenant_id, livemode, id from holds where status = 'active' and expires_at <= ${now} order by expires_at limit ${BATCH}`;
}

export async function listDueBookings(platform: Sql, now: Date): Promise<Due<BookingId>[]> {
  return platform<Due<BookingId>[]>`
    select tenant_id, livemode, id from bookings where status = 'pending_payment' and expires_at <= ${now} order by expires_at limit ${BATCH}`;
}

/** Confirmed bookings whose balance is to be looked after. */
export async function listDueBalances(platform: Sql, now: Date): Promise<Due<BookingId>[]> {
  return platform<Due<BookingId>[]>`
    select tenant_id, livemode, id from bookings where status = 'confirmed' and balance_next_at <= ${now} order by balance_next_at limit ${BATCH}`;
}

/** Payments whose news is late: nothing has been heard of them since `quietSince`. */
export async function listUnsettledPayments(platform: Sql, quietSince: Date): Promise<Due<PaymentId>[]> {
  return platform<Due<PaymentId>[]>`
    select tenant_id, livemode, id from payments
    where status in ('creating', 'requires_payment', 'processing') and updated_at <= ${quietSince} and created_at <= ${quietSince}
    order by updated_at limit ${BATCH}`;
}

/** Payments that succeeded and of which Stripe's fee isn't known yet. */
export async function listUnbookedPayments(platform: Sql, now: Date): Promise<Due<PaymentId>[]> {
  return platform<Due<PaymentId>[]>`select tenant_id, livemode, id from payments where book_after <= ${now} order by book_after limit ${BATCH}`;
}

/** Refunds to be asked about, sent, or made again. */
export async function listDueRefunds(platform: Sql, now: Date): Promise<Due<RefundId>[]> {
  return platform<Due<RefundId>[]>`select tenant_id, livemode, id from refunds where next_try_at <= ${now} order by next_try_at limit ${BATCH}`;
}

/** Accounts that were last asked about before then; one that lacks something is asked about more often. */
export async function listAccountsToCheck(platform: Sql, livemode: boolean, before: { readonly unready: Date; readonly ready: Date }): Promise<TenantScope[]> {
  return platform<TenantScope[]>`
    select tenant_id, livemode from stripe_accounts
    where livemode = ${livemode} and checked_at <= ${before.unready} and (checked_at <= ${before.ready} or not (charges_enabled and payouts_enabled and access = 'platform'))
    order by checked_at limit ${BATCH}`;
}

export interface AccountOf extends TenantScope {
  readonly accountId: string;
}

/** How many accounts' books one run reads: each takes several calls to Stripe. */
const BOOKS_BATCH = 20;

/** Accounts whose books at Stripe were last read, or compared, before then. */
export async function listAccountsByBooks(platform: Sql, livemode: boolean, due: { readonly readBefore: Date } | { readonly checkedBefore: Date }): Promise<AccountOf[]> {
  const [readBefore, checkedBefore] = 'readBefore' in due ? [due.readBefore, null] : [null, due.checkedBefore];
  return platform<AccountOf[]>`
    select account.tenant_id, account.livemode, account.account_id
    from stripe_accounts as account left join account_books as books
      on books.tenant_id = account.tenant_id and books.livemode = account.livemode and books.stripe_account_id = account.account_id
    where account.livemode = ${livemode} and account.access = 'platform' and (account.charges_enabled or books.read_at is not null)
      and (${readBefore}::timestamptz is null or coalesce(books.read_at, '-infinity') <= ${readBefore}::timestamptz)
      and (${checkedBefore}::timestamptz is null or coalesce(books.checked_at, '-infinity') <= ${checkedBefore}::timestamptz)
    order by case when ${checkedBefore}::timestamptz is null then books.read_at else books.checked_at end nulls first limit ${BOOKS_BATCH}`;
}

/** Every tenant there is, in the order of their slugs. */
export async function listTenantSlugs(platform: Sql): Promise<string[]> {
  const rows = await platform<{ slug: string }[]>`select slug from tenants where status <> 'deleted' order by slug`;
  return rows.map(({ slug }) => slug);
}

/** Every account that the platform reaches. */
export async function listReachableAccounts(platform: Sql, livemode: boolean): Promise<AccountOf[]> {
  return platform<AccountOf[]>`
    select tenant_id, livemode, account_id from stripe_accounts where livemode = ${livemode} and access = 'platform' order by tenant_id`;
}

export async function listDomainsToRegister(platform: Sql, livemode: boolean, now: Date): Promise<(TenantScope & { readonly domain: string })[]> {
  return platform<(TenantScope & { readonly domain: string })[]>`
    select tenant_id, livemode, domain from payment_method_domains
    where livemode = ${livemode} and next_try_at <= ${now} order by next_try_at limit ${BATCH}`;
}

/** What one endpoint may take of a run, or one that hangs would keep the others waiting. */
const LANES_PER_ENDPOINT = 16;

/** Lanes of webhook deliveries that something of is due in. */
export async function listDueLanes(platform: Sql, now: Date): Promise<(TenantScope & { readonly endpointId: WebhookEndpointId; readonly subjectId: string })[]> {
  return platform<(TenantScope & { readonly endpointId: WebhookEndpointId; readonly subjectId: string })[]>`
    select tenant_id, livemode, endpoint_id, subject_id
    from (select tenant_id, livemode, endpoint_id, subject_id, min(next_attempt_at) as due_at,
        row_number() over (partition by tenant_id, endpoint_id order by min(next_attempt_at)) as place
      from webhook_deliveries where status = 'pending' and next_attempt_at <= ${now} group by 1, 2, 3, 4) as lane
    where place <= ${LANES_PER_ENDPOINT} order by due_at limit ${BATCH}`;
}

export async function listDueEmails(platform: Sql, now: Date): Promise<Due<EmailId>[]> {
  return platform<Due<EmailId>[]>`
    select tenant_id, livemode, id from emails where status = 'pending' and next_attempt_at <= ${now} order by next_attempt_at limit ${BATCH}`;
}

/** A week, in which whoever was just too late with a payment may still be told apart. */
const KEEP_UNPAID_FILES_MS = 7 * 24 * 60 * 60_000;

/** Files whose hold ended without a booking that names them, or whose booking was never paid. */
export async function listDueFiles(platform: Sql, now: Date): Promise<Due<FileId>[]> {
  return platform<Due<FileId>[]>`
    select file.tenant_id, file.livemode, file.id from files as file
    join holds as hold on hold.tenant_id = file.tenant_id and hold.id = file.hold_id
    left join bookings as booking on booking.tenant_id = file.tenant_id and booking.id = file.booking_id
    where (file.booking_id is null and hold.status <> 'active')
      or (booking.status = 'expired' and booking.expires_at <= ${new Date(now.getTime() - KEEP_UNPAID_FILES_MS)})
    limit ${BATCH}`;
}

/** Tenants and modes in which somebody waits who was last looked at before then. */
export async function listWaitingScopes(platform: Sql, before: Date): Promise<TenantScope[]> {
  return platform<TenantScope[]>`
    select tenant_id, livemode from waitlist_entries where status = 'waiting' and checked_at <= ${before} group by 1, 2 order by min(checked_at) limit ${BATCH}`;
}

/** Tenants whose data key another master key wraps, in the order of their ids. */
export async function listTenantsToRewrap(platform: Sql, masterKeyId: string, after: TenantId | null): Promise<TenantId[]> {
  const rows = await platform<{ tenantId: TenantId }[]>`
    select distinct tenant_id from tenant_data_keys
    where master_key_id <> ${masterKeyId} and (${after}::uuid is null or tenant_id > ${after}::uuid) order by tenant_id limit ${BATCH}`;
  return rows.map(({ tenantId }) => tenantId);
}

/** A day, as Stripe keeps its own idempotency keys. */
const KEEP_KEYS_MS = 24 * 60 * 60_000;

/** A week of what was handed on, for whoever looks into an incident. */
const KEEP_OUTBOX_MS = 7 * KEEP_KEYS_MS;

/** What has been delivered or given up can be looked at and replayed for a month. */
const KEEP_DELIVERIES_MS = 30 * KEEP_KEYS_MS;

export async function pruneOldRows(platform: Sql, now: Date): Promise<void> {
  await platform`delete from idempotency_keys where created_at < ${new Date(now.getTime() - KEEP_KEYS_MS)}`;
  await platform`delete from outbox where dispatched_at < ${new Date(now.getTime() - KEEP_OUTBOX_MS)}`;
  await platform`delete from webhook_deliveries where status <> 'pending' and created_at < ${new Date(now.getTime() - KEEP_DELIVERIES_MS)}`;
}
