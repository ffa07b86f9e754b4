// What the emulator's tests can't promise: that Stripe itself answers so. Here the payments run against Stripe's test mode, or, in
// every other run, against the emulator; nothing below knows which. So it waits where Stripe takes its time, and looks at the objects
// of its own run alone.
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../features/connect/index.ts';
import { chargeLimits, type Payment } from '../features/payments/index.ts';
import { withTenant } from '../platform/db/with-tenant.ts';
import { intentOf } from '../testing/payments-fixture.ts';
import { createStripeLive, type StripeLive } from './stripe-live-fixture.ts';

/** Charges are booked within seconds, and now and then within minutes. */
const PATIENCE = { timeout: 120_000, interval: 1_000 };

describe('Stripe', { timeout: 300_000 }, () => {
  let live: StripeLive;
  let amountMinor: number;
  beforeAll(async () => {
    live = await createStripeLive(process.env);
    // Enough in any currency, also for a part of it to go back.
    const { minimumMinor } = chargeLimits(live.currency);
    amountMinor = Math.max(12_300, 4 * minimumMinor);
  });
  afterAll(() => live?.close());

  const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]): Promise<T> => withTenant(live.database.app, live.tenant.scope, work);
  const newPayment = (): Promise<Payment> => live.newPayment(live.tenant, { amountMinor, commissionBps: 1_000 });
  const read = (payment: Payment): Promise<Payment> => live.readPayment(live.tenant, payment);
  const onAccount = () => ({ stripeAccount: live.tenant.accountId });

  /** What reconciliation finds out. */
  async function ask(payment: Payment): Promise<Payment> {
    await live.payments.reconcile(live.tenant.scope, payment.id);
    return read(payment);
  }

  async function paidAndBooked(): Promise<Payment> {
    const payment = await newPayment();
    await live.pay(live.tenant, payment);
    await expect.poll(async () => (await ask(payment)).balanceTransactionId, PATIENCE).not.toBeNull();
    return read(payment);
  }

  /** Our postings beside what Stripe has booked, for the balance transactions of a payment and its refunds. */
  async function compareBooks(payment: Payment): Promise<{ ours: Record<string, number>; stripes: Record<string, number> }> {
    const rows = await inTenant(async ({ sql }) => [
      ...(await sql<{ id: string; net: number }[]>`
        select balance_transaction_id as id, sum(net_minor)::bigint as net
        from ledger_balance_transactions join ledger_postings on ledger_postings.id = posting_id
        where booking_id = ${payment.bookingId} group by 1`),
    ]);
    const booked = await Promise.all(rows.map(({ id }) => live.stripe.balanceTransactions.retrieve(id, {}, onAccount())));
    return { ours: Object.fromEntries(rows.map(({ id, net }) => [id, net])), stripes: Object.fromEntries(booked.map(({ id, net }) => [id, net])) };
  }

  it('makes a tenant’s account, and the same one when it is asked for again', async () => {
    const scope = await live.addTenant(null);
    const because = { actor: 'test', cause: 'test', now: live.clock.now() };
    const { account } = await createAccount(live.connect, scope, { country: 'US', email: null }, because);
    expect(account).toMatchObject({ accountId: expect.stringMatching(/^acct_/), chargesEnabled: false, detailsSubmitted: false });
    const again = await createAccount(live.connect, scope, { country: 'US', email: null }, because);
    expect([again.account.accountId, again.isNew]).toEqual([account.accountId, false]);
    const { controller } = await live.stripe.accounts.retrieve(account.accountId);
    expect(controller).toMatchObject({ fees: { payer: 'account' }, losses: { payments: 'stripe' }, requirement_collection: 'stripe', stripe_dashboard: { type: 'express' } });
  });

  it('makes one intent of a payment, with the commission and without redirects', async () => {
    const payment = await newPayment();
    const attempt = await live.payments.ensureIntent(live.tenant.scope, payment.id, { description: 'A day', metadata: { reference: 'TEST-1' } });
    expect(attempt.paymentIntentId).toBe(payment.paymentIntentId);
    const intent = await live.stripe.paymentIntents.retrieve(intentOf(payment), {}, onAccount());
    expect(intent).toMatchObject({
      amount: amountMinor, currency: live.currency.toLowerCase(), application_fee_amount: payment.applicationFeeMinor, livemode: false,
      client_secret: attempt.clientSecret, automatic_payment_methods: { enabled: true, allow_redirects: 'never' }, metadata: { mais_payment_id: payment.id },
    });
  });

  it('takes a card, and books charge, commission and its own fee as the ledger does', async () => {
    const payment = await paidAndBooked();
    expect(payment).toMatchObject({ status: 'succeeded', lastErrorCode: null, stripeFeeMinor: expect.any(Number) });
    expect(live.heard.filter(({ what, bookingId }) => what === 'succeeded' && bookingId === payment.bookingId)).toHaveLength(1);
    const { ours, stripes } = await compareBooks(payment);
    expect(ours).toEqual(stripes);
    expect(Object.values(ours)).toEqual([amountMinor - payment.applicationFeeMinor - (payment.stripeFeeMinor ?? 0)]);
  });

  it('declines a card with its reason, and takes another one on the same intent', async () => {
    const payment = await newPayment();
    await live.pay(live.tenant, payment, 'pm_card_visa_chargeDeclined');
    expect(await ask(payment)).toMatchObject({ status: 'requires_payment', lastErrorCode: 'generic_decline' });
    await live.pay(live.tenant, payment);
    expect(await ask(payment)).toMatchObject({ status: 'succeeded', lastErrorCode: null, paymentIntentId: payment.paymentIntentId });
  });

  it('asks for 3-D Secure, and takes nothing until it is done or the payment is given up', async () => {
    const payment = await newPayment();
    const confirmed = await live.stripe.paymentIntents.confirm(intentOf(payment), { payment_method: 'pm_card_threeDSecure2Required' }, onAccount());
    expect(confirmed).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
    expect(await ask(payment)).toMatchObject({ status: 'requires_payment' });
    expect(await live.payments.abandon(live.tenant.scope, payment.bookingId)).toBe('cancelled');
    expect((await live.stripe.paymentIntents.retrieve(intentOf(payment), {}, onAccount())).status).toBe('canceled');
    expect(await read(payment)).toMatchObject({ status: 'cancelled' });
  });

  it('gives a part back with its part of the commission, and then the rest', async () => {
    const payment = await paidAndBooked();
    await refund(payment, 3_330);
    await expectFeeRefunded(payment, Math.round((payment.applicationFeeMinor * 3_330) / amountMinor));
    await refund(payment, amountMinor - 3_330);
    await expectFeeRefunded(payment, payment.applicationFeeMinor);
    expect(await inTenant((tx) => live.payments.totalsOf(tx, payment.bookingId))).toEqual({ paidMinor: amountMinor, refundedMinor: amountMinor, disputedMinor: 0, correctedMinor: 0 });
    const { ours, stripes } = await compareBooks(payment);
    expect(ours).toEqual(stripes);
    expect(Object.values(ours).reduce((sum, net) => sum + net, 0)).toBe(-(payment.stripeFeeMinor ?? 0));
  });

  /** Waits until everything about it is in the ledger. */
  async function refund(payment: Payment, refundMinor: number): Promise<void> {
    const id = await inTenant((tx) => live.payments.requestRefund(tx, { paymentId: payment.id, amountMinor: refundMinor, reason: 'test', now: live.clock.now() }));
    const settled = async (): Promise<unknown> => {
      await live.payments.reconcileRefund(live.tenant.scope, id).catch((error: { code?: string }) => {
        // Its fee isn't booked yet.
        if (error.code !== 'payment_provider_unavailable') throw error;
      });
      const refunds = await inTenant((tx) => live.payments.listBookingRefunds(tx, payment.bookingId));
      const { status, balanceTransactionId, feeBalanceTransactionId } = refunds.find((one) => one.id === id) ?? {};
      return [status, balanceTransactionId !== null, feeBalanceTransactionId !== null];
    };
    await expect.poll(settled, PATIENCE).toEqual(['succeeded', true, true]);
  }

  async function expectFeeRefunded(payment: Payment, refundedMinor: number): Promise<void> {
    const fees = await live.stripe.applicationFees.list({ charge: payment.chargeId ?? '', limit: 1 });
    expect(fees.data).toMatchObject([{ amount: payment.applicationFeeMinor, amount_refunded: refundedMinor }]);
  }

  it('tells of a payment by an event that is taken in once, when it is signed for this endpoint', async () => {
    const payment = await newPayment();
    await live.pay(live.tenant, payment);
    const succeeded = async (): Promise<Stripe.Event | undefined> =>
      (await live.eventsAbout(live.tenant, intentOf(payment))).find(({ type }) => type === 'payment_intent.succeeded');
    await expect.poll(succeeded, PATIENCE).toBeDefined();
    // As it comes to an endpoint for connected accounts.
    const event = { ...(await succeeded()), account: live.tenant.accountId } as Stripe.Event;
    await expect(live.deliver(event, { secret: 'whsec_another' })).rejects.toMatchObject({ code: 'malformed_request' });
    await expect(live.deliver(event, { skewSeconds: -301 })).rejects.toMatchObject({ code: 'malformed_request' });
    expect(await read(payment)).toMatchObject({ status: 'requires_payment' });
    expect(await live.deliver(event)).toBe('applied');
    expect(await live.deliver(event)).toBe('duplicate');
    expect(await read(payment)).toMatchObject({ status: 'succeeded' });
  });
});
