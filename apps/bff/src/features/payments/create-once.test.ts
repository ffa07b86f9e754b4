// Stripe repeats the 500 of a request that had begun to the same key for a day.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { RefundId } from '../../platform/ids.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import type { Payment } from './payment.ts';

const details = { description: 'A day at the sea (TEST-1)', metadata: { reference: 'TEST-1' }, receiptEmail: 'ana@example.com' };
const unavailable = { code: 'payment_provider_unavailable' };

let fixture: PaymentsFixture;
let tenant: TestTenant;

beforeAll(async () => {
  fixture = await createPaymentsFixture();
});
beforeEach(async () => {
  await fixture.control('/faults', {}, 'DELETE');
  tenant = await fixture.newTenant();
});
afterAll(() => fixture.close());

function plant(path: string, kind: string, times = 1) {
  return fixture.control('/faults', { kind, method: 'POST', path, times: String(times), delay_ms: '1' });
}

async function intentsOf(payment: Payment) {
  const intents = await fixture.stripe.paymentIntents.list({ limit: 100 }, { stripeAccount: tenant.accountId });
  return intents.data.filter(({ metadata }) => metadata['mais_payment_id'] === payment.id);
}

function requestRefund(payment: Payment, amountMinor: number): Promise<RefundId> {
  return withTenant(fixture.database.app, tenant.scope, (tx) =>
    fixture.payments.requestRefund(tx, { paymentId: payment.id, amountMinor, reason: 'time_taken', now: fixture.clock.now() }));
}

async function refundsAtStripe(payment: Payment) {
  return (await fixture.stripe.refunds.list({ payment_intent: intentOf(payment) }, { stripeAccount: tenant.accountId })).data;
}

async function feeReturned(payment: Payment): Promise<number> {
  const { data: [fee] } = await fixture.stripe.applicationFees.list({ charge: payment.chargeId ?? '' });
  return fee?.amount_refunded ?? 0;
}

function ensure(payment: Payment) {
  return fixture.payments.ensureIntent(tenant.scope, payment.id, details);
}

describe('an intent', () => {
  it.each(['kept_500', 'kept_500_after_success'])('is there once at the next try after %s', async (kind) => {
    const payment = await fixture.openPayment(tenant);
    await plant('/v1/payment_intents', kind);
    await expect(ensure(payment)).rejects.toMatchObject(unavailable);
    const attempt = await ensure(payment);
    expect(await intentsOf(payment)).toMatchObject([{ id: attempt.paymentIntentId }]);
    expect(await ensure(payment)).toEqual(attempt);
  });

  it('goes on with the keys after it, and is the same for all who try at once', async () => {
    const payment = await fixture.openPayment(tenant);
    for (let failed = 1; failed <= 3; failed += 1) {
      await plant('/v1/payment_intents', 'kept_500');
      await expect(ensure(payment)).rejects.toMatchObject(unavailable);
    }
    const attempts = await Promise.all([1, 2, 3, 4].map(() => ensure(payment)));
    expect(new Set(attempts.map(({ paymentIntentId }) => paymentIntentId)).size).toBe(1);
    expect(await intentsOf(payment)).toHaveLength(1);
  });

  it('is found again when the answer to a later key was lost, also once all keys are forgotten', async () => {
    for (const daysLater of [0, 2]) {
      const payment = await fixture.openPayment(tenant);
      await plant('/v1/payment_intents', 'kept_500');
      await expect(ensure(payment)).rejects.toMatchObject(unavailable);
      // The replay of the first key is no call that begins: the fault strikes at the second key.
      await plant('/v1/payment_intents', 'timeout_after_success', 4);
      await expect(ensure(payment)).rejects.toMatchObject(unavailable);
      await fixture.control('/faults', {}, 'DELETE');
      fixture.clock.advance(daysLater * 86_400_000);
      await fixture.control('/clock/advance', { seconds: String(daysLater * 86_400) });
      await ensure(payment);
      expect(await intentsOf(payment)).toHaveLength(1);
      fixture.clock.advance(-daysLater * 86_400_000);
    }
  });

  it('is made although nobody could be made whom its card is saved for', async () => {
    const bookingId = await fixture.newBooking(tenant, 10_000);
    const payment = await fixture.openPayment(tenant, { bookingId, savesMethod: true });
    await plant('/v1/customers', 'kept_500');
    await expect(ensure(payment)).rejects.toMatchObject(unavailable);
    await ensure(payment);
    const [intent] = await intentsOf(payment);
    expect(intent?.customer).toMatch(/^cus_/);
  });
});

