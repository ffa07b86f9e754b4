// A checker that finds nothing may be blind. After a clean run each defect is planted in what it reads, and must be found.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runSeed } from '../run-seed.ts';
import { createTemplate, type Template } from '../world/template.ts';
import { check } from './check.ts';
import type { Evidence, HistoryLine, StripeBooks } from './evidence.ts';
import { readTables } from './read-evidence.ts';

interface Planted {
  readonly finds: string;
  /** Changes one row or more; triggers, and with them the ledger's own guard, are off. */
  readonly sql?: string;
  /** What the database would refuse it by, taken away before. */
  readonly without?: string;
  readonly history?: (lines: HistoryLine[]) => unknown;
  readonly books?: (books: Writable<StripeBooks>[]) => unknown;
}

type Writable<T> = T extends readonly (infer Item)[] ? Writable<Item>[] : T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

const sold = `(select id from bookings where status = 'confirmed' and total_minor > 0 and times_moved = 0 order by id limit 1)`;
const refunded = `(select id from refunds where status = 'succeeded' order by id limit 1)`;
const copied = (what: string, changes: string, from: string): string =>
  `insert into ${what} select (jsonb_populate_record(null::${what}, to_jsonb(t) || ${changes})).* from ${from}`;

/** Somebody who waits, and what was offered to them, for each of `who`: the same number is the same one. */
const offered = (who: string, where = '', expiresAt = `'2027-12-01'`): string => `with line(who) as (values ${who}),
  item as (select packages.* from packages join package_resources on package_resources.package_id = packages.id ${where} limit 1),
  entries as (insert into waitlist_entries (tenant_id, id, livemode, package_id, day_local, ends_at, party_size, name, email, email_normalised, status, joined_at, consented_at, checked_at, updated_at)
    select distinct tenant_id, lpad(who::text, 32, '0')::uuid, false, item.id, date '2027-12-01', timestamptz '2027-12-02', 1, '', who::text, who::text, 'waiting', now(), now(), now(), now() from item, line returning 1),
  held as (insert into holds (tenant_id, id, livemode, package_id, status, party_size, starts_at, ends_at, expires_at)
    select tenant_id, lpad((row_number() over ())::text, 32, '0')::uuid, false, item.id, 'released', 1, '2027-12-01', '2027-12-02', '2027-12-01' from item, line returning 1)
  insert into waitlist_offers (tenant_id, id, livemode, entry_id, hold_id, offered_at, expires_at)
    select tenant_id, gen_random_uuid(), false, lpad(who::text, 32, '0')::uuid, lpad((row_number() over ())::text, 32, '0')::uuid, '2027-01-11', ${expiresAt} from item, line`;

