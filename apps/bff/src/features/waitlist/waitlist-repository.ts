import type { WaitlistStatus } from '@mais/contract';
import type { OutboxTopic } from '../../platform/db/outbox.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type HoldId, type PackageId, type WaitlistEntryId, type WaitlistOfferId } from '../../platform/ids.ts';
import type { EntryRow } from './entry.ts';

const OFFER: OutboxTopic = 'waitlist.offer';

export interface NewEntry {
  readonly packageId: PackageId;
  readonly dayLocal: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date;
  readonly partySize: number;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
}

/** The new entry's id; null where the same person waits for the same already. */
export async function insertEntry(tx: TenantTx, entry: NewEntry, now: Date): Promise<WaitlistEntryId | null> {
  const [row] = await tx.sql<{ id: WaitlistEntryId }[]>`
    insert into waitlist_entries (tenant_id, id, livemode, package_id, day_local, starts_at, ends_at, party_size, name, email, email_normalised, locale, joined_at, consented_at,
      checked_at, updated_at)
    values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${entry.packageId}, ${entry.dayLocal}, ${entry.startsAt}, ${entry.endsAt}, ${entry.partySize}, ${entry.name}, ${entry.email},
      ${entry.email.toLowerCase()}, ${entry.locale}, ${now}, ${now}, ${now}, ${now})
    on conflict do nothing returning id`;
  return row?.id ?? null;
}

