import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { RefundId } from '../../platform/ids.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { RefundTooLargeError } from './errors.ts';
import type { Payment, RefundStatus } from './payment.ts';

let fixture: PaymentsFixture;
let tenant: TestTenant;

beforeAll(async () => {
  fixture = await createPaymentsFixture();
  tenant = await fixture.newTenant();
});
afterAll(() => fixture.close());
afterEach(() => {
  fixture.heard.length = 0;
});

function requestRefund(payment: Payment, amountMinor = payment.amountMinor, of = tenant): Promise<RefundId> {
  return withTenant(fixture.database.app, of.scope, (tx) =>
    fixture.payments.requestRefund(tx, { paymentId: payment.id, amountMinor, reason: 'time_taken', now: fixture.clock.now() }));
}

function totals(payment: Payment, of = tenant) {
  return withTenant(fixture.database.app, of.scope, (tx) => fixture.payments.totalsOf(tx, payment.bookingId));
}

async function readRefunds(payment: Payment, of = tenant): Promise<{ id: RefundId; status: RefundStatus; stripeRefundId: string | null; amountMinor: number; applicationFeeRefundMinor: number; reason: string }[]> {
  return withTenant(fixture.database.app, of.scope, async ({ sql }) => [
    ...(await sql<Awaited<ReturnType<typeof readRefunds>>>`
      select id, status, stripe_refund_id, amount_minor, application_fee_refund_minor, reason from refunds where payment_id = ${payment.id} order by id`),
  ]);
}

async function refundsAtStripe(payment: Payment, of = tenant) {
  return (await fixture.stripe.refunds.list({ payment_intent: intentOf(payment) }, { stripeAccount: of.accountId })).data;
}

async function feeAtStripe(payment: Payment) {
  const [fee] = (await fixture.stripe.applicationFees.list({ charge: payment.chargeId ?? '' })).data;
  if (fee === undefined) throw new Error('there is no fee');
  return fee;
}

describe('a full refund', () => {
  it('gives the money and the whole commission back, once, however often it is submitted', async () => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 12_345, commissionBps: 1250 });
    const refundId = await requestRefund(payment);
    fixture.heard.length = 0;

    await fixture.payments.submitRefund(tenant.scope, refundId);
    await fixture.payments.submitRefund(tenant.scope, refundId);

    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded', amountMinor: 12_345, applicationFeeRefundMinor: 1543 }]);
    expect(await refundsAtStripe(payment)).toHaveLength(1);
    expect(await feeAtStripe(payment)).toMatchObject({ amount: 1543, amount_refunded: 1543, refunded: true });
    expect(await totals(payment)).toEqual({ paidMinor: 12_345, refundedMinor: 12_345, disputedMinor: 0, correctedMinor: 0 });
    expect(fixture.heard).toEqual([{ what: 'state', bookingId: payment.bookingId, totals: { paidMinor: 12_345, refundedMinor: 12_345, disputedMinor: 0, correctedMinor: 0 } }]);
  });

  it('is one refund when two workers submit it at the same moment', async () => {
    const payment = await fixture.paidPayment(tenant);
    const refundId = await requestRefund(payment);
    const results = await Promise.allSettled([fixture.payments.submitRefund(tenant.scope, refundId), fixture.payments.submitRefund(tenant.scope, refundId)]);
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await refundsAtStripe(payment)).toHaveLength(1);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 10_000, disputedMinor: 0, correctedMinor: 0 });
  });

  it('is found again when Stripe made it and its answer was lost', async () => {
    const payment = await fixture.paidPayment(tenant);
    const refundId = await requestRefund(payment);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/refunds', times: '3', delay_ms: '1' });
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
    expect(await readRefunds(payment)).toMatchObject([{ status: 'pending' }]);
    // Two days later the key of idempotency is long forgotten.
    await fixture.control('/clock/advance', { seconds: String(2 * 86_400) });

    await fixture.payments.reconcileRefund(tenant.scope, refundId);

    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded' }]);
    expect(await refundsAtStripe(payment)).toHaveLength(1);
  });

  it('is settled by its webhook when the worker never came back, and the worker changes nothing later', async () => {
    const payment = await fixture.paidPayment(tenant);
    const refundId = await requestRefund(payment);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/refunds', times: '3', delay_ms: '1' });
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toThrow();
    const [made] = await refundsAtStripe(payment);
    for (const event of await fixture.eventsAbout(tenant, made?.id ?? '')) expect(await fixture.deliver(event)).toBe('applied');
    for (const event of await fixture.eventsAbout(tenant, payment.chargeId ?? '')) await fixture.deliver(event);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded' }]);

    await fixture.payments.submitRefund(tenant.scope, refundId);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 10_000, disputedMinor: 0, correctedMinor: 0 });
  });

  it('leaves an outbox row and an audit row in the same transaction', async () => {
    const payment = await fixture.paidPayment(tenant);
    const refundId = await requestRefund(payment);
    await withTenant(fixture.database.app, tenant.scope, async ({ sql }) => {
      const outbox = await sql<{ payload: { refundId: string } }[]>`select payload from outbox where topic = 'refund.submit'`;
      expect(outbox.map(({ payload }) => payload.refundId)).toContain(refundId);
      const audit = await sql<{ action: string }[]>`select action from audit_log where entity_id = ${refundId}`;
      expect(audit).toMatchObject([{ action: 'refund.requested' }]);
    });
  });
});