const defects: Readonly<Record<string, Planted>> = {
  'a booking is gone': { finds: 'booking_lost', sql: `delete from bookings where id = ${sold}` },
  'a booking has another price than was acknowledged': { finds: 'booking_changed', sql: `update bookings set total_minor = total_minor + 1 where id = ${sold}` },
  'a request was answered with another booking': {
    finds: 'booked_twice',
    history: (lines) => lines.push(...lines.filter((line) => line.kind === 'booked').slice(0, 1).map((line) => ({ ...line, bookingId: crypto.randomUUID() }))),
  },
  'a hold became two bookings': { finds: 'booked_twice', without: 'alter table bookings drop constraint bookings_tenant_id_hold_id_key', sql: copied('bookings', `jsonb_build_object('id', gen_random_uuid(), 'reference', 'TWICE')`, `bookings as t where id = ${sold}`) },
  'a confirmed booking has expired': { finds: 'confirmation_lost', sql: `update bookings set status = 'expired', confirmed_at = null where status = 'confirmed'` },
  'a paid booking has expired, and its charge was kept': { finds: 'charge_without_booking', sql: `update bookings set status = 'expired', confirmed_at = null where status = 'confirmed'` },
  'a charge has no payment': { finds: 'charge_unknown', sql: `update payments set payment_intent_id = 'pi_another_' || id where booking_id = ${sold} and status = 'succeeded'` },
  'a payment has no charge': { finds: 'charge_missing', sql: `update payments set payment_intent_id = 'pi_another_' || id where booking_id = ${sold} and status = 'succeeded'` },
  'nobody heard that a payment succeeded': { finds: 'payment_unknown', sql: `update payments set status = 'requires_payment' where booking_id = ${sold} and status = 'succeeded'` },
  'a payment was over another amount': { finds: 'charge_wrong', sql: `update payments set amount_minor = amount_minor + 1 where booking_id = ${sold} and status = 'succeeded'` },
  'a booking was charged twice': {
    finds: 'charged_twice',
    books: (books) => {
      const first = books.flatMap(({ platform, charges }) => (platform ? [] : charges)).find(({ paid }) => paid);
      // Also what began with a deposit is paid several times by then.
      for (const id of ['ch_2', 'ch_3', 'ch_4', 'ch_5', 'ch_6']) if (first) books[1]?.charges.push({ ...first, id, amount_refunded: 0, disputed: false });
    },
  },
  'a confirmed booking was never charged': {
    finds: 'booking_without_charge',
    books: (books) => {
      for (const account of books) account.charges = [];
    },
  },
  'the commission is one minor unit off': { finds: 'commission_wrong', sql: `update payments set application_fee_minor = application_fee_minor + 1 where booking_id = ${sold} and status = 'succeeded'` },
  'the rate of the commission is another': { finds: 'commission_wrong', sql: `update bookings set commission_bps = commission_bps + 100 where id = ${sold}` },
  'a refund is over another amount': { finds: 'refund_wrong', sql: `update refunds set amount_minor = amount_minor - 1 where id = ${refunded}` },
  'a refund is gone': { finds: 'refund_unknown', sql: `delete from refunds where id = ${refunded}` },
  'an acknowledged refund is gone': { finds: 'refund_lost', sql: `delete from refunds` },
  'a refund was never made at Stripe': { finds: 'refund_missing', sql: `update refunds set stripe_refund_id = 're_another' where id = ${refunded}` },
  'more goes back than was paid': { finds: 'refunded_too_much', sql: `update refunds set amount_minor = amount_minor + 10000000 where id = ${refunded}` },
  'the commission’s part of a refund is off': { finds: 'commission_refund_wrong', sql: `update refunds set application_fee_refund_minor = application_fee_refund_minor + 1 where id = ${refunded}` },
  'lines don’t sum to the total': { finds: 'price_wrong', sql: `update booking_line_items set amount_minor = amount_minor + 1 where booking_id = ${sold} and position = (select min(position) from booking_line_items where booking_id = ${sold})` },
  'bookings overlap': {
    finds: 'overlap',
    sql: copied('bookings', `jsonb_build_object('id', gen_random_uuid(), 'hold_id', gen_random_uuid(), 'reference', 'N' || n)`, `bookings as t, generate_series(1, 20) as n where id = ${sold}`),
  },
  'more seats are sold than there are': { finds: 'overlap', sql: `update bookings set party_size = 500 where status = 'confirmed' and package_id in (select id from packages where kind = 'session')` },
  'nothing keeps a booking’s time': { finds: 'time_not_kept', sql: `update claims set released_at = now() where hold_id is not null` },
  'nothing keeps a booking’s seats': { finds: 'time_not_kept', sql: `update seat_claims set released_at = now() where released_at is null` },
  'the time of an ended booking is kept': { finds: 'time_not_given_back', sql: `update bookings set status = 'cancelled' where id = ${sold}` },
  'seats are miscounted': { finds: 'seats_miscounted', sql: `update sessions set seats_claimed = case seats_claimed when 0 then 1 else seats_claimed - 1 end` },
  'a posting doesn’t balance': { finds: 'ledger_unbalanced', sql: `update ledger_entries set amount_minor = amount_minor + 1 where account = 'booking_revenue'` },
  'a posting names another amount than Stripe’s': { finds: 'ledger_differs', sql: `update ledger_balance_transactions set net_minor = net_minor + 1` },
  'a posting is missing': { finds: 'ledger_differs', sql: `delete from ledger_balance_transactions where posting_id in (select id from ledger_postings where kind = 'refund')` },
  'commission was posted as revenue': {
    finds: 'ledger_wrong',
    sql: `update ledger_entries set amount_minor = amount_minor + case account when 'platform_commission' then -1 else 1 end
      where account in ('platform_commission', 'booking_revenue') and posting_id in (select id from ledger_postings where kind = 'charge')`,
  },
  'the product’s own check has found something': { finds: 'ledger_check_failed', sql: `update ledger_checks set agrees = false` },
  'a confirmation wasn’t told': { finds: 'event_missing', sql: `delete from events where type = 'booking.confirmed'` },
  'a payment was told twice': { finds: 'event_twice', sql: copied('events', `jsonb_build_object('id', gen_random_uuid())`, `events as t where type = 'payment.succeeded'`) },
  'something was told that isn’t so': { finds: 'event_untrue', sql: `update events set type = 'booking.expired' where type = 'booking.confirmed'` },
  'a booking still waits': { finds: 'left_over', sql: `update bookings set status = 'pending_payment', expires_at = '2027-01-11' where id = ${sold}` },
  'a refund is under way for ever': { finds: 'left_over', sql: `update refunds set status = 'submitted' where id = ${refunded}` },
  'something waits in the outbox': { finds: 'left_over', sql: `update outbox set dispatched_at = null` },
  'a delivery was given up': { finds: 'left_over', sql: `update webhook_deliveries set status = 'failed'` },
  'an intent of an ended booking can be paid': { finds: 'left_over', books: (books) => eachIntent(books, 'requires_payment_method'), sql: `update bookings set status = 'expired'` },
  'an event never reached the tenant': { finds: 'webhook_missing', history: (lines) => takeOut(lines, (line) => line.kind === 'webhook') },
  'an event was refused and not sent again': {
    finds: 'webhook_missing',
    history: (lines) => lines.push(...takeOut(lines, (line) => line.kind === 'webhook').map((line) => ({ ...line, status: 500 }) as HistoryLine)),
  },
  'an event came in two versions': {
    finds: 'webhook_changed',
    history: (lines) => lines.push(...lines.filter((line) => line.kind === 'webhook').slice(0, 1).map((line) => ({ ...line, body: line.body.replace('{', '{ ') }))),
  },
  'an event wasn’t signed': { finds: 'webhook_unsigned', history: (lines) => lines.push(...takeOut(lines, (line) => line.kind === 'webhook').slice(0, 1).map((line) => ({ ...line, signed: false }) as HistoryLine)) },
  'events came in the wrong order': { finds: 'webhook_out_of_order', history: (lines) => lines.splice(0, lines.length, ...lines.toReversed()) },
  'a booking is where nobody put it': { finds: 'moved_elsewhere', sql: `update bookings set starts_at = starts_at + interval '7 minutes' where id = ${sold}` },
  'a move isn’t counted': { finds: 'move_lost', sql: `update bookings set times_moved = times_moved + 1 where id = ${sold}` },
  'an acknowledged move never happened': {
    finds: 'move_lost',
    history: (lines) => eachBooked(lines, ({ bookingId, startsAt }) => ({ kind: 'moved', who: 'nobody', bookingId, startsAt, totalMinor: null, wasAcknowledged: true })),
  },
  'a moved booking has another price than was agreed to': {
    finds: 'move_changed',
    history: (lines) => {
      for (const line of lines) if (line.kind === 'moved' && line.totalMinor !== null) Object.assign(line, { totalMinor: line.totalMinor + 1 });
    },
  },
  'a moved booking keeps its old time as well': {
    finds: 'time_not_given_back',
    sql: `update claims set released_at = null, expires_at = null where hold_id is not null and hold_id not in (select hold_id from bookings)`,
    without: 'alter table claims drop constraint claims_no_overlap',
  },
  'a move wasn’t told': { finds: 'event_missing', sql: `delete from events where type = 'booking.rescheduled'` },
  'an acknowledged cancellation never happened': { finds: 'cancellation_lost', history: (lines) => eachBooked(lines, ({ bookingId }) => ({ kind: 'cancelled', who: 'nobody', bookingId, agreedMinor: null })) },
  'a cancelled booking gave back less than was said': { finds: 'cancellation_wrong', sql: `delete from refunds where reason in ('cancelled_by_customer', 'A simulated storm')` },
  'a cancelled booking gave back something else than its policy says': { finds: 'cancellation_wrong', sql: `update bookings set cancellation_policy = '{"tiers":[{"hoursBefore":0,"refundBps":1234}]}' where status = 'cancelled'` },
  'a customer agreed to another amount': {
    finds: 'cancellation_wrong',
    history: (lines) => {
      for (const line of lines) if (line.kind === 'cancelled' && line.agreedMinor !== null) Object.assign(line, { agreedMinor: line.agreedMinor + 1 });
    },
  },
  'money was kept that came after the cancellation': {
    finds: 'charged_after_cancellation', sql: `update booking_transitions set to_status = 'cancelled', from_status = 'pending_payment', occurred_at = '2027-01-01' where to_status = 'confirmed' and from_status = 'pending_payment'`,
  },
  'a payment was opened after the cancellation': { finds: 'asked_after_cancellation', sql: `update booking_transitions set to_status = 'cancelled', occurred_at = '2027-01-01' where to_status = 'confirmed' and from_status = 'pending_payment'` },
  'a cancelled booking is reminded of': {
    finds: 'written_after_cancellation',
    sql: copied('emails', `jsonb_build_object('id', gen_random_uuid(), 'occasion', 'again', 'kind', 'reminder', 'written_at', '2027-03-01', 'sent_at', '2027-03-01', 'status', 'sent', 'next_attempt_at', null)`,
      `emails as t where booking_id in (select booking_id from booking_transitions where to_status = 'cancelled') limit 1`),
  },
  'nobody was asked for what is owed': {
    finds: 'balance_forgotten', sql: `update bookings set balance_due_at = '2027-01-12', total_minor = total_minor + 100000 where status = 'confirmed'`,
  },
  'two payments are open at once': {
    finds: 'balance_asked_twice', without: 'drop index payments_one_open',
    sql: copied('payments', `jsonb_build_object('id', gen_random_uuid(), 'attempt', 90 + n, 'payment_intent_id', null, 'status', 'requires_payment')`, `payments as t, generate_series(1, 2) as n where booking_id = ${sold} and status = 'succeeded'`),
  },
  'an intent was charged twice': {
    finds: 'charged_twice',
    books: (books) => {
      const first = books.find(({ platform, charges }) => !platform && charges.some(({ paid }) => paid));
      if (first) first.charges.push(...first.charges.filter(({ paid }) => paid).slice(0, 1).map((charge) => ({ ...charge, id: 'ch_again' })));
    },
  },
  'a failed refund wasn’t made again': {
    finds: 'refund_not_retried', sql: `update refunds set status = 'failed', attempt = 1, next_try_at = null where id = ${refunded}`,
  },
  'a place was offered to two at once': {
    finds: 'offered_twice',
    sql: offered(`(0), (1)`, `where kind <> 'session' and package_resources.resource_id in (select id from resources where units = 1)`),
  },
  'an offer is open after its end': { finds: 'left_over', sql: offered(`(0)`, '', `'2027-01-11 09:00Z'`) },
  'who waits was offered two places': { finds: 'offered_again', without: 'drop index waitlist_offers_one_open', sql: offered(`(0), (0)`) },
  'who was offered something still waits': { finds: 'offer_untrue', sql: offered(`(0)`) },
  'an event came that isn’t one': {
    finds: 'webhook_untrue',
    history: (lines) => lines.push({ kind: 'webhook', tenant: 'studionord', status: 200, signed: true, body: JSON.stringify({ id: crypto.randomUUID() }) }),
  },
};

