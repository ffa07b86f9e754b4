import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../../testing/payments-fixture.ts';
import { readBooks } from '../../../testing/stripe-books.ts';
import type { Payment } from '../payment.ts';

let fixture: PaymentsFixture;
beforeAll(async () => {
  fixture = await createPaymentsFixture();
});
afterAll(() => fixture.close());
// Stripe's own clock, but for what a test has moved it by.
beforeEach(() => fixture.clock.set(new Date()));

const HOUR_MS = 3_600_000;

async function refund(tenant: TestTenant, payment: Payment, amountMinor: number): Promise<void> {
  const id = await withTenant(fixture.database.app, tenant.scope, (tx) =>
    fixture.payments.requestRefund(tx, { paymentId: payment.id, amountMinor, reason: 'test', now: fixture.clock.now() }));
  await fixture.payments.submitRefund(tenant.scope, id);
}

/** A charge that the tenant makes on its account without us. */
async function chargeByItself(tenant: TestTenant, amountMinor = 5000): Promise<void> {
  await fixture.stripe.paymentIntents.create({ amount: amountMinor, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }, { stripeAccount: tenant.accountId });
}

/** Puts into the ledger what nothing at Stripe stands for. */
function plant(tenant: TestTenant, stands: readonly [id: string, netMinor: number][], movedMinor: number): Promise<void> {
  return withTenant(fixture.database.app, tenant.scope, async ({ sql, tenantId }) => {
    const at = new Date(fixture.clock.now().getTime() - HOUR_MS);
    const [posting] = await sql<{ id: string }[]>`
      insert into ledger_postings (tenant_id, id, livemode, kind, subject, stripe_account_id, currency, cause, created_at)
      values (${tenantId}, gen_random_uuid(), false, 'adjustment', gen_random_uuid()::text, ${tenant.accountId}, 'USD', 'planted', ${at}) returning id`;
    for (const [account, amountMinor] of [['stripe_balance', movedMinor], ['adjustments', -movedMinor]] as const) {
      await sql`insert into ledger_entries (tenant_id, id, livemode, posting_id, account, currency, amount_minor, created_at)
        values (${tenantId}, gen_random_uuid(), false, ${posting?.id ?? ''}, ${account}, 'USD', ${amountMinor}, ${at})`;
    }
    for (const [id, netMinor] of stands) {
      await sql`insert into ledger_balance_transactions (tenant_id, posting_id, balance_transaction_id, livemode, net_minor, created_at)
        values (${tenantId}, ${posting?.id ?? ''}, ${id}, false, ${netMinor}, ${at})`;
    }
  });
}

const check = (tenant: TestTenant, options?: { all?: boolean }) => fixture.payments.checkLedger(tenant.scope, tenant.accountId, options);

describe('the daily check', () => {
  it('reports money that the ledger does not know, keeps it and tells of it', async () => {
    const tenant = await fixture.newTenant();
    await fixture.paidPayment(tenant);
    await chargeByItself(tenant);
    expect((await check(tenant)).differences).toEqual([]);
    fixture.clock.advance(4 * HOUR_MS);
    const found = await check(tenant, { all: true });
    expect(found.differences).toMatchObject([{ kind: 'missing_posting', currency: 'USD', stripeMinor: 4825, ledgerMinor: 0, transaction: { type: 'charge', source: expect.stringMatching(/^ch_/) }, postings: [] }]);
    const kept = await withTenant(fixture.database.app, tenant.scope, async ({ sql }) => ({
      checks: [...(await sql<object[]>`select agrees, differences from ledger_checks where id = ${found.id}`)],
      events: [...(await sql<object[]>`select type, subject_id from events where type = 'ledger.difference'`)],
    }));
    expect(kept).toEqual({ checks: [{ agrees: false, differences: found.differences }], events: [{ type: 'ledger.difference', subjectId: found.id }] });
  });

  it('reports each row that differs with its entries, and a sum that no row explains', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant);
    const booked = payment.balanceTransactionId ?? '';
    await plant(tenant, [[booked, 7]], 7);
    await plant(tenant, [['txn_nowhere', 11]], 11);
    await plant(tenant, [], 13);
    const { differences } = await check(tenant);
    expect(differences).toMatchObject([
      { kind: 'amount', balanceTransactionId: booked, stripeMinor: 8430, ledgerMinor: 8437 },
      { kind: 'missing_transaction', balanceTransactionId: 'txn_nowhere', stripeMinor: 0, ledgerMinor: 11, postings: [{ kind: 'adjustment' }] },
      { kind: 'sum', stripeMinor: 8430, ledgerMinor: 8443 },
    ]);
    const [amount] = differences;
    expect(amount?.postings.map(({ kind }) => kind).toSorted()).toEqual(['adjustment', 'charge', 'stripe_fee']);
    expect(amount?.postings.flatMap(({ entries }) => entries)).toContainEqual({ account: 'booking_revenue', amountMinor: -10_000 });
  });

  it('waits for a charge to be booked, and not for ever', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    await fixture.control('/faults', { kind: 'error_500', path: '/v1/charges', times: '3' });
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    expect((await check(tenant)).differences).toEqual([]);
    fixture.clock.advance(8 * 24 * HOUR_MS);
    expect((await check(tenant, { all: true })).differences.map(({ kind }) => kind)).toEqual(['missing_posting', 'not_booked']);
  });

  it('finds nothing after everything that can happen, from the beginning and since the last time', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant, { amountMinor: 12_345 });
    await refund(tenant, payment, 345);
    await refund(tenant, await fixture.paidPayment(tenant), 10_000);
    await fixture.pay(tenant, await fixture.newPayment(tenant), 'pm_card_createDispute');
    await fixture.deliverNews(tenant);
    const first = await check(tenant);
    expect(first).toMatchObject({ differences: [], transactions: 7, balances: [{ currency: 'USD' }] });
    await fixture.control('/clock/advance', { seconds: String(3 * 86_400) });
    await fixture.control('/payouts/run', { account: tenant.accountId });
    await fixture.deliverNews(tenant);
    fixture.clock.advance(3 * 24 * HOUR_MS);
    expect(await check(tenant)).toMatchObject({ differences: [], balances: [{ stripeMinor: 0, ledgerMinor: 0 }] });
    expect(await check(tenant, { all: true })).toMatchObject({ differences: [], transactions: 8 });
  });
});

