import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';

let fixture: PaymentsFixture;
let tenant: TestTenant;

beforeAll(async () => {
  fixture = await createPaymentsFixture();
  tenant = await fixture.newTenant();
});
afterAll(() => fixture.close());
afterEach(() => {
  fixture.heard.length = 0;
  fixture.onSucceeded = null;
});

function totals(bookingId: BookingId, of: TestTenant = tenant) {
  return withTenant(fixture.database.app, of.scope, (tx) => fixture.payments.totalsOf(tx, bookingId));
}

function heardOf(bookingId: BookingId): string[] {
  return fixture.heard.filter((heard) => heard.bookingId === bookingId).map((heard) => heard.what);
}

async function countRows(table: 'stripe_events' | 'ledger_entries'): Promise<number> {
  return withTenant(fixture.database.app, tenant.scope, async ({ sql }) => (await sql`select 1 from ${sql(table)}`).length);
}

async function auditOf(entityId: string): Promise<string[]> {
  return withTenant(fixture.database.app, tenant.scope, async ({ sql }) =>
    (await sql<{ action: string }[]>`select action from audit_log where entity_id = ${entityId} order by id`).map((row) => row.action));
}

async function succeededEvent() {
  const payment = await fixture.newPayment(tenant);
  await fixture.pay(tenant, payment);
  const event = (await fixture.eventsAbout(tenant, intentOf(payment))).find(({ type }) => type === 'payment_intent.succeeded');
  if (event?.type !== 'payment_intent.succeeded') throw new Error('no event');
  return { payment, event };
}

describe('a payment that succeeds', () => {
  it('is posted once and told once, however often and late its event comes', async () => {
    const payment = await fixture.newPayment(tenant, { amountMinor: 9999, commissionBps: 1250 });
    await fixture.pay(tenant, payment);
    const events = await fixture.eventsAbout(tenant, intentOf(payment));
    const succeeded = events.find((event) => event.type === 'payment_intent.succeeded');
    expect(succeeded).toBeDefined();
    if (succeeded === undefined) return;

    const outcomes = [await fixture.deliver(succeeded), await fixture.deliver(succeeded)];
    const together = await Promise.all([fixture.deliver(succeeded), fixture.deliver(succeeded)]);

    expect([...outcomes, ...together]).toEqual(['applied', 'duplicate', 'duplicate', 'duplicate']);
    const settled = await fixture.readPayment(tenant, payment);
    expect(settled).toMatchObject({ status: 'succeeded', applicationFeeMinor: 1250, lastErrorCode: null, succeededAt: fixture.clock.now() });
    expect(settled.chargeId).toMatch(/^ch_/);
    expect(await totals(payment.bookingId)).toEqual({ paidMinor: 9999, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
    expect(heardOf(payment.bookingId)).toEqual(['state', 'succeeded']);
    expect(await auditOf(payment.id)).toEqual(['payment.succeeded']);
  });

  it('is told once when the same event arrives several times at the same moment', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    const events = await fixture.eventsAbout(tenant, intentOf(payment));
    const last = events.at(-1);
    expect(last?.type).toBe('payment_intent.succeeded');
    if (last === undefined) return;

    const outcomes = await Promise.all(Array.from({ length: 5 }, () => fixture.deliver(last)));

    expect(outcomes.toSorted()).toEqual(['applied', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
    expect(heardOf(payment.bookingId)).toEqual(['state', 'succeeded']);
  });

  it('is recognised by its metadata when the webhook is quicker than the answer that names the intent', async () => {
    const payment = await fixture.openPayment(tenant);
    // The first half of ensureIntent, with the process gone before the second.
    const intent = await fixture.stripe.paymentIntents.create({
      amount: payment.amountMinor, currency: 'usd', application_fee_amount: payment.applicationFeeMinor,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' }, description: 'A day',
      metadata: { reference: 'TEST-1', mais_payment_id: payment.id, mais_booking_id: payment.bookingId, mais_tenant_id: payment.tenantId },
    }, { stripeAccount: tenant.accountId, idempotencyKey: `mais-payment-${payment.id}` });
    await fixture.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }, { stripeAccount: tenant.accountId });

    for (const event of await fixture.eventsAbout(tenant, intent.id)) await fixture.deliver(event);

    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded', paymentIntentId: intent.id });
    const attempt = await fixture.payments.ensureIntent(tenant.scope, payment.id, { description: 'A day', metadata: { reference: 'TEST-1' } });
    expect(attempt).toMatchObject({ paymentIntentId: intent.id, clientSecret: intent.client_secret });
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded' });
    expect(heardOf(payment.bookingId)).toEqual(['state', 'succeeded']);
  });

  it('leaves nothing behind when its listener fails, and is taken in when the event comes again', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    const event = (await fixture.eventsAbout(tenant, intentOf(payment))).at(-1);
    if (event === undefined) throw new Error('no event');
    const before = [await countRows('stripe_events'), await countRows('ledger_entries')];
    fixture.onSucceeded = () => Promise.reject(new Error('the listener failed'));

    await expect(fixture.deliver(event)).rejects.toThrow('the listener failed');
    expect([await countRows('stripe_events'), await countRows('ledger_entries')]).toEqual(before);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });

    fixture.onSucceeded = null;
    expect(await fixture.deliver(event)).toBe('applied');
    expect(await totals(payment.bookingId)).toEqual({ paidMinor: 10_000, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
  });
});

