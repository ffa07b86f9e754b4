import fc from 'fast-check';
import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let account: { stripeAccount: string };

beforeAll(async () => {
  emulator = await startTestEmulator({ refundDelayMs: 100 });
  ({ stripe } = emulator);
  account = await emulator.connectedAccount();
});
afterAll(() => emulator.close());

interface Paid {
  readonly intent: string;
  readonly charge: Stripe.Charge;
  readonly fee: string;
}

async function paid(amount: number, fee: number, { currency = 'usd', method = 'pm_card_visa' } = {}): Promise<Paid> {
  const intent = await stripe.paymentIntents.create(
    { ...PAYMENT, amount, currency, application_fee_amount: fee, payment_method: method, confirm: true, expand: ['latest_charge'] },
    account,
  );
  const charge = intent.latest_charge as Stripe.Charge;
  return { intent: intent.id, charge, fee: String(charge.application_fee) };
}

async function netOf(options?: Stripe.RequestOptions): Promise<number> {
  const { available, pending } = await stripe.balance.retrieve({}, options);
  return [...available, ...pending].filter((part) => part.currency === 'usd').reduce((sum, part) => sum + part.amount, 0);
}

describe('a refund', () => {
  test('in full returns everything, with the fee when asked', async () => {
    const { intent, charge, fee } = await paid(10_000, 1250);
    const refund = await stripe.refunds.create({ payment_intent: intent, refund_application_fee: true, reason: 'requested_by_customer', metadata: { why: 'late' } }, account);
    expect(refund).toMatchObject({ amount: 10_000, charge: charge.id, payment_intent: intent, status: 'succeeded', reason: 'requested_by_customer', metadata: { why: 'late' } });
    expect(await stripe.refunds.retrieve(refund.id, {}, account)).toEqual(refund);
    expect(await stripe.charges.retrieve(charge.id, { expand: ['refunds'] }, account)).toMatchObject({ amount_refunded: 10_000, refunded: true, refunds: { data: [{ id: refund.id }] } });
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount: 1250, amount_refunded: 1250, refunded: true, refunds: { data: [{ amount: 1250 }] } });
    expect(await caught(stripe.refunds.create({ payment_intent: intent }, account))).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  });

  test('leaves the fee with the platform when not asked', async () => {
    const { intent, fee } = await paid(10_000, 1250);
    await stripe.refunds.create({ payment_intent: intent }, account);
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 0, refunded: false });
  });

  test('in part gives the fee back in proportion, and never more than is left', async () => {
    const { charge, fee } = await paid(10_000, 1250);
    await stripe.refunds.create({ charge: charge.id, amount: 3333, refund_application_fee: true }, account);
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 417, refunded: false });
    const error = await caught(stripe.refunds.create({ charge: charge.id, amount: 6668 }, account));
    expect(error).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(error.message).toBe('Refund amount ($66.68) is greater than unrefunded amount on charge ($66.67)');
  });

  test('is told about on both sides', async () => {
    const { charge, fee } = await paid(5000, 500);
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 1000, refund_application_fee: true }, account);
    const { data: connected } = await stripe.events.list({ types: ['charge.refunded', 'refund.created'], limit: 2 }, account);
    expect(connected.map((event) => event.type).toSorted()).toEqual(['charge.refunded', 'refund.created']);
    expect(connected.find((event) => event.type === 'charge.refunded')).toMatchObject({
      account: account.stripeAccount,
      data: { object: { id: charge.id, amount_refunded: 1000 }, previous_attributes: { amount_refunded: 0 } },
    });
    expect(connected.find((event) => event.type === 'refund.created')?.data.object).toMatchObject({ id: refund.id });
    const { data: platform } = await stripe.events.list({ type: 'application_fee.refunded', limit: 1 });
    expect(platform[0]).toMatchObject({ data: { object: { id: fee, amount_refunded: 100 }, previous_attributes: { amount_refunded: 0 } } });
    expect(platform[0]?.account).toBeUndefined();
  });

  test('of what was not paid, or has no fee, is refused', async () => {
    const waiting = await stripe.paymentIntents.create(PAYMENT, account);
    expect(await caught(stripe.refunds.create({ payment_intent: waiting.id }, account))).toMatchObject({ statusCode: 400, param: 'payment_intent' });
    const decline = await caught(stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa_chargeDeclined', confirm: true }, account));
    expect(await caught(stripe.refunds.create({ charge: decline.charge ?? '' }, account))).toMatchObject({ statusCode: 400, param: 'charge' });
    const plain = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa', confirm: true }, account);
    expect(await caught(stripe.refunds.create({ payment_intent: plain.id, refund_application_fee: true }, account))).toMatchObject({ param: 'refund_application_fee' });
    expect(await caught(stripe.refunds.create({}, account))).toMatchObject({ code: 'parameter_missing' });
  });

  test('of another account is not found', async () => {
    const { intent, charge } = await paid(5000, 500);
    const other = await emulator.connectedAccount();
    for (const options of [other, {}]) {
      expect(await caught(stripe.refunds.create({ payment_intent: intent }, options))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
      expect(await caught(stripe.refunds.create({ charge: charge.id }, options))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });

  test('may be pending first, and may fail later and return the money', async () => {
    const slow = await paid(5000, 500, { method: 'pm_card_pendingRefund' });
    const pending = await stripe.refunds.create({ charge: slow.charge.id }, account);
    expect(pending.status).toBe('pending');
    await expect.poll(async () => (await stripe.refunds.retrieve(pending.id, {}, account)).status).toBe('succeeded');

    const failing = await paid(5000, 500, { method: 'pm_card_refundFail' });
    const before = await netOf(account);
    const failed = await stripe.refunds.create({ charge: failing.charge.id }, account);
    expect(failed.status).toBe('succeeded');
    await expect.poll(async () => (await stripe.refunds.retrieve(failed.id, {}, account)).status).toBe('failed');
    expect(await netOf(account)).toBe(before);
    expect(await stripe.charges.retrieve(failing.charge.id, {}, account)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await stripe.events.list({ type: 'refund.failed' }, account)).data[0]?.data.object).toMatchObject({ id: failed.id });
  });

  test('can have its metadata changed, which is told', async () => {
    const { charge } = await paid(5000, 500);
    const refund = await stripe.refunds.create({ charge: charge.id }, account);
    await stripe.refunds.update(refund.id, { metadata: { seen: 'yes' } }, account);
    expect((await stripe.events.list({ type: 'refund.updated', limit: 1 }, account)).data[0]?.data.object).toMatchObject({ id: refund.id, metadata: { seen: 'yes' } });
    expect((await stripe.refunds.list({ charge: charge.id }, account)).data.map(({ id }) => id)).toEqual([refund.id]);
  });
});

describe('the books', () => {
  test('show each fee on the charge, and the platform its own', async () => {
    const { charge, fee } = await paid(10_000, 1250);
    const full = await stripe.charges.retrieve(charge.id, { expand: ['balance_transaction'] }, account);
    expect(full.balance_transaction).toMatchObject({
      amount: 10_000,
      fee: 320 + 1250,
      net: 10_000 - 320 - 1250,
      status: 'pending',
      type: 'charge',
      fee_details: [{ type: 'stripe_fee', amount: 320 }, { type: 'application_fee', amount: 1250 }],
    });
    const platform = await stripe.applicationFees.retrieve(fee, { expand: ['balance_transaction', 'charge'] });
    expect(platform).toMatchObject({ account: account.stripeAccount, balance_transaction: { amount: 1250, net: 1250, type: 'application_fee' }, charge: { id: charge.id } });
    expect((await stripe.balanceTransactions.list({ source: charge.id }, account)).data).toHaveLength(1);
    expect((await stripe.applicationFees.list({ charge: charge.id })).data.map(({ id }) => id)).toEqual([fee]);
  });

  test('have the platform pay Stripe where the account\'s controller says so', async () => {
    const { id } = await stripe.accounts.create({
      country: 'US',
      capabilities: { card_payments: { requested: true } },
      controller: { fees: { payer: 'application' }, losses: { payments: 'application' }, stripe_dashboard: { type: 'express' } },
    });
    await emulator.control('POST', `/accounts/${id}/onboard`);
    const before = await netOf();
    await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 1000, payment_method: 'pm_card_visa', confirm: true }, { stripeAccount: id });
    expect(await netOf({ stripeAccount: id })).toBe(9000);
    expect(await netOf()).toBe(before + 1000 - 320);
  });

  test('make money available after two days', async () => {
    const other = await emulator.connectedAccount();
    await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa', confirm: true }, other);
    expect(await stripe.balance.retrieve({}, other)).toMatchObject({ available: [{ amount: 0 }], pending: [{ amount: 9680, currency: 'usd' }] });
    await emulator.control('POST', '/clock/advance', { seconds: String(2 * 24 * 60 * 60 + 1) });
    expect(await stripe.balance.retrieve({}, other)).toMatchObject({ available: [{ amount: 9680 }], pending: [{ amount: 0 }] });
  });

  test('balance after any sequence of partial refunds and fee refunds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 50_000 }),
        fc.double({ min: 0.005, max: 1, noNaN: true }),
        fc.array(fc.record({ share: fc.double({ min: 0.01, max: 1, noNaN: true }), byItself: fc.boolean() }), { maxLength: 5 }),
        async (amount, rate, steps) => {
          const feeAmount = Math.max(1, Math.round(amount * rate));
          const [connectedBefore, platformBefore] = [await netOf(account), await netOf()];
          const { charge, fee } = await paid(amount, feeAmount);
          const stripeFee = amount + connectedBefore - feeAmount - (await netOf(account));
          for (const { share, byItself } of steps) {
            const state = await stripe.charges.retrieve(charge.id, {}, account);
            const left = state.amount - state.amount_refunded;
            if (left > 0) await stripe.refunds.create({ charge: charge.id, amount: Math.max(1, Math.round(left * share)), refund_application_fee: !byItself }, account);
            const { amount_refunded: returned } = await stripe.applicationFees.retrieve(fee);
            if (byItself && returned < feeAmount) await stripe.applicationFees.createRefund(fee, { amount: Math.max(1, Math.round((feeAmount - returned) * share)) });
          }
          const end = await stripe.charges.retrieve(charge.id, {}, account);
          const { amount_refunded: feeReturned } = await stripe.applicationFees.retrieve(fee);
          if (end.refunded && steps.every(({ byItself }) => !byItself)) expect(feeReturned).toBe(feeAmount);
          expect(feeReturned).toBeLessThanOrEqual(feeAmount);
          expect(await netOf()).toBe(platformBefore + feeAmount - feeReturned);
          expect(await netOf(account)).toBe(connectedBefore + amount - stripeFee - feeAmount + feeReturned - end.amount_refunded);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('an application fee', () => {
  test('is refunded in parts by itself, and no further than it goes', async () => {
    const { fee } = await paid(10_000, 1000);
    const refund = await stripe.applicationFees.createRefund(fee, { amount: 300, metadata: { a: 'b' } });
    expect(refund).toMatchObject({ object: 'fee_refund', amount: 300, fee, metadata: { a: 'b' } });
    expect(await stripe.applicationFees.retrieveRefund(fee, refund.id)).toEqual(refund);
    expect(await caught(stripe.applicationFees.createRefund(fee, { amount: 701 }))).toMatchObject({ statusCode: 400, param: 'amount' });
    await stripe.applicationFees.createRefund(fee);
    expect((await stripe.applicationFees.listRefunds(fee)).data.map(({ amount }) => amount)).toEqual([700, 300]);
    expect(await caught(stripe.applicationFees.createRefund(fee))).toMatchObject({ statusCode: 400 });
  });

  test('belongs to the platform', async () => {
    const { fee } = await paid(10_000, 1000);
    expect(await caught(stripe.applicationFees.retrieve(fee, {}, account))).toMatchObject({ statusCode: 404 });
  });

  test.each([['jpy', 1200, 150], ['kwd', 10_000, 1250]] as const)('is in proportion in %s too', async (currency, amount, fee) => {
    const payment = await paid(amount, fee, { currency });
    await stripe.refunds.create({ charge: payment.charge.id, amount: amount / 2, refund_application_fee: true }, account);
    expect((await stripe.applicationFees.retrieve(payment.fee)).amount_refunded).toBe(Math.round(fee / 2));
  });
});

test('with a delayed capture, balance transaction and fee follow in charge.updated', async () => {
  const slow = await startTestEmulator({ captureDelayMs: 100 });
  const options = await slow.connectedAccount();
  const intent = await slow.stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 100, payment_method: 'pm_card_visa', confirm: true, expand: ['latest_charge'] }, options);
  expect(intent).toMatchObject({ status: 'succeeded', latest_charge: { application_fee: null, balance_transaction: null } });
  await expect.poll(async () => (await slow.stripe.events.list({ type: 'charge.updated' }, options)).data.length).toBe(1);
  const [event] = (await slow.stripe.events.list({ type: 'charge.updated' }, options)).data;
  expect(event?.data).toMatchObject({
    object: { application_fee: expect.stringMatching(/^fee_/), balance_transaction: expect.stringMatching(/^txn_/) },
    previous_attributes: { application_fee: null, balance_transaction: null },
  });
  await slow.close();
});
