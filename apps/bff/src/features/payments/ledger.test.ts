import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { readBooks } from '../../testing/stripe-books.ts';
import { chargeLimits } from './charge-limits.ts';
import type { Payment } from './payment.ts';

let fixture: PaymentsFixture;
beforeAll(async () => {
  fixture = await createPaymentsFixture();
});
afterAll(() => fixture.close());

async function refund(tenant: TestTenant, payment: Payment, amountMinor: number): Promise<void> {
  const id = await withTenant(fixture.database.app, tenant.scope, (tx) =>
    fixture.payments.requestRefund(tx, { paymentId: payment.id, amountMinor, reason: 'test', now: fixture.clock.now() }));
  await fixture.payments.submitRefund(tenant.scope, id);
}

async function expectSameBooks(tenant: TestTenant) {
  const books = await readBooks(fixture, tenant);
  expect(books.unbalanced).toEqual([]);
  expect(books.ours).toEqual(books.stripes);
  expect(books.balanceMinor).toBe(books.stripeBalanceMinor);
  return books;
}

describe('a charge', () => {
  it('is posted with Stripe’s own fee, once', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant, { amountMinor: 10_000, commissionBps: 1250 });
    await fixture.deliverNews(tenant);
    const { accounts, postings } = await expectSameBooks(tenant);
    expect(accounts).toEqual({ stripe_balance: 8430, booking_revenue: -10_000, platform_commission: 1250, stripe_fees: 320 });
    expect(postings).toEqual([{ kind: 'charge', subject: payment.id }, { kind: 'stripe_fee', subject: payment.id }]);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ stripeFeeMinor: 320, balanceTransactionId: expect.stringMatching(/^txn_/) });
  });

  it('is in the books in whatever order its payment and its booking are told', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    await fixture.deliverNews(tenant, { newestFirst: true });
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded', stripeFeeMinor: 320 });
    await expectSameBooks(tenant);
  });

  it('is asked about when Stripe could not say at first how it was booked', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    await fixture.control('/faults', { kind: 'error_500', path: '/v1/charges', times: '3' });
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    expect((await readBooks(fixture, tenant)).accounts).toEqual({ stripe_balance: 8750, booking_revenue: -10_000, platform_commission: 1250 });
    await fixture.payments.reconcile(tenant.scope, payment.id);
    await fixture.payments.reconcile(tenant.scope, payment.id);
    expect((await expectSameBooks(tenant)).postings).toHaveLength(2);
  });

  it('is asked about later and later while Stripe does not say', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    await fixture.control('/faults', { kind: 'error_500', path: '/v1/charges', times: '9' });
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    const dueInMs = () => withTenant(fixture.database.app, tenant.scope, async ({ sql }) => {
      const [row] = await sql<{ bookAfter: Date | null }[]>`select book_after from payments`;
      return row?.bookAfter == null ? null : row.bookAfter.getTime() - fixture.clock.now().getTime();
    });
    const waits = [await dueInMs()];
    for (let round = 0; round < 2; round += 1) {
      await expect(fixture.payments.reconcile(tenant.scope, payment.id)).rejects.toThrow();
      waits.push(await dueInMs());
    }
    expect(waits).toEqual([60_000, 120_000, 240_000]);
    await fixture.payments.reconcile(tenant.scope, payment.id);
    expect(await dueInMs()).toBeNull();
  });
});

describe('a refund', () => {
  it('that its bank refuses is back in the books, with the commission given back', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_refundFail' });
    await refund(tenant, payment, 10_000);
    await fixture.control('/clock/advance', { seconds: '60' });
    await fixture.deliverNews(tenant, { newestFirst: true });
    const { accounts } = await expectSameBooks(tenant);
    expect(accounts).toEqual({ stripe_balance: 9680, booking_revenue: -10_000, platform_commission: 0, stripe_fees: 320 });
  });

  it('made in Stripe’s dashboard is in the books with the commission that went with it', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant);
    await fixture.stripe.refunds.create({ payment_intent: intentOf(payment), amount: 4000, refund_application_fee: true }, { stripeAccount: tenant.accountId });
    await fixture.deliverNews(tenant);
    expect((await expectSameBooks(tenant)).accounts).toEqual({ stripe_balance: 4930, booking_revenue: -6000, platform_commission: 750, stripe_fees: 320 });
  });
});