describe('a refund', () => {
  it.each([
    ['/v1/refunds', 'kept_500'], ['/v1/refunds', 'kept_500_after_success'],
    ['/v1/application_fees/*/refunds', 'kept_500'], ['/v1/application_fees/*/refunds', 'kept_500_after_success'],
  ])('of a part is made once, and its fee too, when %s was answered with %s', async (path, kind) => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 10_000, commissionBps: 1000 });
    const refundId = await requestRefund(payment, 2_000);
    await plant(path, kind);
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toMatchObject(unavailable);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await refundsAtStripe(payment)).toMatchObject([{ amount: 2_000, status: 'succeeded' }]);
    expect(await feeReturned(payment)).toBe(200);
  });

  it('is made once by workers that try at the same moment, and whose answers were lost', async () => {
    const payment = await fixture.paidPayment(tenant, { amountMinor: 10_000, commissionBps: 1000 });
    const refundId = await requestRefund(payment, 2_000);
    await plant('/v1/refunds', 'kept_500', 1);
    await expect(fixture.payments.submitRefund(tenant.scope, refundId)).rejects.toMatchObject(unavailable);
    await plant('/v1/refunds', 'timeout_after_success', 2);
    const tries = Array.from({ length: 3 }, () => fixture.payments.submitRefund(tenant.scope, refundId));
    await Promise.allSettled(tries);
    await fixture.payments.reconcileRefund(tenant.scope, refundId);
    expect(await refundsAtStripe(payment)).toHaveLength(1);
    expect(await feeReturned(payment)).toBe(200);
  });
});

describe('a saved card', () => {
  it.each([
    ['/v1/payment_intents', 'kept_500'], ['/v1/payment_intents', 'kept_500_after_success'],
    ['/v1/payment_intents/*/confirm', 'kept_500'], ['/v1/payment_intents/*/confirm', 'kept_500_after_success'], ['/v1/payment_intents/*/confirm', 'timeout_after_success'],
  ])('is charged once for a balance, whoever asks how often, when %s was answered with %s', async (path, kind) => {
    const bookingId = await fixture.newBooking(tenant, 10_000);
    const deposit = await fixture.openPayment(tenant, { bookingId, amountMinor: 3_000, savesMethod: true });
    const { paymentIntentId } = await fixture.payments.ensureIntent(tenant.scope, deposit.id, details);
    await fixture.stripe.paymentIntents.confirm(paymentIntentId, { payment_method: 'pm_card_visa' }, { stripeAccount: tenant.accountId });
    await fixture.payments.reconcile(tenant.scope, deposit.id);
    const paid = await fixture.readPayment(tenant, deposit);
    const saved = { customerId: paid.stripeCustomerId ?? '', methodId: paid.paymentMethodId ?? '', accountId: tenant.accountId };

    const charge = async (): Promise<Payment> => {
      await fixture.payments.abandon(tenant.scope, bookingId);
      const before = await withTenant(fixture.database.app, tenant.scope, (tx) => fixture.payments.listBookingPayments(tx, bookingId));
      const succeeded = before.find(({ status, purpose }) => status === 'succeeded' && purpose === 'balance');
      if (succeeded) return succeeded;
      const balance = await fixture.openPayment(tenant, { bookingId, amountMinor: 7_000, purpose: 'balance' });
      return fixture.payments.chargeSavedMethod(tenant.scope, balance.id, { saved, details });
    };
    await plant(path, kind, kind === 'timeout_after_success' ? 3 : 1);
    await expect(charge()).rejects.toMatchObject(unavailable);
    expect(await charge()).toMatchObject({ status: 'succeeded', amountMinor: 7_000 });
    expect(await charge()).toMatchObject({ status: 'succeeded' });
    const charges = (await fixture.stripe.charges.list({ limit: 100 }, { stripeAccount: tenant.accountId })).data;
    expect(charges.filter(({ paid: isPaid }) => isPaid).map(({ amount }) => amount).toSorted()).toEqual([3_000, 7_000]);
  });
});
