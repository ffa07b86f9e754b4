import { randomUUID } from 'node:crypto';
import type { BookingCreated, BookingRefunds } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('refunds by the tenant’s own server', () => {
  let product: ProductFixture;
  let secretKey: string;
  let paid: BookingCreated;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    if (!tenant) throw new Error('there is no such tenant');
    secretKey = await giveSecretKey(product, { tenantId: tenant.id, livemode: false });
    const customer = createCustomer(product, 'bellaweddings');
    const packages = (await (await customer.send('GET', '/packages')).json()) as { packages: { slug: string; priceMinor: number }[] };
    const slug = packages.packages.find(({ priceMinor }) => priceMinor > 0)?.slug ?? '';
    const [start] = await customer.listStarts(slug);
    paid = await customer.book(await customer.hold(slug, start ?? ''));
    await customer.pay(paid);
    await customer.readUntil(paid, ({ status }) => status === 'confirmed');
  });
  afterAll(() => product.close());

  const send = (method: 'GET' | 'POST', body?: object, { id = paid.booking.id, key = randomUUID() as string } = {}) => product.request(`/api/v1/tenant/bookings/${id}/refunds`, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

  it('are made once per key, and listed with what is left', async () => {
    const body = { amountMinor: 1000, reason: 'It rained.' };
    const key = randomUUID();
    const first = await answered<BookingRefunds>(await send('POST', body, { key }), 201);
    expect(await answered<BookingRefunds>(await send('POST', body, { key }), 201)).toEqual(first);
    const listed = await answered<BookingRefunds>(await send('GET'), 200);
    expect(listed.refunds).toMatchObject([{ status: 'pending', amountMinor: 1000, reason: 'It rained.', attempt: 1, failureCode: null }]);
    expect(listed.refundableMinor).toBe(paid.booking.dueNowMinor - 1000);
  });

  it('refuse more than is left, and nothing to give back from', async () => {
    const { refundableMinor } = await answered<BookingRefunds>(await send('GET'), 200);
    const problem = await answered<{ code: string; detail: string }>(await send('POST', { amountMinor: refundableMinor + 1, reason: 'all' }), 409);
    expect(problem).toMatchObject({ code: 'refund_too_large', detail: expect.stringContaining(String(refundableMinor)) });
    expect((await send('POST', { amountMinor: 1, reason: 'x' }, { id: randomUUID() })).status).toBe(404);
    expect((await send('GET', undefined, { id: randomUUID() })).status).toBe(404);
    expect((await send('POST', { amountMinor: 0, reason: 'x' })).status).toBe(422);
  });
});