/** How much somebody waits for, or is offered, by now. */
export async function countOpenEntries(tx: TenantTx, email: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from waitlist_entries
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and email_normalised = ${email.toLowerCase()} and status in ('waiting', 'offered')`;
  return row?.count ?? 0;
}

export async function findEntry(tx: TenantTx, id: WaitlistEntryId): Promise<EntryRow | null> {
  const [row] = await tx.sql<EntryRow[]>`${selectEntries(tx)} and entry.id = ${id}`;
  return row ?? null;
}

export interface EntryPage {
  readonly status: WaitlistStatus | null;
  readonly packageSlug: string | null;
  readonly dayLocal: string | null;
  readonly limit: number;
  readonly after: string | null;
}

/** In the order of the line, those behind `after`. */
export async function listEntries(tx: TenantTx, page: EntryPage): Promise<EntryRow[]> {
  return await tx.sql<EntryRow[]>`
    ${selectEntries(tx)} and (${page.status}::text is null or entry.status = ${page.status}) and (${page.packageSlug}::text is null or package.slug = ${page.packageSlug})
      and (${page.dayLocal}::date is null or entry.day_local = ${page.dayLocal}::date) and (${page.after}::uuid is null or entry.id > ${page.after}::uuid)
    order by entry.id limit ${page.limit}`;
}

/** Days to look at; null for all. */
export interface DaySpan {
  readonly fromDay: string;
  readonly toDay: string;
}

export type WaitingRow = Pick<EntryRow, 'id' | 'packageId' | 'packageSlug' | 'dayLocal' | 'startsAt' | 'partySize'>;

/** Whoever waits, the oldest first. */
export async function listWaiting(tx: TenantTx, span: DaySpan | null, limit: number): Promise<WaitingRow[]> {
  return await tx.sql<WaitingRow[]>`
    select entry.id, entry.package_id, package.slug as package_slug, entry.day_local::text, entry.starts_at, entry.party_size
    from waitlist_entries as entry join packages as package on package.tenant_id = entry.tenant_id and package.id = entry.package_id
    where ${isWaiting(tx, span)} order by entry.joined_at, entry.id limit ${limit}`;
}

/** Ends what nothing can come free for any more, and notes that the others were looked at. */
export async function closeAndNoteWaiting(tx: TenantTx, span: DaySpan | null, now: Date): Promise<void> {
  await tx.sql`
    update waitlist_entries as entry set status = case when ends_at <= ${now} then 'expired' else status end, checked_at = ${now},
      updated_at = case when ends_at <= ${now} then ${now} else updated_at end
    where ${isWaiting(tx, span)}`;
}

/** Writes down that somebody who waits in these days may be offered something, if there is anybody. */
export async function enqueueIfAwaited(tx: TenantTx, span: DaySpan | null, now: Date): Promise<void> {
  await tx.sql`
    insert into outbox (tenant_id, id, livemode, topic, payload, created_at)
    select ${tx.tenantId}, ${newId()}, ${tx.livemode}, ${OFFER}, ${tx.sql.json(span === null ? {} : { ...span })}, ${now}
    where exists (select 1 from waitlist_entries as entry where ${isWaiting(tx, span)})`;
}

export interface EntryMove {
  readonly from: WaitlistStatus;
  readonly to: WaitlistStatus;
  readonly now: Date;
}

/** @returns false when it isn't there, or has moved on meanwhile */
export async function moveEntry(tx: TenantTx, id: WaitlistEntryId, { from, to, now }: EntryMove): Promise<boolean> {
  const moved = await tx.sql`
    update waitlist_entries set status = ${to}, updated_at = ${now} where ${inScope(tx)} and id = ${id} and status = ${from}`;
  return moved.count === 1;
}

export async function insertOffer(tx: TenantTx, offer: { id: WaitlistOfferId; entryId: WaitlistEntryId; holdId: HoldId; offeredAt: Date; expiresAt: Date }): Promise<void> {
  await tx.sql`
    insert into waitlist_offers (tenant_id, id, livemode, entry_id, hold_id, offered_at, expires_at)
    values (${tx.tenantId}, ${offer.id}, ${tx.livemode}, ${offer.entryId}, ${offer.holdId}, ${offer.offeredAt}, ${offer.expiresAt})`;
}

/** @returns whether it was accepted now, for the first time */
export async function acceptOffer(tx: TenantTx, id: WaitlistOfferId, now: Date): Promise<boolean> {
  const accepted = await tx.sql`update waitlist_offers set accepted_at = ${now} where ${inScope(tx)} and id = ${id} and accepted_at is null and ended_at is null`;
  return accepted.count === 1;
}

export type EndedEntry = Pick<EntryRow, 'id' | 'packageSlug' | 'dayLocal' | 'startsAt' | 'partySize'>;

/** Ends the offer that a hold was made for; null when it was made for none, or has become a booking. */
export async function endOfferOfHold(tx: TenantTx, holdId: HoldId, given: { outcome: 'passed' | 'expired'; now: Date }): Promise<EndedEntry | null> {
  const [row] = await tx.sql<EndedEntry[]>`
    with ended as (
      update waitlist_offers set ended_at = ${given.now}, outcome = ${given.outcome}
      where ${inScope(tx)} and hold_id = ${holdId} and ended_at is null returning entry_id)
    update waitlist_entries as entry set status = ${given.outcome}, updated_at = ${given.now} from ended, packages as package
    where entry.tenant_id = ${tx.tenantId} and entry.id = ended.entry_id and entry.status = 'offered'
      and package.tenant_id = ${tx.tenantId} and package.id = entry.package_id
    returning entry.id, package.slug as package_slug, entry.day_local::text, entry.starts_at, entry.party_size`;
  return row ?? null;
}

/** Ends the offer that a hold was made for, as booked; does nothing where it was made for none. */
export async function bookOfferOfHold(tx: TenantTx, { holdId, bookingId }: { holdId: HoldId; bookingId: BookingId }, now: Date): Promise<void> {
  await tx.sql`
    with ended as (
      update waitlist_offers set ended_at = ${now}, outcome = 'booked', booking_id = ${bookingId}
      where ${inScope(tx)} and hold_id = ${holdId} and ended_at is null returning entry_id)
    update waitlist_entries as entry set status = 'booked', updated_at = ${now} from ended
    where entry.tenant_id = ${tx.tenantId} and entry.id = ended.entry_id and entry.status = 'offered'`;
}

/** The days of a row of the outbox; null for all. */
export function daysOf(payload: unknown): DaySpan | null {
  const { fromDay, toDay } = payload as Partial<DaySpan>;
  return fromDay === undefined || toDay === undefined ? null : { fromDay, toDay };
}

/** What a tenant that has chosen nothing gives who is offered a place: long enough for an e-mail to be seen. */
const DEFAULT_OFFER_MINUTES = 120;

export async function findOfferMinutes(tx: TenantTx): Promise<number> {
  const [row] = await tx.sql<{ offerMinutes: number }[]>`select offer_minutes from waitlist_settings where tenant_id = ${tx.tenantId}`;
  return row?.offerMinutes ?? DEFAULT_OFFER_MINUTES;
}

export async function upsertOfferMinutes(tx: TenantTx, offerMinutes: number, now: Date): Promise<void> {
  await tx.sql`
    insert into waitlist_settings (tenant_id, offer_minutes, updated_at) values (${tx.tenantId}, ${offerMinutes}, ${now})
    on conflict (tenant_id) do update set offer_minutes = excluded.offer_minutes, updated_at = excluded.updated_at where waitlist_settings.tenant_id = ${tx.tenantId}`;
}

function selectEntries(tx: TenantTx) {
  return tx.sql`
    select entry.id, entry.package_id, package.slug as package_slug, package.name as package_name, entry.day_local::text, entry.starts_at, entry.ends_at, entry.party_size,
      entry.name, entry.email, entry.locale, entry.status, entry.joined_at,
      (select count(*)::int from waitlist_entries as other
        where other.tenant_id = entry.tenant_id and other.livemode = entry.livemode and other.package_id = entry.package_id and other.day_local = entry.day_local
          and other.status = 'waiting' and (other.joined_at, other.id) < (entry.joined_at, entry.id)) as ahead,
      offer.id as offer_id, offer.hold_id, hold.starts_at as offer_starts_at, hold.ends_at as offer_ends_at, offer.expires_at as offer_expires_at,
      offer.accepted_at as offer_accepted_at,
      (select booking.status from waitlist_offers as taken join bookings as booking on booking.tenant_id = taken.tenant_id and booking.id = taken.booking_id
        where taken.tenant_id = entry.tenant_id and taken.entry_id = entry.id) as booking_status
    from waitlist_entries as entry
      join packages as package on package.tenant_id = entry.tenant_id and package.id = entry.package_id
      left join waitlist_offers as offer on offer.tenant_id = entry.tenant_id and offer.entry_id = entry.id and offer.ended_at is null
      left join holds as hold on hold.tenant_id = offer.tenant_id and hold.id = offer.hold_id
    where entry.tenant_id = ${tx.tenantId} and entry.livemode = ${tx.livemode}`;
}

function isWaiting(tx: TenantTx, span: DaySpan | null) {
  return tx.sql`
    entry.tenant_id = ${tx.tenantId} and entry.livemode = ${tx.livemode} and entry.status = 'waiting'
    and (${span?.fromDay ?? null}::date is null or entry.day_local between ${span?.fromDay ?? null}::date and ${span?.toDay ?? null}::date)`;
}

function inScope({ sql, tenantId, livemode }: TenantTx) {
  return sql`tenant_id = ${tenantId} and livemode = ${livemode}`;
}