describe('the books', () => {
  it.each([['USD', 'US'], ['JPY', 'JP'], ['KWD', 'AE']])('equal Stripe’s to the minor unit after any sequence of payments and part refunds in %s', async (currency, country) => {
    const { stepMinor, minimumMinor } = chargeLimits(currency);
    const payments = fc.array(fc.record({
      units: fc.integer({ min: Math.ceil(minimumMinor / stepMinor), max: 5000 }),
      commissionBps: fc.integer({ min: 50, max: 5000 }),
      parts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
    }), { minLength: 1, maxLength: 2 });
    await fc.assert(fc.asyncProperty(payments, async (made) => {
      const tenant = await fixture.newTenant({ currency, country });
      for (const { units, commissionBps, parts } of made) {
        const payment = await fixture.paidPayment(tenant, { amountMinor: units * stepMinor, commissionBps });
        for (const percent of parts) await refund(tenant, payment, Math.max(1, Math.floor((units * percent) / 130)) * stepMinor);
      }
      await fixture.deliverNews(tenant);
      await expectSameBooks(tenant);
    }), { numRuns: 6 });
  });

  it('can’t be changed, not even by who owns the database', async () => {
    const tenant = await fixture.newTenant();
    await fixture.paidPayment(tenant);
    const owner = postgres(fixture.database.ownerUrl, { max: 1, onnotice: () => {} });
    try {
      for (const table of ['ledger_postings', 'ledger_entries', 'ledger_balance_transactions']) {
        await expect(owner`delete from ${owner(table)}`, table).rejects.toThrow('the ledger is only added to');
        await expect(owner`update ${owner(table)} set tenant_id = tenant_id`, table).rejects.toThrow('the ledger is only added to');
        await expect(owner`truncate ${owner(table)} cascade`, table).rejects.toThrow('the ledger is only added to');
      }
    } finally {
      await owner.end();
    }
  });

  it('refuse a posting that does not balance, or that moves another amount than Stripe', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant);
    const spoil = (entries: [string, number][], netMinor: number) => withTenant(fixture.database.app, tenant.scope, async ({ sql, tenantId }) => {
      const [row] = await sql<{ id: string }[]>`
        insert into ledger_postings (tenant_id, id, livemode, kind, subject, stripe_account_id, currency, cause, created_at)
        values (${tenantId}, gen_random_uuid(), false, 'adjustment', gen_random_uuid()::text, ${tenant.accountId}, 'USD', 'test', now()) returning id`;
      for (const [account, amountMinor] of entries) {
        await sql`insert into ledger_entries (tenant_id, id, livemode, posting_id, account, currency, amount_minor, booking_id, payment_id)
          values (${tenantId}, gen_random_uuid(), false, ${row?.id ?? ''}, ${account}, 'USD', ${amountMinor}, ${payment.bookingId}, ${payment.id})`;
      }
      await sql`insert into ledger_balance_transactions (tenant_id, posting_id, balance_transaction_id, livemode, net_minor, created_at)
        values (${tenantId}, ${row?.id ?? ''}, 'txn_1', false, ${netMinor}, now())`;
    });
    await expect(spoil([['stripe_balance', 5]], 5)).rejects.toThrow('does not balance');
    await expect(spoil([['stripe_balance', 5], ['adjustments', -5]], 4)).rejects.toThrow('moves another amount');
    await spoil([['stripe_balance', 5], ['adjustments', -5]], 5);
  });
});
