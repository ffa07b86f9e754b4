import type { Answer } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import { ERASED_DOMAIN } from '../bookings/index.ts';

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly bookings: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Newest first. @param page `email` finds the one customer that has it */
export async function listCustomers(tx: TenantTx, page: { readonly limit: number; readonly after: string | null; readonly email: string | null }): Promise<CustomerRow[]> {
  return await tx.sql<CustomerRow[]>`
    select ${columns(tx)} from customers
    where ${inScope(tx)} and (${page.after}::uuid is null or id < ${page.after}::uuid) and (${page.email}::text is null or email_normalised = ${page.email})
    order by id desc limit ${page.limit}`;
}

export async function findCustomer(tx: TenantTx, id: string): Promise<CustomerRow | null> {
  const [row] = await tx.sql<CustomerRow[]>`select ${columns(tx)} from customers where ${inScope(tx)} and id = ${id}`;
  return row ?? null;
}

export async function listCustomersBookings(tx: TenantTx, id: string, limit: number | null): Promise<BookingId[]> {
  const rows = await tx.sql<{ id: BookingId }[]>`select id from bookings where ${inScope(tx)} and customer_id = ${id} order by id desc limit ${limit}`;
  return rows.map((row) => row.id);
}

export interface SentEmail {
  readonly kind: string;
  readonly status: string;
  readonly sentAt: Date | null;
  readonly bookingId: BookingId | null;
}

export async function listCustomersEmails(tx: TenantTx, id: string): Promise<SentEmail[]> {
  return await tx.sql<SentEmail[]>`
    select kind, status, sent_at, booking_id from emails
    where ${inScope(tx)} and booking_id in (select id from bookings where tenant_id = ${tx.tenantId} and customer_id = ${id}) order by created_at, id`;
}

/** Whether something of the customer's is still to take place, or to be paid. */
export async function hasOpenBookings(tx: TenantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx.sql`
    select 1 from bookings where ${inScope(tx)} and customer_id = ${id} and (status in ('requested', 'pending_payment') or (status = 'confirmed' and ends_at > ${now})) limit 1`;
  return rows.length > 0;
}

/** Takes away who it was and what they told; what was sold, paid and given back stays, as the law wants it. */
export async function eraseCustomerRow(tx: TenantTx, id: string, now: Date): Promise<void> {
  const email = `${id}${ERASED_DOMAIN}`;
  // Found by the address that goes next.
  await tx.sql`
    update waitlist_entries set name = '–', email = ${email}, email_normalised = ${email}, locale = null,
      status = case when status in ('waiting', 'offered') then 'left' else status end, updated_at = ${now}
    where ${inScope(tx)} and email_normalised = (select email_normalised from customers where ${inScope(tx)} and id = ${id})`;
  await tx.sql`
    update customers set name = '–', email = ${email}, email_normalised = ${email}, phone = null, answers = '{}', updated_at = ${now} where ${inScope(tx)} and id = ${id}`;
  await tx.sql`
    update bookings set note = null, answers = '[]', attribution = '{}', postal_code = null, customer_time_zone = null, manage_version = manage_version + 1
    where ${inScope(tx)} and customer_id = ${id}`;
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}

function columns({ sql, tenantId }: TenantTx) {
  return sql`id, name, email, phone, answers, created_at, updated_at,
    (select count(*)::int from bookings where bookings.tenant_id = ${tenantId} and bookings.customer_id = customers.id) as bookings`;
}