describe('events out of order', () => {
  const orders = [[0, 1, 2, 3], [0, 2, 1, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [3, 0, 1, 2]];

  it.each(orders)('end the same: a processing payment that failed, and another try that succeeded (%i, %i, %i, %i)', async (...order) => {
    const payment = await fixture.newPayment(tenant);
    const intentId = intentOf(payment);
    await fixture.pay(tenant, payment, 'pm_card_processing');
    await fixture.control(`/payment_intents/${intentId}/settle`, { outcome: 'fail' });
    await fixture.pay(tenant, payment, 'pm_card_processing');
    await fixture.control(`/payment_intents/${intentId}/settle`, { outcome: 'succeed' });
    const events = (await fixture.eventsAbout(tenant, intentId)).filter((event) => event.type !== 'payment_intent.created');
    expect(events.map((event) => event.type)).toEqual([
      'payment_intent.processing', 'payment_intent.payment_failed', 'payment_intent.processing', 'payment_intent.succeeded',
    ]);

    for (const index of order) {
      const event = events[index];
      if (event !== undefined) expect(await fixture.deliver(event)).toBe('applied');
    }

    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded' });
    expect(await totals(payment.bookingId)).toEqual({ paidMinor: 10_000, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
    expect(heardOf(payment.bookingId).filter((what) => what === 'succeeded')).toHaveLength(1);
    expect(heardOf(payment.bookingId).at(-1)).toBe('succeeded');
  });

  it('do not let an old decline undo a payment in process, nor an old processing undo a decline', async () => {
    const payment = await fixture.newPayment(tenant);
    const intentId = intentOf(payment);
    await fixture.pay(tenant, payment, 'pm_card_processing');
    await fixture.control(`/payment_intents/${intentId}/settle`, { outcome: 'fail' });
    const [processing, failed] = (await fixture.eventsAbout(tenant, intentId)).filter((event) => event.type !== 'payment_intent.created');
    if (processing === undefined || failed === undefined) throw new Error('events are missing');

    await fixture.deliver(failed);
    await fixture.deliver(processing);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment', lastErrorCode: 'generic_decline' });

    await fixture.pay(tenant, payment, 'pm_card_processing');
    expect(await fixture.deliver({ ...failed, id: 'evt_told_again' })).toBe('applied');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'processing' });
  });

  it('tell that a payment is no longer processing when it fails', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment, 'pm_card_processing');
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'processing' });
    await fixture.control(`/payment_intents/${intentOf(payment)}/settle`, { outcome: 'fail' });
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);

    expect(heardOf(payment.bookingId)).toEqual(['processing', 'state']);
  });
});

