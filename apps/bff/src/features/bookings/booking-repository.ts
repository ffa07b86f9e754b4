import type { Answer, Attribution, BookingStatus, CancellationPolicy, LineItem, PaymentStatus } from '@mais/contract';
import type { JSONValue } from 'postgres';
import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId } from '../../platform/ids.ts';
import { keptAnswer, type CheckedAnswer } from '../catalog/index.ts';
import type { BookingRow } from './booking.ts';
import type { SoldTerms } from './sold-terms.ts';

export interface NewBooking extends BookingRow {
  readonly customerTimeZone: string | null;
  readonly locale: string | null;
  readonly note: string | null;
  readonly terms: SoldTerms;
  readonly attribution: Attribution;
}

/** The customer must be there already, by the e-mail. */
export function insertBooking(tx: TenantTx, booking: NewBooking) {
  return tx.sql`
    insert into bookings (tenant_id, id, livemode, reference, hold_id, package_id, customer_id, status, package_slug, package_name,
      starts_at, ends_at, blocked_starts_at, blocked_ends_at, day_local, tenant_time_zone, customer_time_zone, locale, party_size,
      currency, subtotal_minor, tax_minor, total_minor, due_now_minor, discount_minor, balance_due_at, balance_next_at, commission_bps, cancellation_policy, terms, postal_code, note, answers, attribution, expires_at,
      confirmed_at, created_at)
    values (${tx.tenantId}, ${booking.id}, ${tx.livemode}, ${booking.reference}, ${booking.holdId}, ${booking.packageId},
      (select id from customers where ${isCustomer(tx, booking.customerEmail)}), ${booking.status}, ${booking.packageSlug}, ${booking.packageName}, ${booking.startsAt}, ${booking.endsAt},
      ${booking.blockedStartsAt}, ${booking.blockedEndsAt}, ${booking.dayLocal}, ${booking.tenantTimeZone}, ${booking.customerTimeZone},
      ${booking.locale}, ${booking.partySize}, ${booking.currency}, ${booking.subtotalMinor}, ${booking.taxMinor}, ${booking.totalMinor},
      ${booking.dueNowMinor}, ${booking.discountMinor}, ${booking.balanceDueAt}, ${booking.balanceNextAt}, ${booking.commissionBps}, ${tx.sql.json(plainJson(booking.cancellationPolicy))},
      ${tx.sql.json(plainJson(booking.terms))}, ${booking.postalCode}, ${booking.note}, ${tx.sql.json(booking.answers.map((answer) => ({ ...answer })))},
      ${tx.sql.json(plainJson(booking.attribution))}, ${booking.expiresAt}, ${booking.confirmedAt}, ${booking.createdAt})`.execute();
}

export function insertLineItems(tx: TenantTx, bookingId: BookingId, items: readonly LineItem[]) {
  const rows = items.map((item, position) => ({
    position, kind: item.kind, slug: item.addOn, description: item.description, quantity: item.quantity,
    unit_amount_minor: item.unitAmountMinor, amount_minor: item.amountMinor, discount_minor: item.discountMinor, tax_minor: item.taxMinor,
  }));
  return tx.sql`
    insert into booking_line_items (tenant_id, booking_id, position, kind, add_on_id, description, quantity, unit_amount_minor, amount_minor, discount_minor, tax_minor)
    select ${tx.tenantId}, ${bookingId}, item.position, item.kind, add_ons.id, item.description, item.quantity, item.unit_amount_minor, item.amount_minor,
      item.discount_minor, item.tax_minor
    from jsonb_to_recordset(${tx.sql.json(rows)}) as item (position smallint, kind text, slug text, description text, quantity int,
        unit_amount_minor bigint, amount_minor bigint, discount_minor bigint, tax_minor bigint)
      left join add_ons on add_ons.tenant_id = ${tx.tenantId} and add_ons.slug = item.slug`.execute();
}

export function listLineItems(tx: TenantTx, bookingId: BookingId) {
  return tx.sql<LineItem[]>`
    select item.kind, add_ons.slug as add_on, item.description, item.quantity, item.unit_amount_minor, item.amount_minor, item.discount_minor, item.tax_minor
    from booking_line_items as item left join add_ons on add_ons.tenant_id = item.tenant_id and add_ons.id = item.add_on_id
    where item.tenant_id = ${tx.tenantId} and item.booking_id = ${bookingId} order by item.position`.execute();
}

