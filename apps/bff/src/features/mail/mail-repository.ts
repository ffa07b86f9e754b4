import type { JSONValue } from 'postgres';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type EmailId, type EventId } from '../../platform/ids.ts';
import type { MailKind } from './kinds.ts';

export interface NewEmail {
  readonly kind: MailKind;
  readonly occasion: string;
  readonly eventId: EventId | null;
  readonly bookingId: BookingId | null;
  /** When it is to be sent. */
  readonly at: Date;
}

/** The new e-mail's id; null when there is one of this kind and occasion already. */
export async function insertEmail(tx: TenantTx, email: NewEmail, now: Date): Promise<EmailId | null> {
  const [row] = await tx.sql<{ id: EmailId }[]>`
    insert into emails (tenant_id, id, livemode, kind, occasion, event_id, booking_id, next_attempt_at, created_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${email.kind}, ${email.occasion}, ${email.eventId}, ${email.bookingId}, ${email.at}, ${now})
    on conflict (tenant_id, livemode, occasion, kind) do nothing returning id`;
  return row?.id ?? null;
}

export interface EmailRow {
  readonly id: EmailId;
  readonly kind: MailKind;
  readonly occasion: string;
  readonly bookingId: BookingId | null;
  readonly attempts: number;
}

/** Takes an e-mail that is due and that nobody has, to be written as things are now. */
export async function leaseEmail(tx: TenantTx, id: EmailId, given: { now: Date; until: Date }): Promise<EmailRow | null> {
  const [row] = await tx.sql<EmailRow[]>`
    update emails set leased_until = ${given.until}, written_at = ${given.now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} and status = 'pending' and next_attempt_at <= ${given.now}
      and (leased_until is null or leased_until <= ${given.now})
    returning id, kind, occasion, booking_id, attempts`;
  return row ?? null;
}

export interface EmailMove {
  readonly status: 'pending' | 'sent' | 'failed' | 'skipped';
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  readonly problem: string | null;
}

export async function moveEmail(tx: TenantTx, id: EmailId, move: EmailMove): Promise<void> {
  await tx.sql`
    update emails set status = ${move.status}, next_attempt_at = ${move.nextAttemptAt}, sent_at = ${move.sentAt}, problem = ${move.problem}, leased_until = null, attempts = attempts + 1
    where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** What the event that an e-mail is made of tells. */
export async function findEmailEventData(tx: TenantTx, id: EmailId): Promise<JSONValue> {
  const [row] = await tx.sql<{ data: JSONValue }[]>`
    select event.data from emails as email join events as event on event.tenant_id = email.tenant_id and event.id = email.event_id
    where email.tenant_id = ${tx.tenantId} and email.id = ${id}`;
  return row?.data ?? {};
}

/** What the event that an e-mail is made of is about, where it is about no booking. */
export async function findEmailSubject(tx: TenantTx, id: EmailId): Promise<string | null> {
  const [row] = await tx.sql<{ subjectId: string }[]>`
    select event.subject_id from emails as email join events as event on event.tenant_id = email.tenant_id and event.id = email.event_id
    where email.tenant_id = ${tx.tenantId} and email.id = ${id}`;
  return row?.subjectId ?? null;
}

/** What a booking says of how to speak with its customer. */
export async function findBookingLanguage(tx: TenantTx, id: BookingId): Promise<string | null> {
  const [row] = await tx.sql<{ locale: string | null }[]>`select locale from bookings where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
  return row?.locale ?? null;
}

/** What is on its way back to the customer, or has arrived. */
export async function findRefundTotal(tx: TenantTx, id: BookingId): Promise<number> {
  const [row] = await tx.sql<{ amountMinor: number }[]>`
    select coalesce(sum(refund.amount_minor), 0)::bigint as amount_minor
    from refunds as refund join payments as payment on payment.tenant_id = refund.tenant_id and payment.id = refund.payment_id
    where refund.tenant_id = ${tx.tenantId} and payment.booking_id = ${id} and refund.status <> 'failed'`;
  return Number(row?.amountMinor ?? 0);
}

export interface MailSettingsRow {
  /** The tenant's own address, when it has chosen no other one. */
  readonly replyTo: string;
  readonly chosenReplyTo: string | null;
  readonly ownAddress: string;
  readonly footer: string;
  readonly reminderHours: number;
}

/** Those of a tenant that has chosen nothing are the defaults. */
export async function findMailSettings(tx: TenantTx): Promise<MailSettingsRow> {
  const [row] = await tx.sql<MailSettingsRow[]>`
    select coalesce(settings.reply_to, tenants.email) as reply_to, settings.reply_to as chosen_reply_to, tenants.email as own_address,
      coalesce(settings.footer, '') as footer, coalesce(settings.reminder_hours, 24) as reminder_hours
    from tenants left join mail_settings as settings on settings.tenant_id = tenants.id
    where tenants.id = ${tx.tenantId} and (settings.tenant_id is null or settings.tenant_id = ${tx.tenantId})`;
  return row as MailSettingsRow;
}

export async function upsertMailSettings(tx: TenantTx, given: { replyTo: string | null; footer: string; reminderHours: number }, now: Date): Promise<void> {
  await tx.sql`
    insert into mail_settings (tenant_id, reply_to, footer, reminder_hours, updated_at) values (${tx.tenantId}, ${given.replyTo}, ${given.footer}, ${given.reminderHours}, ${now})
    on conflict (tenant_id) do update set reply_to = excluded.reply_to, footer = excluded.footer, reminder_hours = excluded.reminder_hours, updated_at = excluded.updated_at
    where mail_settings.tenant_id = ${tx.tenantId}`;
}

/** Moves the reminders of both modes that wait to so long before the start; what would have been sent by now is sent soon. */
export async function moveReminders(tx: TenantTx, hours: number): Promise<void> {
  await tx.sql`
    update emails set next_attempt_at = booking.starts_at - make_interval(hours => ${hours}::int)
    from bookings as booking
    where emails.tenant_id = ${tx.tenantId} and booking.tenant_id = emails.tenant_id and booking.id = emails.booking_id and emails.kind = 'reminder' and emails.status = 'pending'`;
}