describe('reconciling an account', () => {
  it('takes what is none of ours as an adjustment, once', async () => {
    const tenant = await fixture.newTenant();
    await fixture.paidPayment(tenant);
    await chargeByItself(tenant);
    await fixture.payments.reconcileAccount(tenant.scope, tenant.accountId);
    await fixture.payments.reconcileAccount(tenant.scope, tenant.accountId);
    fixture.clock.advance(4 * HOUR_MS);
    expect((await check(tenant)).differences).toEqual([]);
    expect((await readBooks(fixture, tenant)).accounts).toMatchObject({ adjustments: -5000, stripe_fees: 320 + 175 });
  });

  it('doesn’t take a part of the commission for somebody else’s whose giver was killed half a day ago', async () => {
    const tenant = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/application_fees/*/refunds', times: '3', delay_ms: '1' });
    await expect(refund(tenant, payment, 4000)).rejects.toThrow();
    fixture.clock.advance(22 * HOUR_MS);
    await fixture.control('/clock/advance', { seconds: String(22 * 3600) });
    await fixture.payments.reconcileAccount(tenant.scope, tenant.accountId);
    await fixture.deliverNews(tenant);
    await fixture.payments.reconcileAccount(tenant.scope, tenant.accountId);
    const { accounts } = await readBooks(fixture, tenant);
    expect(accounts['adjustments'] ?? 0).toBe(0);
    fixture.clock.advance(4 * HOUR_MS);
    expect((await check(tenant)).differences).toEqual([]);
  });

  it('finds what no event told, and ends where events would have led', async () => {
    const happen = async (tenant: TestTenant) => {
      const paid = [await fixture.newPayment(tenant), await fixture.newPayment(tenant), await fixture.newPayment(tenant), await fixture.newPayment(tenant)];
      for (const payment of paid) await fixture.pay(tenant, payment);
      const intents = await Promise.all(paid.map((payment) => fixture.stripe.paymentIntents.retrieve(intentOf(payment), {}, { stripeAccount: tenant.accountId })));
      await fixture.stripe.refunds.create({ payment_intent: intents[0]?.id ?? '', amount: 4000 }, { stripeAccount: tenant.accountId });
      await fixture.control(`/charges/${String(intents[1]?.latest_charge)}/dispute`);
      await fixture.control(`/charges/${String(intents[2]?.latest_charge)}/dispute`, { inquiry: 'true' });
      const [inquiry, chargeback] = (await fixture.stripe.disputes.list({}, { stripeAccount: tenant.accountId })).data;
      return { paid, inquiry: inquiry?.id ?? '', chargeback: chargeback?.id ?? '' };
    };
    const later = async (tenant: TestTenant, { inquiry, chargeback }: { inquiry: string; chargeback: string }) => {
      await fixture.control(`/disputes/${inquiry}/close`, { outcome: 'lose' });
      await fixture.control(`/disputes/${chargeback}/close`, { outcome: 'win' });
      await fixture.control('/payouts/run', { account: tenant.accountId });
    };
    const [told, untold] = [await fixture.newTenant(), await fixture.newTenant()];
    const happened = { told: await happen(told), untold: await happen(untold) };
    await fixture.deliverNews(told);
    for (const payment of happened.untold.paid) await fixture.payments.reconcile(untold.scope, payment.id);
    await fixture.payments.reconcileAccount(untold.scope, untold.accountId);
    expect(await stateOf(untold)).toEqual(await stateOf(told));

    await fixture.control('/clock/advance', { seconds: String(3 * 86_400) });
    for (const [tenant, made] of [[told, happened.told], [untold, happened.untold]] as const) await later(tenant, made);
    await fixture.deliverNews(told);
    fixture.clock.advance(3 * 24 * HOUR_MS);
    await fixture.payments.reconcileAccount(untold.scope, untold.accountId);

    expect(await stateOf(untold)).toEqual(await stateOf(told));
    for (const tenant of [told, untold]) expect((await check(tenant, { all: true })).differences).toEqual([]);
  });
});

/** Everything but ids and times. */
function stateOf(tenant: TestTenant) {
  return withTenant(fixture.database.app, tenant.scope, async ({ sql }) => ({
    payments: [...(await sql<object[]>`select status, amount_minor, stripe_fee_minor from payments order by id`)],
    refunds: [...(await sql<object[]>`select status, amount_minor, application_fee_refund_minor, reason from refunds order by id`)],
    disputes: [...(await sql<object[]>`select status, amount_minor, closed_at is null as open from disputes order by status`)],
    payouts: [...(await sql<object[]>`select status, amount_minor from payouts`)],
    ledger: [...(await sql<object[]>`select kind, account, amount_minor from ledger_entries join ledger_postings on ledger_postings.id = posting_id order by 1, 2, 3`)],
    events: [...(await sql<object[]>`select type, count(*)::int from events where type <> 'account.updated' group by 1 order by 1`)],
  }));
}