/** Takes the booking's lock and reads it as it is then. */
export async function findBookingForUpdate(tx: TenantTx, id: BookingId): Promise<BookingRow | null> {
  const [, row] = await Promise.all([lockForTransaction(tx, 'booking', id), findBooking(tx, id)]);
  return row;
}

export async function findBooking(tx: TenantTx, id: BookingId): Promise<BookingRow | null> {
  const [row] = await tx.sql<BookingRow[]>`
    select bookings.id, reference, hold_id, package_id, status, payment_status, package_slug, package_name, starts_at, ends_at,
      blocked_starts_at, blocked_ends_at, day_local, tenant_time_zone, party_size, currency, subtotal_minor, tax_minor, total_minor,
      due_now_minor, discount_minor, balance_due_at, commission_bps, cancellation_policy, terms, postal_code, times_moved, balance_next_at, balance_tries, manage_version, expires_at, confirmed_at, bookings.created_at, customers.name as customer_name, customers.email as customer_email,
      case jsonb_typeof(bookings.answers) when 'array' then bookings.answers else '[]' end as answers
    from bookings join customers on customers.tenant_id = bookings.tenant_id and customers.id = bookings.customer_id
    where bookings.tenant_id = ${tx.tenantId} and bookings.livemode = ${tx.livemode} and bookings.id = ${id}`;
  return row ?? null;
}