describe('partial refunds', () => {
  it('give the commission back in parts that sum to the whole, and never more than was paid', async () => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 9999, commissionBps: 1250 });
    for (const part of [3333, 1, 3333, 3332]) await fixture.payments.submitRefund(tenant.scope, await requestRefund(payment, part));

    const refunds = await readRefunds(payment);
    expect(refunds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
    expect(refunds.reduce((sum, { applicationFeeRefundMinor }) => sum + applicationFeeRefundMinor, 0)).toBe(1250);
    expect(await feeAtStripe(payment)).toMatchObject({ amount: 1250, amount_refunded: 1250 });
    expect(await totals(payment)).toEqual({ paidMinor: 9999, refundedMinor: 9999, disputedMinor: 0, correctedMinor: 0 });
    await expect(requestRefund(payment, 1)).rejects.toThrow(RefundTooLargeError);
  });

  it('count what is only asked for, so that two requests at once can’t exceed the payment', async () => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 1000 });
    const results = await Promise.allSettled([requestRefund(payment, 600), requestRefund(payment, 600)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('give the commission’s part back once when the worker was cut off between the two calls', async () => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 10_000, commissionBps: 1000 });
    const refundId = await requestRefund(payment, 5000);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/application_fees', times: '3', delay_ms: '1' });
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toThrow();
    const [made] = await refundsAtStripe(payment);
    for (const event of await fixture.eventsAbout(tenant, made?.id ?? '')) await fixture.deliver(event);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'pending' }]);

    await fixture.payments.reconcileRefund(tenant.scope, refundId);

    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded', applicationFeeRefundMinor: 500 }]);
    expect(await feeAtStripe(payment)).toMatchObject({ amount_refunded: 500 });
    expect(await refundsAtStripe(payment)).toHaveLength(1);
  });
});

describe('a refund that takes its time', () => {
  it('waits as submitted until Stripe says that it succeeded', async () => {
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_pendingRefund' });
    const refundId = await requestRefund(payment);
    await fixture.payments.submitRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'submitted' }]);
    // It has left the balance.
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 10_000, disputedMinor: 0, correctedMinor: 0 });

    await fixture.control('/clock/advance', { seconds: '60' });
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded' }]);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 10_000, disputedMinor: 0, correctedMinor: 0 });
  });

  it('takes the posting back when the bank refuses it later, whatever the order of its events', async () => {
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_refundFail' });
    const refundId = await requestRefund(payment);
    await fixture.payments.submitRefund(tenant.scope, refundId);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 10_000, disputedMinor: 0, correctedMinor: 0 });
    await fixture.control('/clock/advance', { seconds: '60' });
    const [made] = await refundsAtStripe(payment);
    const events = await fixture.eventsAbout(tenant, made?.id ?? '');
    expect(events.map(({ type }) => type)).toEqual(['refund.created', 'refund.updated', 'refund.failed']);

    for (const event of events.toReversed()) expect(await fixture.deliver(event)).toBe('applied');

    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed' }]);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
  });
});

