import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createPaymentsFixture, type PaymentsFixture, type TestTenant } from '../../../testing/payments-fixture.ts';
import { readBooks } from '../../../testing/stripe-books.ts';
import { RefundTooLargeError } from '../errors.ts';
import type { Payment } from '../payment.ts';

let fixture: PaymentsFixture;
let tenant: TestTenant;
beforeAll(async () => {
  fixture = await createPaymentsFixture();
  tenant = await fixture.newTenant();
});
afterAll(() => fixture.close());

async function dispute(payment: Payment, form: Record<string, string> = {}): Promise<string> {
  await fixture.control(`/charges/${payment.chargeId}/dispute`, { reason: 'product_not_received', ...form });
  const [made] = (await fixture.stripe.disputes.list({ payment_intent: payment.paymentIntentId ?? '' }, { stripeAccount: tenant.accountId })).data;
  if (made === undefined) throw new Error('there is no dispute');
  return made.id;
}

function read(payment: Payment) {
  return withTenant(fixture.database.app, tenant.scope, async (tx) => {
    const rows = await tx.sql<{ status: string; reason: string; amountMinor: number; evidenceDueBy: Date | null; closedAt: Date | null }[]>`
      select status, reason, amount_minor, evidence_due_by, closed_at from disputes where payment_id = ${payment.id}`;
    const events = await tx.sql<{ type: string }[]>`select type from events where booking_id = ${payment.bookingId} and type like 'dispute.%' order by occurred_at, id`;
    return { disputes: [...rows], events: events.map(({ type }) => type), totals: await fixture.payments.totalsOf(tx, payment.bookingId) };
  });
}

async function expectSameBooks(): Promise<void> {
  const { ours, stripes, balanceMinor, stripeBalanceMinor } = await readBooks(fixture, tenant);
  expect(ours).toEqual(stripes);
  expect(balanceMinor).toBe(stripeBalanceMinor);
}

describe('a chargeback', () => {
  it('is written down with its deadline, takes money and fee in the ledger, and gives the money back when it is won', async () => {
    const payment = await fixture.paidPayment(tenant);
    const id = await dispute(payment);
    await fixture.deliverNews(tenant);
    const opened = await read(payment);
    expect(opened).toMatchObject({
      disputes: [{ status: 'needs_response', reason: 'product_not_received', amountMinor: 10_000, evidenceDueBy: expect.any(Date), closedAt: null }],
      events: ['dispute.opened'], totals: { paidMinor: 10_000, refundedMinor: 0, disputedMinor: 10_000 },
    });
    await expectSameBooks();

    await fixture.control(`/disputes/${id}/close`, { outcome: 'win' });
    await fixture.deliverNews(tenant);

    expect(await read(payment)).toMatchObject({
      disputes: [{ status: 'won', evidenceDueBy: null, closedAt: expect.any(Date) }], events: ['dispute.opened', 'dispute.closed'], totals: { disputedMinor: 0 },
    });
    await expectSameBooks();
  });

  it('keeps what it took when it is lost, whatever the order of its events and however often they come', async () => {
    const payment = await fixture.paidPayment(tenant);
    const id = await dispute(payment);
    await fixture.control(`/disputes/${id}/close`, { outcome: 'lose' });
    const events: Stripe.Event[] = await fixture.eventsAbout(tenant, id);
    expect(events.length).toBeGreaterThan(2);
    for (const event of [...events.toReversed(), ...events]) await fixture.deliver(event);
    await fixture.deliverNews(tenant);
    expect(await read(payment)).toMatchObject({ disputes: [{ status: 'lost' }], events: ['dispute.opened', 'dispute.closed'], totals: { disputedMinor: 10_000 } });
    await expectSameBooks();
  });

  it('is known of although its payment was not heard of yet', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment, 'pm_card_createDispute');
    await fixture.deliverNews(tenant, { newestFirst: true });
    expect(await read(payment)).toMatchObject({ disputes: [{ status: 'needs_response', reason: 'fraudulent' }], totals: { paidMinor: 10_000, disputedMinor: 10_000 } });
    await expectSameBooks();
  });

  it('leaves nothing to refund', async () => {
    const payment = await fixture.paidPayment(tenant);
    await dispute(payment, { amount: '500' });
    await fixture.deliverNews(tenant);
    const asking = withTenant(fixture.database.app, tenant.scope, (tx) =>
      fixture.payments.refundBooking(tx, { bookingId: payment.bookingId, amountMinor: 1, reason: 'test', now: fixture.clock.now() }));
    await expect(asking).rejects.toThrow(RefundTooLargeError);
  });
});

describe('an inquiry', () => {
  it('takes no money until it becomes a chargeback', async () => {
    const payment = await fixture.paidPayment(tenant);
    const id = await dispute(payment, { inquiry: 'true' });
    await fixture.deliverNews(tenant);
    expect(await read(payment)).toMatchObject({ disputes: [{ status: 'warning_needs_response' }], totals: { disputedMinor: 0 } });
    await fixture.control(`/disputes/${id}/close`, { outcome: 'escalate' });
    await fixture.deliverNews(tenant);
    expect(await read(payment)).toMatchObject({ disputes: [{ status: 'needs_response' }], events: ['dispute.opened', 'dispute.updated'], totals: { disputedMinor: 10_000 } });
    await expectSameBooks();
  });
});

describe('a payout', () => {
  it('leaves the balance for the bank, and comes back when the bank refuses it', async () => {
    const own = await fixture.newTenant();
    await fixture.paidPayment(own);
    await fixture.control('/clock/advance', { seconds: String(3 * 86_400) });
    await fixture.control('/payouts/run', { account: own.accountId });
    await fixture.deliverNews(own);
    expect((await readBooks(fixture, own)).accounts).toMatchObject({ stripe_balance: 0, bank: 8430 });

    const [payout] = (await fixture.stripe.payouts.list({}, { stripeAccount: own.accountId })).data;
    await fixture.control(`/payouts/${payout?.id}/settle`, { outcome: 'paid' });
    await fixture.control(`/payouts/${payout?.id}/settle`, { outcome: 'failed' });
    await fixture.deliverNews(own, { newestFirst: true });

    const books = await readBooks(fixture, own);
    expect(books.ours).toEqual(books.stripes);
    expect(books.accounts).toMatchObject({ stripe_balance: 8430, bank: 0 });
    const rows = await withTenant(fixture.database.app, own.scope, async ({ sql }) => [
      ...(await sql<{ status: string; failureCode: string | null; types: string[] }[]>`
        select status, failure_code, (select array_agg(type order by occurred_at) from events where subject_id = payouts.id) as types from payouts`),
    ]);
    expect(rows).toEqual([{ status: 'failed', failureCode: 'account_closed', types: ['payout.failed'] }]);
  });
});
