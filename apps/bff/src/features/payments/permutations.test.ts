import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { readBooks } from '../../testing/stripe-books.ts';
import type { Payment } from './payment.ts';

/** What happens at Stripe to one booking, and five of its events, in the order in which they happened. */
interface Story {
  readonly title: string;
  readonly types: readonly Stripe.Event['type'][];
  happen(tenant: TestTenant): Promise<Payment>;
  /** Once it has happened to all bookings. */
  later?(tenant: TestTenant, payment: Payment): Promise<void>;
}

/** How many bookings are worked on at once. */
const LANES = 4;

let fixture: PaymentsFixture;
beforeAll(async () => {
  fixture = await createPaymentsFixture();
});
afterAll(() => fixture.close());

async function pay(tenant: TestTenant, ...cards: string[]): Promise<Payment> {
  const payment = await fixture.newPayment(tenant, { amountMinor: 10_000, commissionBps: 1250 });
  for (const card of cards) await fixture.pay(tenant, payment, card);
  return payment;
}

async function refundAtStripe(tenant: TestTenant, payment: Payment): Promise<void> {
  await fixture.stripe.refunds.create({ payment_intent: intentOf(payment), amount: 4000, refund_application_fee: true }, { stripeAccount: tenant.accountId });
}

const stories: readonly Story[] = [
  {
    title: 'declined, paid, and refunded in Stripe’s dashboard',
    types: ['payment_intent.payment_failed', 'charge.updated', 'payment_intent.succeeded', 'charge.refunded', 'refund.created'],
    async happen(tenant) {
      const payment = await pay(tenant, 'pm_card_visa_chargeDeclined', 'pm_card_visa');
      await refundAtStripe(tenant, payment);
      return payment;
    },
  },
  {
    title: 'paid, disputed, and won',
    types: ['payment_intent.succeeded', 'charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed', 'charge.dispute.funds_reinstated'],
    async happen(tenant) {
      const payment = await pay(tenant, 'pm_card_createDispute');
      const [dispute] = (await fixture.stripe.disputes.list({ payment_intent: intentOf(payment) }, { stripeAccount: tenant.accountId })).data;
      await fixture.control(`/disputes/${dispute?.id}/close`, { outcome: 'win' });
      return payment;
    },
  },
  {
    title: 'paid, and refunded in Stripe’s dashboard to a bank that refuses it',
    types: ['payment_intent.succeeded', 'charge.refunded', 'refund.created', 'refund.updated', 'refund.failed'],
    async happen(tenant) {
      const payment = await pay(tenant, 'pm_card_refundFail');
      await refundAtStripe(tenant, payment);
      return payment;
    },
  },
  {
    title: 'refunded by us in part, to a bank that refuses it',
    types: ['charge.updated', 'charge.refunded', 'refund.created', 'refund.updated', 'refund.failed'],
    async happen(tenant) {
      const payment = await fixture.paidPayment(tenant, { amountMinor: 10_000, commissionBps: 1250, card: 'pm_card_refundFail' });
      await withTenant(fixture.database.app, tenant.scope, (tx) =>
        fixture.payments.refundBooking(tx, { bookingId: payment.bookingId, amountMinor: 4000, reason: 'test', now: fixture.clock.now() }));
      return payment;
    },
    async later(tenant, payment) {
      const refunds = await withTenant(fixture.database.app, tenant.scope, (tx) => fixture.payments.listBookingRefunds(tx, payment.bookingId));
      for (const { id } of refunds) await fixture.payments.submitRefund(tenant.scope, id);
    },
  },
];

describe.each(stories)('a booking $title', ({ types, happen, later }) => {
  it('ends the same in every order of its events, with everything once', { timeout: 600_000 }, async () => {
    const orders = permutations(types);
    expect(orders).toHaveLength(120);
    const made = await each(orders, async (order) => {
      const tenant = await fixture.newTenant();
      const payment = await happen(tenant);
      await later?.(tenant, payment);
      return { order, tenant, payment };
    });
    // What the bank refuses, it refuses some time later.
    await fixture.control('/clock/advance', { seconds: '60' });
    const ends = await each(made, async ({ order, tenant, payment }) => {
      const events = await eventsOf(tenant, types);
      for (const type of order) await fixture.deliver(events.get(type) as Stripe.Event);
      const end = await stateOf(tenant, payment);
      for (const type of order.toReversed()) await fixture.deliver(events.get(type) as Stripe.Event);
      expect(await stateOf(tenant, payment), `told again after ${order.join(', ')}`).toEqual(end);
      const { ours, stripes, unbalanced } = await readBooks(fixture, tenant);
      expect({ ours, unbalanced }, order.join(', ')).toEqual({ ours: stripes, unbalanced: [] });
      return { order, end };
    });
    const [inOrder] = ends;
    for (const { order, end } of ends) expect(end, order.join(', ')).toEqual(inOrder?.end);
    // Money came once, whoever told of it.
    expect(inOrder?.end.succeeded).toBe(1);
  });
});

/** The first event of each type, of the account's only booking. */
async function eventsOf(tenant: TestTenant, types: readonly Stripe.Event['type'][]): Promise<ReadonlyMap<string, Stripe.Event>> {
  const all = await fixture.stripe.events.list({ limit: 100 }, { stripeAccount: tenant.accountId });
  const events = new Map<string, Stripe.Event>();
  for (const event of all.data.toReversed()) if (types.includes(event.type) && !events.has(event.type)) events.set(event.type, event);
  expect([...events.keys()].toSorted()).toEqual(types.toSorted());
  return events;
}

/** Everything but ids and times. */
async function stateOf(tenant: TestTenant, payment: Payment) {
  const rows = await withTenant(fixture.database.app, tenant.scope, async ({ sql }) => ({
    payments: [...(await sql<object[]>`select status, last_error_code, declines, stripe_fee_minor from payments`)],
    refunds: [...(await sql<object[]>`select status, amount_minor, application_fee_refund_minor, reason, failure_code, next_try_at is null as done from refunds`)],
    disputes: [...(await sql<object[]>`select status, reason, amount_minor, closed_at is null as open from disputes`)],
    ledger: [...(await sql<object[]>`select kind, account, amount_minor from ledger_entries join ledger_postings on ledger_postings.id = posting_id order by 1, 2, 3`)],
    events: [...(await sql<object[]>`select type, count(*)::int from events where booking_id is not null group by 1 order by 1`)],
    refundsToSend: [...(await sql<object[]>`select topic, count(*)::int from outbox where topic = 'refund.submit' group by 1`)],
  }));
  const totals = await withTenant(fixture.database.app, tenant.scope, (tx) => fixture.payments.totalsOf(tx, payment.bookingId));
  const succeeded = fixture.heard.filter(({ what, bookingId }) => what === 'succeeded' && bookingId === payment.bookingId).length;
  return { ...rows, totals, succeeded };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) => permutations(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));
}

/** Like `map`, a few at once. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.map((item, index) => ({ item, index }));
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next.index] = await work(next.item);
  }));
  return results;
}