describe('a declined card', () => {
  it('leaves the payment open with its reason, and the same intent can be paid', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment', lastErrorCode: 'insufficient_funds' });
    expect(heardOf(payment.bookingId)).toEqual([]);

    await fixture.pay(tenant, payment);
    for (const event of await fixture.eventsAbout(tenant, intentOf(payment))) await fixture.deliver(event);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded', lastErrorCode: null });
    expect(await totals(payment.bookingId)).toEqual({ paidMinor: 10_000, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
  });
});

describe('an event that does not fit', () => {
  it.each([
    ['amount', { amount: 9_000, amount_received: 9_000 }],
    ['received amount', { amount_received: 1 }],
    ['currency', { currency: 'jpy' }],
    ['application fee', { application_fee_amount: 1 }],
    ['lack of a fee', { application_fee_amount: null }],
    ['metadata', { metadata: {} }],
  ])('by its %s confirms nothing', async (_name, change) => {
    const { payment, event } = await succeededEvent();
    const object = { ...event.data.object, ...change } as typeof event.data.object;

    expect(await fixture.deliver({ ...event, data: { ...event.data, object } })).toBe('ignored');

    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
    expect(heardOf(payment.bookingId)).toEqual([]);
  });

  it('by its mode is ignored', async () => {
    const { payment, event } = await succeededEvent();
    expect(await fixture.deliver({ ...event, livemode: true })).toBe('ignored');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
  });

  it('because it comes from an unknown account, or another tenant’s, is ignored', async () => {
    const other = await fixture.newTenant();
    const { payment, event } = await succeededEvent();
    expect(await fixture.deliver({ ...event, account: 'acct_unknown' })).toBe('ignored');
    expect(await fixture.deliver({ ...event, account: other.accountId })).toBe('ignored');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
    expect(await totals(payment.bookingId, other)).toEqual({ paidMinor: 0, refundedMinor: 0, disputedMinor: 0, correctedMinor: 0 });
  });

  it('because it names a payment with another intent is ignored', async () => {
    const { payment, event } = await succeededEvent();
    const object = { ...event.data.object, id: 'pi_of_somebody_else' };
    expect(await fixture.deliver({ ...event, data: { ...event.data, object } })).toBe('ignored');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
  });

  it('because it is about the tenant’s other business is ignored and not kept', async () => {
    const before = await countRows('stripe_events');
    const intent = await fixture.stripe.paymentIntents.create({
      amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    }, { stripeAccount: tenant.accountId });
    for (const event of await fixture.eventsAbout(tenant, intent.id)) expect(await fixture.deliver(event)).toBe('ignored');
    expect(await countRows('stripe_events')).toBe(before);
  });
});

describe('another tenant', () => {
  it('finds neither the payment nor its intent nor its refunds', async () => {
    const other = await fixture.newTenant();
    const payment = await fixture.paidPayment(tenant);
    const { payments, database } = fixture;
    await expect(payments.ensureIntent(other.scope, payment.id, { description: '', metadata: {} })).rejects.toMatchObject({ code: 'not_found' });
    await expect(payments.reconcile(other.scope, payment.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await payments.abandon(other.scope, payment.bookingId)).toBe('nothing_open');
    await withTenant(database.app, other.scope, async (tx) => {
      expect(await payments.listBookingPayments(tx, payment.bookingId)).toEqual([]);
      expect(await payments.findOpenAttempt(tx, payment.bookingId)).toBeNull();
      await expect(payments.requestRefund(tx, { paymentId: payment.id, amountMinor: 1, reason: 'test', now: fixture.clock.now() })).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});
