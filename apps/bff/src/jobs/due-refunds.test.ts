import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import type { BookingId } from '../platform/ids.ts';
import { answered, createCustomer } from '../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { reconcileUnsettled } from './sweep-due.ts';

const MINUTE_MS = 60_000;

describe('refunds that are due', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let bookingId: BookingId;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    if (!tenant) throw new Error('there is no such tenant');
    scope = { tenantId: tenant.id, livemode: false };
    const customer = createCustomer(product, 'bellaweddings');
    const { packages } = await answered<{ packages: { slug: string; priceMinor: number }[] }>(await customer.send('GET', '/packages'), 200);
    const slug = packages.find(({ priceMinor }) => priceMinor > 0)?.slug ?? '';
    const [start] = await customer.listStarts(slug);
    const created = await customer.book(await customer.hold(slug, start ?? ''));
    bookingId = created.booking.id as BookingId;
    await customer.pay(created, 'pm_card_refundFail');
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
  });
  afterAll(() => product.close());

  const read = () => withTenant(product.services.app, scope, (tx) => product.services.payments.listBookingRefunds(tx, bookingId));

  it('are sent where the job was lost, and made again where the bank refused', async () => {
    await withTenant(product.services.app, scope, (tx) =>
      product.services.payments.refundBooking(tx, { bookingId, amountMinor: 1000, reason: 'It rained.', now: product.clock.now() }));
    await reconcileUnsettled(product.services);
    expect(await read()).toMatchObject([{ status: 'pending', tries: 0 }]);
    product.clock.advance(2 * MINUTE_MS);
    await reconcileUnsettled(product.services);
    expect((await read())[0]?.stripeRefundId).toMatch(/^re_/);

    // The bank refuses it by now.
    product.clock.advance(5 * MINUTE_MS);
    await fetch(`${product.emulator.url}/_emulator/clock/advance`, { method: 'POST', body: new URLSearchParams({ seconds: '0' }) });
    await expect.poll(async () => (await read())[0]?.status, { timeout: 15_000 }).toBe('failed');
    expect(await read()).toMatchObject([{ failureCode: 'expired_or_canceled_card', attempt: 1 }]);

    product.clock.advance(61 * MINUTE_MS);
    await reconcileUnsettled(product.services);
    const [failed, retry] = await read();
    expect(retry).toMatchObject({ status: 'pending', attempt: 2, retryOf: failed?.id, amountMinor: 1000, applicationFeeRefundMinor: 0 });
    expect(failed?.nextTryAt).toBeNull();
    product.clock.advance(2 * MINUTE_MS);
    await reconcileUnsettled(product.services);
    expect((await read())[1]?.stripeRefundId).toMatch(/^re_/);
  });

  it('come round later and later while Stripe does not answer', async () => {
    await withTenant(product.services.app, scope, (tx) =>
      product.services.payments.refundBooking(tx, { bookingId, amountMinor: 500, reason: 'Again.', now: product.clock.now() }));
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [due] = (await read()).toReversed();
      product.clock.set(due?.nextTryAt ?? new Date());
      await fetch(`${product.emulator.url}/_emulator/faults`, { method: 'POST', body: new URLSearchParams({ kind: 'error_500', path: '/v1/refunds', times: '3' }) });
      await reconcileUnsettled(product.services);
      const [after] = (await read()).toReversed();
      expect(after).toMatchObject({ status: 'pending', tries: round + 1 });
      waits.push(((after?.nextTryAt?.getTime() ?? 0) - product.clock.now().getTime()) / MINUTE_MS);
    }
    expect(waits).toEqual([2, 4, 8]);
  });
});