let template: Template;
let folder: string;
const found = new Map<string, string[]>();
let clean: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mais-simulation-test-'));
  template = await createTemplate(folder, () => {});
  // A seed whose customers buy seats as well as times of their own.
  const result = await runSeed(template, 28, {
    customers: 20, durationMs: 3_000, faults: [], keep: false,
    inspect: async (evidence, sql) => {
      for (const [name, planted] of Object.entries(defects)) found.set(name, await kindsOf(evidence, sql, planted).catch((error: unknown) => [String(error)]));
    },
  });
  clean = result.violations.map(({ kind, what }) => `${kind}: ${what}`);
}, 480_000);

afterAll(async () => {
  await template.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a run without faults has no violation', () => {
  expect(clean).toEqual([]);
});

test.each(Object.entries(defects))('it is found when %s', (name, { finds }) => {
  expect(found.get(name)).toContain(finds);
});

async function kindsOf(evidence: Evidence, sql: postgres.Sql, { sql: change, without, history, books }: Planted): Promise<string[]> {
  const spoilt = structuredClone(evidence) as Evidence & { history: HistoryLine[]; books: Writable<StripeBooks>[] };
  history?.(spoilt.history);
  books?.(spoilt.books);
  const tables = change === undefined ? evidence.tables : await readSpoilt(sql, change, without);
  return check({ ...spoilt, tables }).map(({ kind }) => kind);
}

