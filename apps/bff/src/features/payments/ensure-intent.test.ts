import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMasterKeys } from '../../platform/crypto/master-keys.ts';
import { createSealedBox } from '../../platform/crypto/sealed-box.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createPaymentsFixture, intentOf, type PaymentsFixture, type TestTenant } from '../../testing/payments-fixture.ts';

const details = { description: 'A day at the sea (TEST-1)', metadata: { reference: 'TEST-1' }, receiptEmail: 'ana@example.com' };

let fixture: PaymentsFixture;
let tenant: TestTenant;

beforeAll(async () => {
  fixture = await createPaymentsFixture();
  tenant = await fixture.newTenant();
});
afterAll(() => fixture.close());

function findOpenAttempt(bookingId: Parameters<PaymentsFixture['payments']['findOpenAttempt']>[1], of = tenant) {
  return withTenant(fixture.database.app, of.scope, (tx) => fixture.payments.findOpenAttempt(tx, bookingId));
}

describe('opening a payment', () => {
  it('computes the commission and numbers the attempts', async () => {
    const first = await fixture.newPayment(tenant, { amountMinor: 9999, commissionBps: 1250 });
    expect(first).toMatchObject({ attempt: 1, status: 'requires_payment', amountMinor: 9999, applicationFeeMinor: 1250, currency: 'USD', purpose: 'full' });
    expect(await fixture.payments.abandon(tenant.scope, first.bookingId)).toBe('cancelled');
    expect(await fixture.openPayment(tenant, { amountMinor: 9999, bookingId: first.bookingId })).toMatchObject({ attempt: 2, status: 'creating' });
  });

  it('returns the open payment instead of a second one, and refuses another amount beside it', async () => {
    const open = await fixture.openPayment(tenant);
    expect((await fixture.openPayment(tenant, { bookingId: open.bookingId })).id).toBe(open.id);
    await expect(fixture.openPayment(tenant, { bookingId: open.bookingId, amountMinor: 20_000 })).rejects.toMatchObject({ code: 'booking_not_payable' });
  });

  it('opens one payment when several requests come at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bookingId = await fixture.newBooking(tenant, 10_000);
      const opened = await Promise.all(Array.from({ length: 8 }, () => fixture.openPayment(tenant, { bookingId })));
      expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    }
  });

  it('refuses what Stripe would refuse before anything is written', async () => {
    const bookingId = await fixture.newBooking(tenant, 49);
    await expect(fixture.openPayment(tenant, { bookingId, amountMinor: 49 })).rejects.toMatchObject({ code: 'amount_too_small', minimumMinor: 50 });
    expect(await withTenant(fixture.database.app, tenant.scope, (tx) => fixture.payments.listBookingPayments(tx, bookingId))).toEqual([]);
  });
});