export async function updateBookingStatus(tx: TenantTx, id: BookingId, change: { status: BookingStatus; now: Date }): Promise<void> {
  const confirmedAt = change.status === 'confirmed' ? change.now : null;
  const cancelledAt = change.status === 'cancelled' ? change.now : null;
  await tx.sql`
    update bookings set status = ${change.status}, confirmed_at = coalesce(${confirmedAt}, confirmed_at),
      cancelled_at = coalesce(${cancelledAt}, cancelled_at)
    where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** What moving a booking changes. */
export type BookingChange = Pick<BookingRow,
  'holdId' | 'startsAt' | 'endsAt' | 'blockedStartsAt' | 'blockedEndsAt' | 'dayLocal' | 'subtotalMinor' | 'taxMinor' | 'totalMinor' | 'dueNowMinor' | 'discountMinor' | 'balanceDueAt'>;

export async function updateBookingTime(tx: TenantTx, id: BookingId, change: BookingChange): Promise<void> {
  await tx.sql`
    update bookings set hold_id = ${change.holdId}, starts_at = ${change.startsAt}, ends_at = ${change.endsAt}, blocked_starts_at = ${change.blockedStartsAt},
      blocked_ends_at = ${change.blockedEndsAt}, day_local = ${change.dayLocal}, subtotal_minor = ${change.subtotalMinor}, tax_minor = ${change.taxMinor},
      total_minor = ${change.totalMinor}, due_now_minor = ${change.dueNowMinor}, discount_minor = ${change.discountMinor}, balance_due_at = ${change.balanceDueAt},
      balance_next_at = ${change.balanceDueAt}, balance_tries = 0, times_moved = times_moved + 1
    where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function replaceLineItems(tx: TenantTx, id: BookingId, items: readonly LineItem[]): Promise<void> {
  await tx.sql`delete from booking_line_items where tenant_id = ${tx.tenantId} and booking_id = ${id}`;
  await insertLineItems(tx, id, items);
}

export async function findManageVersion(tx: TenantTx, id: BookingId): Promise<number | null> {
  const [row] = await tx.sql<{ manageVersion: number }[]>`select manage_version from bookings where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
  return row?.manageVersion ?? null;
}

export async function raiseManageVersion(tx: TenantTx, id: BookingId): Promise<void> {
  await tx.sql`update bookings set manage_version = manage_version + 1 where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function updateBalanceLook(tx: TenantTx, id: BookingId, look: { tries: number; nextAt: Date | null }): Promise<void> {
  await tx.sql`update bookings set balance_tries = ${look.tries}, balance_next_at = ${look.nextAt} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function updateBookingExpiry(tx: TenantTx, id: BookingId, expiresAt: Date): Promise<void> {
  await tx.sql`update bookings set expires_at = ${expiresAt} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function updatePaymentStatus(tx: TenantTx, id: BookingId, status: PaymentStatus): Promise<void> {
  await tx.sql`update bookings set payment_status = ${status} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export interface Transition {
  readonly bookingId: BookingId;
  readonly from: BookingStatus | null;
  readonly to: BookingStatus;
  readonly cause: string;
  readonly actor: string;
  readonly at: Date;
}

export function insertTransition(tx: TenantTx, move: Transition) {
  return tx.sql`
    insert into booking_transitions (tenant_id, id, booking_id, from_status, to_status, cause, actor, occurred_at)
    values (${tx.tenantId}, ${newId()}, ${move.bookingId}, ${move.from}, ${move.to}, ${move.cause}, ${move.actor}, ${move.at})`.execute();
}

export interface CustomerDetails {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/** One customer per tenant, mode and e-mail; the newest name, phone and answers win. */
export function upsertCustomer(tx: TenantTx, customer: CustomerDetails, answers: readonly CheckedAnswer[], now: Date) {
  const own = answers.filter(({ about }) => about === 'customer').map((answer): [string, Answer] => [answer.question, keptAnswer(answer)]);
  return tx.sql`
    insert into customers (tenant_id, id, livemode, email, email_normalised, name, phone, answers, created_at, updated_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${customer.email}, ${normaliseEmail(customer.email)}, ${customer.name},
      ${customer.phone}, ${tx.sql.json(Object.fromEntries(own))}, ${now}, ${now})
    on conflict (tenant_id, livemode, email_normalised) do update
      set name = excluded.name, email = excluded.email, phone = coalesce(excluded.phone, customers.phone),
        answers = customers.answers || excluded.answers, updated_at = excluded.updated_at`.execute();
}

function isCustomer(tx: TenantTx, email: string) {
  return tx.sql`tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and email_normalised = ${normaliseEmail(email)}`;
}

/** Without the fields that are left out. */
function plainJson(value: object): JSONValue {
  return JSON.parse(JSON.stringify(value)) as JSONValue;
}

function normaliseEmail(email: string): string {
  return email.toLowerCase();
}

export interface TenantFacts {
  readonly customerId: string;
  readonly phone: string | null;
  readonly note: string | null;
  readonly postalCode: string | null;
  readonly cancelledAt: Date | null;
  readonly cancellationPolicy: CancellationPolicy;
}

/** What of a booking only the business sees. */
export async function findTenantFacts(tx: TenantTx, id: BookingId): Promise<TenantFacts | null> {
  const [row] = await tx.sql<TenantFacts[]>`
    select bookings.customer_id, customers.phone, note, postal_code, cancelled_at, cancellation_policy
    from bookings join customers on customers.tenant_id = bookings.tenant_id and customers.id = bookings.customer_id
    where bookings.tenant_id = ${tx.tenantId} and bookings.livemode = ${tx.livemode} and bookings.id = ${id}`;
  return row ?? null;
}

export interface BookingFilter {
  readonly limit: number;
  /** The oldest of those that are known already. */
  readonly after: string | null;
  readonly status: BookingStatus | null;
  readonly customer: string | null;
  readonly from: Date | null;
  readonly before: Date | null;
}

/** Newest first. */
export async function listBookingIds(tx: TenantTx, { limit, after, status, customer, from, before }: BookingFilter): Promise<BookingId[]> {
  const rows = await tx.sql<{ id: BookingId }[]>`
    select id from bookings
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and (${after}::uuid is null or id < ${after}::uuid) and (${status}::text is null or status = ${status})
      and (${customer}::uuid is null or customer_id = ${customer}::uuid) and (${from}::timestamptz is null or starts_at >= ${from})
      and (${before}::timestamptz is null or starts_at < ${before})
    order by id desc limit ${limit}`;
  return rows.map(({ id }) => id);
}

export type PastMove = Omit<Transition, 'bookingId'>;

/** Oldest first. */
export async function listTransitions(tx: TenantTx, bookingId: BookingId): Promise<PastMove[]> {
  return await tx.sql<PastMove[]>`
    select from_status as "from", to_status as "to", cause, actor, occurred_at as at from booking_transitions
    where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} order by occurred_at, id`;
}

/** Where customers write to: the address that the tenant has chosen for replies, or its own. */
export async function findContactAddress(tx: TenantTx): Promise<string> {
  const [row] = await tx.sql<{ address: string }[]>`
    select coalesce(mail_settings.reply_to, tenants.email) as address from tenants left join mail_settings on mail_settings.tenant_id = tenants.id
    where tenants.id = ${tx.tenantId} and (mail_settings.tenant_id is null or mail_settings.tenant_id = ${tx.tenantId})`;
  return row?.address ?? '';
}
