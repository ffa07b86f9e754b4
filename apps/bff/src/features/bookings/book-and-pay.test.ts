import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('a booking, from the hold to the money', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture();
  });
  afterAll(() => product.close());

  it.each([
    ['bellaweddings', 'full-day-wedding', 'USD', 420_000, 50_400],
    ['harborkayaks', 'harbour-tour', 'NZD', 7_900, 1_185],
    ['studionord', 'portrait-60', 'EUR', 14_000, 1_400],
    ['matsuritea', 'ceremony', 'JPY', 6_600, 825],
    ['marinaspa', 'signature-massage', 'AED', 42_000, 5_250],
  ])('%s sells %s and pays its commission', async (slug, packageSlug, currency, totalMinor, feeMinor) => {
    const customer = createCustomer(product, slug);
    const [startsAt] = await customer.listStarts(packageSlug);
    const hold = await customer.hold(packageSlug, startsAt ?? '');
    const created = await customer.book(hold);
    expect(created.booking).toMatchObject({ status: 'pending_payment', paymentStatus: 'none', currency, totalMinor });
    expect(await customer.pay(created)).toBe('succeeded');
    const booking = await customer.readUntil(created, ({ status }) => status === 'confirmed');
    expect(booking).toMatchObject({ paymentStatus: 'paid', paidMinor: totalMinor, refundedMinor: 0 });
    const [payment] = await product.database.platform`select status from payments where payment_intent_id = ${created.payment?.paymentIntentId ?? ''}`;
    expect(payment?.status).toBe('succeeded');
    const intent = product.emulator.emulator.context.store.get('payment_intent', created.payment?.paymentIntentId ?? '');
    expect(intent?.object.application_fee_amount).toBe(feeMinor);
  });

  it('confirms a free booking at once, without a payment', async () => {
    const customer = createCustomer(product, 'matsuritea');
    const [startsAt] = await customer.listStarts('tasting');
    const created = await customer.book(await customer.hold('tasting', startsAt ?? ''));
    expect(created).toMatchObject({ payment: null, booking: { status: 'confirmed', totalMinor: 0 } });
  });

  it('books at no other price than the one that was shown, and keeps the time for another try', async () => {
    const customer = createCustomer(product, 'studionord');
    const [startsAt] = await customer.listStarts('portrait-60');
    const hold = await customer.hold('portrait-60', startsAt ?? '');
    const key = randomUUID();
    const ask = (expectedTotalMinor: number) => customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': key },
      body: { holdId: hold.id, holdToken: hold.token, addOns: [], customer: { name: 'Ana', email: 'ana@example.com' }, expectedTotalMinor },
    });
    const refused = await ask(13_900);
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'amount_changed', detail: expect.stringContaining('14000') }]);
    const made = await ask(14_000);
    expect([made.status, await made.json()]).toMatchObject([201, { booking: { totalMinor: 14_000 } }]);
  });
});