describe('making the intent', () => {
  it('asks Stripe for a client secret whose master key is gone', async () => {
    const payment = await fixture.newPayment(tenant);
    const before = await findOpenAttempt(payment.bookingId);
    const stranger = createSealedBox(createMasterKeys(Buffer.alloc(32, 9), null), 'client secrets').seal('pi_secret', 'anything');
    await withTenant(fixture.database.app, tenant.scope, ({ sql, tenantId }) => sql`update payments set sealed_client_secret = ${stranger} where tenant_id = ${tenantId} and id = ${payment.id}`);
    expect(await findOpenAttempt(payment.bookingId)).toBeNull();
    expect(await fixture.payments.ensureIntent(tenant.scope, payment.id, details)).toEqual(before);
    expect(await findOpenAttempt(payment.bookingId)).toEqual(before);
  });

  it('is a direct charge on the tenant’s account with the commission as its fee', async () => {
    const payment = await fixture.openPayment(tenant, { amountMinor: 12_000, commissionBps: 1500 });
    expect(await findOpenAttempt(payment.bookingId)).toBeNull();

    const attempt = await fixture.payments.ensureIntent(tenant.scope, payment.id, details);

    const intent = await fixture.stripe.paymentIntents.retrieve(attempt.paymentIntentId, {}, { stripeAccount: tenant.accountId });
    expect(intent).toMatchObject({
      amount: 12_000, currency: 'usd', application_fee_amount: 1800, description: details.description, receipt_email: 'ana@example.com',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { reference: 'TEST-1', mais_payment_id: payment.id, mais_booking_id: payment.bookingId, mais_tenant_id: payment.tenantId },
    });
    expect(attempt).toEqual({ paymentIntentId: intent.id, clientSecret: intent.client_secret, accountId: tenant.accountId, allowsRedirects: false, amountMinor: 12_000, currency: 'USD' });
    expect(await findOpenAttempt(payment.bookingId)).toEqual(attempt);
  });

  it('charges yen in whole yen', async () => {
    const tea = await fixture.newTenant({ currency: 'JPY', country: 'JP' });
    const payment = await fixture.paidPayment(tea, { amountMinor: 4800, commissionBps: 1250 });
    expect(payment).toMatchObject({ status: 'succeeded', currency: 'JPY', amountMinor: 4800, applicationFeeMinor: 600 });
  });

  it('gives the same intent however often it is asked, also at the same moment', async () => {
    const payment = await fixture.openPayment(tenant);
    const attempts = await Promise.all([1, 2, 3].map(() => fixture.payments.ensureIntent(tenant.scope, payment.id, details)));
    attempts.push(await fixture.payments.ensureIntent(tenant.scope, payment.id, details));
    expect(new Set(attempts.map(({ paymentIntentId }) => paymentIntentId)).size).toBe(1);
    const intents = await fixture.stripe.paymentIntents.list({ limit: 100 }, { stripeAccount: tenant.accountId });
    expect(intents.data.filter(({ metadata }) => metadata['mais_payment_id'] === payment.id)).toHaveLength(1);
  });

  it('finds the intent again when Stripe made it and the answer was lost', async () => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/payment_intents', times: '3', delay_ms: '1' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'creating', paymentIntentId: null });

    await fixture.payments.ensureIntent(tenant.scope, payment.id, details);

    const intents = await fixture.stripe.paymentIntents.list({ limit: 100 }, { stripeAccount: tenant.accountId });
    expect(intents.data.filter(({ metadata }) => metadata['mais_payment_id'] === payment.id)).toHaveLength(1);
  });

  it.each([
    ['its details have changed since', { ...details, description: 'A day at the lake (TEST-1)' }, 0],
    ['Stripe has forgotten the key', details, 2 * 86_400],
  ])('makes no second intent when the answer was lost and %s', async (_name, later, waitSeconds) => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/payment_intents', times: '3', delay_ms: '1' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toThrow();
    await fixture.control('/clock/advance', { seconds: String(waitSeconds) });
    fixture.clock.advance(waitSeconds * 1000);

    await fixture.payments.ensureIntent(tenant.scope, payment.id, later);

    const intents = await fixture.stripe.paymentIntents.list({ limit: 100 }, { stripeAccount: tenant.accountId });
    expect(intents.data.filter(({ metadata }) => metadata['mais_payment_id'] === payment.id)).toHaveLength(1);
    fixture.clock.advance(-waitSeconds * 1000);
  });

  it.each(['error_500', 'conflict_409', 'disconnect'] as const)('gets over one %s by itself', async (kind) => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind, method: 'POST', path: '/v1/payment_intents' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).resolves.toMatchObject({ amountMinor: 10_000 });
  });

  it('says that the provider is unavailable when it is slowed down', async () => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind: 'rate_limit_429', method: 'POST', path: '/v1/payment_intents', times: '3' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toMatchObject({ code: 'payment_provider_unavailable', status: 502 });
  });

  it('says that payments are unavailable when the account has left the platform', async () => {
    const gone = { scope: tenant.scope, accountId: 'acct_gone' };
    const payment = await fixture.openPayment(gone);
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toMatchObject({ code: 'payments_unavailable', status: 409 });
  });

  it('seals the client secret: nothing of it stands in the database', async () => {
    const payment = await fixture.openPayment(tenant);
    const { clientSecret } = await fixture.payments.ensureIntent(tenant.scope, payment.id, details);
    const stored = await fixture.readPayment(tenant, payment);
    expect(Buffer.from(stored.sealedClientSecret ?? []).includes(Buffer.from(clientSecret))).toBe(false);
  });
});