describe('a refund that Stripe refuses', () => {
  it('ends as failed with nothing posted', async () => {
    const payment = await fixture.paidPayment(tenant);
    const refundId = await requestRefund(payment);
    await fixture.stripe.refunds.create({ payment_intent: intentOf(payment), metadata: { by: 'somebody else' } }, { stripeAccount: tenant.accountId });
    await fixture.payments.submitRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed', stripeRefundId: null }]);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
  });
});

describe('a refund made in Stripe’s dashboard', () => {
  it('is taken in once, by whichever event tells it, and leaves the commission', async () => {
    const payment = await fixture.paidPayment(tenant);
    const made = await fixture.stripe.refunds.create({ payment_intent: intentOf(payment), amount: 4000 }, { stripeAccount: tenant.accountId });
    const ofCharge = (await fixture.eventsAbout(tenant, payment.chargeId ?? '')).filter(({ type }) => type === 'charge.refunded');
    for (const event of [...ofCharge, ...(await fixture.eventsAbout(tenant, made.id))]) expect(await fixture.deliver(event)).toBe('applied');
    expect(await readRefunds(payment)).toMatchObject([{ status: 'succeeded', amountMinor: 4000, applicationFeeRefundMinor: 0, reason: 'made_at_stripe' }]);
    expect(await totals(payment)).toEqual({ paidMinor: 10_000, refundedMinor: 4000, disputedMinor: 0, correctedMinor: 0 });
    await expect(requestRefund(payment, 6001)).rejects.toThrow(RefundTooLargeError);
  });
});

describe('a refund that the bank refused', () => {
  it('is made again after an hour, and comes through', async () => {
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_refundFail', commissionBps: 1250 });
    await fixture.payments.submitRefund(tenant.scope, await requestRefund(payment, 4000));
    await fixture.control('/clock/advance', { seconds: '60' });
    const [made] = await refundsAtStripe(payment);
    for (const event of await fixture.eventsAbout(tenant, made?.id ?? '')) await fixture.deliver(event);
    const [failed] = await readRefunds(payment);
    if (failed === undefined) throw new Error('there is no refund');

    await fixture.payments.reconcileRefund(tenant.scope, failed.id);
    expect(await readRefunds(payment)).toHaveLength(1);
    fixture.clock.advance(3_600_001);
    await fixture.payments.reconcileRefund(tenant.scope, failed.id);
    await fixture.payments.reconcileRefund(tenant.scope, failed.id);

    const [, retry] = await readRefunds(payment);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed' }, { status: 'pending', amountMinor: 4000, applicationFeeRefundMinor: 0, reason: 'time_taken' }]);
    await fixture.payments.submitRefund(tenant.scope, retry?.id as RefundId);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed' }, { status: 'succeeded' }]);
    // What goes with it is given back once.
    expect(await feeAtStripe(payment)).toMatchObject({ amount_refunded: 500 });
  });

  it('is made again also where its fee was heard of last', async () => {
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_refundFail', commissionBps: 1250 });
    const refundId = await requestRefund(payment, 4000);
    // Stripe has both, and the worker hears nothing more.
    await fixture.control('/faults', { kind: 'error_500', method: 'GET', path: '/v1/refunds/', times: '3' });
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toThrow();
    await fixture.control('/clock/advance', { seconds: '60' });
    const [made] = await refundsAtStripe(payment);
    for (const event of await fixture.eventsAbout(tenant, made?.id ?? '')) await fixture.deliver(event);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed' }]);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toHaveLength(1);
    fixture.clock.advance(3_600_001);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toMatchObject([{ status: 'failed' }, { status: 'pending', amountMinor: 4000 }]);
  });

  it('is left alone when the money has gone back by another way', async () => {
    const payment = await fixture.paidPayment(tenant, { card: 'pm_card_refundFail' });
    const refundId = await requestRefund(payment);
    await fixture.payments.submitRefund(tenant.scope, refundId);
    await fixture.control('/clock/advance', { seconds: '60' });
    const [made] = await refundsAtStripe(payment);
    for (const event of await fixture.eventsAbout(tenant, made?.id ?? '')) await fixture.deliver(event);
    await requestRefund(payment, 1);
    fixture.clock.advance(3_600_001);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await readRefunds(payment)).toHaveLength(2);
  });
});