class RolledBack extends Error {}

async function readSpoilt(sql: postgres.Sql, change: string, without: string | undefined): Promise<Evidence['tables']> {
  let tables: Evidence['tables'] | null = null;
  await sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      if (without !== undefined) await tx.unsafe(without);
      const { count } = await tx.unsafe(change);
      if (count === 0) throw new Error(`there is nothing to spoil for: ${change}`);
      tables = await readTables(tx);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  if (tables === null) throw new Error('nothing was read');
  return tables;
}

/** Adds a line about each booking that was acknowledged. */
function eachBooked(lines: HistoryLine[], make: (line: HistoryLine & { kind: 'booked' }) => HistoryLine): void {
  lines.push(...lines.filter((line) => line.kind === 'booked').map(make));
}

function eachIntent(books: Writable<StripeBooks>[], status: string): void {
  for (const { payment_intents: intents } of books) for (const intent of intents) intent.status = status;
}

/** Takes the first line of its kind out, and all others about the same. */
function takeOut(lines: HistoryLine[], isIt: (line: HistoryLine) => boolean): HistoryLine[] {
  const first = lines.find(isIt);
  const isSame = (line: HistoryLine): boolean => line === first || (line.kind === 'webhook' && first?.kind === 'webhook' && line.body === first.body);
  const taken = lines.filter(isSame);
  lines.splice(0, lines.length, ...lines.filter((line) => !isSame(line)));
  return taken;
}