describe('abandoning a payment', () => {
  it('cancels the intent, so that nobody can pay it any more', async () => {
    const payment = await fixture.newPayment(tenant);
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('cancelled');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'cancelled' });
    await expect(fixture.pay(tenant, payment)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    const event = (await fixture.eventsAbout(tenant, intentOf(payment))).find(({ type }) => type === 'payment_intent.canceled');
    expect(event && (await fixture.deliver(event))).toBe('applied');
    expect(fixture.heard.filter(({ bookingId }) => bookingId === payment.bookingId)).toEqual([{ what: 'cancelled', bookingId: payment.bookingId }]);
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toMatchObject({ code: 'booking_not_payable' });
  });

  it('says that nothing is open where nothing is', async () => {
    expect(await fixture.payments.abandon(tenant.scope, await fixture.newBooking(tenant, 1000))).toBe('nothing_open');
  });

  it('cancels one that never got as far as Stripe', async () => {
    const payment = await fixture.openPayment(tenant);
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('cancelled');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'cancelled', paymentIntentId: null });
  });

  it('finds and cancels an intent whose id was lost', async () => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/payment_intents', times: '3', delay_ms: '1' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toThrow();
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('cancelled');
    const cancelled = await fixture.readPayment(tenant, payment);
    expect(await fixture.stripe.paymentIntents.retrieve(intentOf(cancelled), {}, { stripeAccount: tenant.accountId })).toMatchObject({ status: 'canceled' });
  });

  it('spares a payment in process', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment, 'pm_card_processing');
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('processing');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'processing' });

    await fixture.control(`/payment_intents/${intentOf(payment)}/settle`, { outcome: 'fail' });
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('cancelled');
  });

  it('takes a payment that has succeeded, though no webhook told it', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment);
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('succeeded');
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'succeeded' });
    expect(fixture.heard.filter(({ bookingId }) => bookingId === payment.bookingId).map(({ what }) => what)).toEqual(['state', 'succeeded']);
    expect(await fixture.payments.abandon(tenant.scope, payment.bookingId)).toBe('nothing_open');
  });

  it('cancels nothing while Stripe does not answer', async () => {
    const payment = await fixture.newPayment(tenant);
    await fixture.control('/faults', { kind: 'error_500', method: 'POST', path: `/v1/payment_intents/${intentOf(payment)}/cancel`, times: '3' });
    await expect(fixture.payments.abandon(tenant.scope, payment.bookingId)).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
    expect(await fixture.readPayment(tenant, payment)).toMatchObject({ status: 'requires_payment' });
  });
});

describe('reconciling', () => {
  it.each([
    ['succeeded', 'pm_card_visa', { status: 'succeeded' }],
    ['processing', 'pm_card_processing', { status: 'processing' }],
    ['declined', 'pm_card_visa_chargeDeclined', { status: 'requires_payment', lastErrorCode: 'generic_decline' }],
  ])('learns without a webhook that a payment is %s', async (_name, card, expected) => {
    const payment = await fixture.newPayment(tenant);
    await fixture.pay(tenant, payment, card);
    await fixture.payments.reconcile(tenant.scope, payment.id);
    expect(await fixture.readPayment(tenant, payment)).toMatchObject(expected);
  });

  it('learns the id of an intent whose creation was never answered', async () => {
    const payment = await fixture.openPayment(tenant);
    await fixture.control('/faults', { kind: 'timeout_after_success', method: 'POST', path: '/v1/payment_intents', times: '3', delay_ms: '1' });
    await expect(fixture.payments.ensureIntent(tenant.scope, payment.id, details)).rejects.toThrow();
    await fixture.payments.reconcile(tenant.scope, payment.id);
    const found = await fixture.readPayment(tenant, payment);
    expect(found).toMatchObject({ status: 'requires_payment', sealedClientSecret: null });
    expect(await fixture.payments.ensureIntent(tenant.scope, payment.id, details)).toMatchObject({ paymentIntentId: found.paymentIntentId });
  });

  it('leaves alone what was never sent, and what is settled', async () => {
    const unsent = await fixture.openPayment(tenant);
    await fixture.payments.reconcile(tenant.scope, unsent.id);
    expect(await fixture.readPayment(tenant, unsent)).toMatchObject({ status: 'creating' });
    const paid = await fixture.paidPayment(tenant);
    await fixture.payments.reconcile(tenant.scope, paid.id);
    expect(await fixture.readPayment(tenant, paid)).toMatchObject({ status: 'succeeded', updatedAt: paid.updatedAt });
  });
});

describe('the client’s configuration', () => {
  it('is there only where the account can be charged on, in this mode', () => {
    const account = { accountId: tenant.accountId, livemode: false, chargesEnabled: true };
    const { payments, config } = fixture;
    expect(payments.clientConfig(account)).toEqual({ scriptUrl: config.scriptUrl, publishableKey: config.publishableKey, accountId: tenant.accountId });
    for (const unable of [null, { ...account, chargesEnabled: false }, { ...account, livemode: true }]) {
      expect(payments.clientConfig(unable)).toBeNull();
      expect(payments.canCharge(unable, false)).toBe(false);
    }
    expect(payments.canCharge(account, false)).toBe(true);
    expect(payments.canCharge(account, true)).toBe(false);
  });
});
