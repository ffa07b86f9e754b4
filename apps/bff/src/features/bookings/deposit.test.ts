import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('a package with a deposit', () => {
  let product: ProductFixture;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture();
    customer = createCustomer(product, 'studionord');
    await asTenant(({ sql, tenantId }) => sql`
      update packages set deposit_kind = 'percent', deposit_bps = 3000, balance_due_hours = 72 where tenant_id = ${tenantId} and slug = 'portrait-60'`);
  });
  afterAll(() => product.close());

  /** Runs as the tenant, and forgets what was remembered of it. */
  async function asTenant<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const tenant = await product.services.directory.findBySlug('studionord');
    if (!tenant) throw new Error('there is no such tenant');
    const result = await withTenant(product.database.app, { tenantId: tenant.id, livemode: false }, work);
    product.services.catalogs.forgetAll();
    return result;
  }

  /** A start that is so many hours away, at least. */
  async function startIn(slug: string, hours: number): Promise<string> {
    const from = product.clock.now().getTime() + hours * 3_600_000;
    return (await customer.listStarts(slug)).find((start) => Date.parse(start) >= from) ?? '';
  }

  it('charges the deposit, takes the commission on it, and keeps what is left to pay', async () => {
    const startsAt = await startIn('portrait-60', 100);
    const created = await customer.book(await customer.hold('portrait-60', startsAt), { addOns: [{ addOn: 'retouched-print', quantity: 1 }] });
    const balanceDueAt = new Date(Date.parse(startsAt) - 72 * 3_600_000).toISOString();
    // 30 % of 158.00.
    expect(created.booking).toMatchObject({ totalMinor: 15_800, dueNowMinor: 4_740, balanceMinor: 11_060, balanceDueAt });
    expect(created.payment?.amountMinor).toBe(4_740);

    expect(await customer.pay(created)).toBe('succeeded');
    const booking = await customer.readUntil(created, ({ status }) => status === 'confirmed');
    expect(booking).toMatchObject({ paymentStatus: 'deposit_paid', paidMinor: 4_740, totalMinor: 15_800 });
    const [payment] = await asTenant(({ sql }) => sql`
      select purpose, amount_minor, application_fee_minor from payments where payment_intent_id = ${created.payment?.paymentIntentId ?? ''}`);
    expect(payment).toMatchObject({ purpose: 'deposit', amountMinor: 4_740, applicationFeeMinor: 474 });
    const intent = product.emulator.emulator.context.store.get('payment_intent', created.payment?.paymentIntentId ?? '');
    expect(intent?.object).toMatchObject({ amount: 4_740, application_fee_amount: 474 });
  });

  it('charges everything inside the time when the balance is due', async () => {
    const created = await customer.book(await customer.hold('portrait-60', await startIn('portrait-60', 13)));
    expect(created.booking).toMatchObject({ totalMinor: 14_000, dueNowMinor: 14_000, balanceMinor: 0, balanceDueAt: null });
    await customer.pay(created);
    expect(await customer.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid', paidMinor: 14_000 });
  });

  it('gives the same payment of the deposit to a second tab', async () => {
    const created = await customer.book(await customer.hold('portrait-60', await startIn('portrait-60', 150)));
    const again = await customer.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects: false } });
    expect(await again.json()).toMatchObject({ payment: { paymentIntentId: created.payment?.paymentIntentId, amountMinor: 4_200 } });
  });

  it('is refused where the balance could never be charged', async () => {
    await asTenant(({ sql, tenantId }) => sql`
      update packages set deposit_kind = 'fixed', deposit_minor = 5000, price_minor = 120000000 where tenant_id = ${tenantId} and slug = 'editorial-120'`);
    const hold = await customer.hold('editorial-120', await startIn('editorial-120', 100));
    const response = await customer.send('POST', '/bookings', {
      headers: { 'idempotency-key': 'too-dear' }, body: { holdId: hold.id, holdToken: hold.token, customer: { name: 'Ana', email: 'ana@example.com' } },
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'amount_not_chargeable']);
  });
});
