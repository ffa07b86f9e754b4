import type { Booking, Cancellation, PackageList, Problem, Quote, Readiness, RescheduleQuote, TenantPackage } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer, type Customer } from '../../../testing/booking-steps.ts';
import { builtAssets } from '../../../testing/built-assets.ts';
import { createProductFixture, type ProductFixture } from '../../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../../testing/tenant-server.ts';

describe('a tenant’s packages, by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    server = await createTenantServer(product, 'studionord');
    customer = createCustomer(product, 'studionord');
  });
  afterAll(() => product.close());

  const read = async (slug = 'portrait-30') => answered<TenantPackage>(await server.send('GET', `/packages/${slug}`), 200);
  const change = async (fields: object, slug = 'portrait-30') =>
    answered<TenantPackage>(await server.send('PATCH', `/packages/${slug}`, { version: (await read(slug)).version, ...fields }), 200);
  const refusal = async (fields: object, slug = 'portrait-30') => {
    const { errors = [] } = await answered<Problem>(await server.send('PATCH', `/packages/${slug}`, { version: (await read(slug)).version, ...fields }), 422);
    return errors.map(({ pointer }) => pointer);
  };
  const quote = async (body: object = {}) => answered<Quote>(await customer.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 1, ...body } }), 200);

  it('are read with all that is set of them', async () => {
    const { packages } = await answered<{ packages: TenantPackage[] }>(await server.send('GET', '/packages'), 200);
    expect(packages.map(({ slug }) => slug)).toEqual(['portrait-30', 'portrait-60', 'editorial-120']);
    expect(packages[0]).toEqual(await read());
    expect(packages[0]).toMatchObject({
      version: 1, kind: 'slot', visibility: 'public', priceMinor: 7_900, priceBasis: 'booking', currency: 'EUR', taxBps: 1_900, taxBehaviour: 'inclusive', deposit: { kind: 'none' },
      balanceDueHours: 0, zonePolicy: 'none', cancellationPolicy: null, minPartySize: 1, maxPartySize: 4, durationMinutes: 30, stepMinutes: 30, bufferAfterMinutes: 15, seats: null,
      minNoticeMinutes: 720, bookingWindowDays: 90, dailyLimit: null, imageUrl: '/images/studionord/portrait-30.svg',
    });
    expect((await server.send('GET', '/packages/signature-massage')).status).toBe(404);
  });

  it('are sold by their new terms at once, while bookings keep the price and the policy that they were made with', async () => {
    const [first = '', second = '', third = ''] = (await customer.listStarts('portrait-30')).filter((_, index) => index % 4 === 0).slice(-3);
    const held = await customer.hold('portrait-30', second);
    const old = await customer.book(await customer.hold('portrait-30', first));
    await customer.pay(old);
    await customer.readUntil(old, ({ status }) => status === 'confirmed');
    const ask = async () => answered<Cancellation>(await customer.send('GET', `/bookings/${old.booking.id}/cancellation`, { token: old.token }), 200);
    expect((await ask()).refundMinor).toBe(7_900);

    const after = await change({
      priceMinor: 10_000, priceBasis: 'person', taxBps: 700, taxBehaviour: 'exclusive', deposit: { kind: 'percent', bps: 2_500 }, balanceDueHours: 24, cancellationPolicy: { tiers: [], rescheduleHours: 1 },
      minPartySize: 2, maxPartySize: 3, name: 'Portrait', imageUrl: 'https://pictures.example.com/p.jpg', durationMinutes: 60,
    });
    expect(after).toMatchObject({ version: 2, priceMinor: 10_000, deposit: { kind: 'percent', bps: 2_500 }, summary: 'One look, one background, done over lunch.' });

    expect(await quote({ partySize: 2, startsAt: third })).toMatchObject({ totalMinor: 21_400, taxMinor: 1_400, dueNowMinor: 5_350, balanceMinor: 16_050 });
    expect((await answered<Problem>(await customer.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 1 } }), 422)).errors).toMatchObject([{ pointer: '/partySize' }]);
    expect(await customer.read(old)).toMatchObject({ totalMinor: 7_900, status: 'confirmed', startsAt: first, endsAt: new Date(Date.parse(first) + 30 * 60_000).toISOString() });
    expect((await ask()).refundMinor).toBe(7_900);
    // Moved, it is priced by what it was sold for.
    const moved = await answered<RescheduleQuote>(await customer.send('GET', `/bookings/${old.booking.id}/reschedule?startsAt=${encodeURIComponent(third)}`, { token: old.token }), 200);
    expect([moved.totalMinor, moved.differenceMinor]).toEqual([7_900, 0]);
    // The hold keeps its time; what is booked with it is sold by the terms of now.
    const { booking } = await customer.book(held);
    expect(booking).toMatchObject({ startsAt: second, endsAt: new Date(Date.parse(second) + 30 * 60_000).toISOString(), status: 'pending_payment' } satisfies Partial<Booking>);
  });

  it('show pictures that the page’s policy lets through', async () => {
    await change({ imageUrl: 'https://pictures.example.com/p.jpg' });
    const { packages } = await answered<PackageList>(await customer.send('GET', '/packages'), 200);
    expect(packages.find(({ slug }) => slug === 'portrait-30')?.imageUrl).toBe('https://pictures.example.com/p.jpg');
    for (const path of ['/embed/studionord?key=pk_test_studionord_sample&host=http%3A%2F%2Flocalhost%3A8788', '/book/studionord?key=pk_test_studionord_sample']) {
      expect((await product.request(path)).headers.get('content-security-policy')).toContain(`img-src 'self' data: https://pictures.example.com;`);
    }
    expect(await refusal({ imageUrl: 'http://pictures.example.com/p.jpg' })).toEqual(['/imageUrl']);
    // What stands there since before pages asked, and could not be shown, is none.
    await product.database.app.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${server.scope.tenantId}, true)`;
      await sql`update packages set image = 'javascript:alert(1)' where slug = 'portrait-30'`;
    });
    expect((await read()).imageUrl).toBeNull();
    await change({ imageUrl: null });
  });

  it('are refused where their fields don’t fit each other, all at once', async () => {
    expect(await refusal({ minPartySize: 5, maxPartySize: 2, durationMinutes: 30, seats: 4, resources: [crypto.randomUUID()], schedule: crypto.randomUUID() })).toEqual(['/maxPartySize', '/seats', '/schedule', '/resources/0']);
    expect(await refusal({ priceBasis: 'booking', priceMinor: 20 })).toEqual(['/priceMinor']);
    expect(await refusal({ priceBasis: 'booking', priceMinor: 2_000, deposit: { kind: 'fixed', amountMinor: 2_000 } })).toEqual(['/deposit/amountMinor']);
    expect(await refusal({ deposit: { kind: 'percent', bps: 10_000 } })).toEqual(['/deposit/bps']);
    expect(await refusal({ deposit: { kind: 'half' } })).toEqual(['/deposit/kind']);
    expect(await refusal({ kind: 'day', slug: 'other' })).toEqual(['/kind', '/slug']);
    expect(await refusal({ cancellationPolicy: { tiers: [{ hoursBefore: 1, refundBps: 10_000 }, { hoursBefore: 48, refundBps: 1 }], rescheduleHours: null } })).toEqual(['/cancellationPolicy/tiers']);
  });

  it('lose no change where two are made at once', async () => {
    const { version } = await read('portrait-60');
    const responses = await Promise.all([1, 2, 3].map((position) => server.send('PATCH', '/packages/portrait-60', { version, position })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    // A change by another route counts as well.
    const before = await read('portrait-60');
    await answered(await server.send('PUT', '/packages/portrait-60/cancellation-policy', { policy: { tiers: [], rescheduleHours: null } }), 200);
    expect((await answered<Problem>(await server.send('PATCH', '/packages/portrait-60', { version: before.version, name: 'X' }), 409)).code).toBe('changed_meanwhile');
  });

  it('are offered to nobody once archived, and still look after their bookings', async () => {
    const [first = '', second = ''] = (await customer.listStarts('editorial-120')).filter((_, index) => index % 8 === 0);
    const created = await customer.book(await customer.hold('editorial-120', first));
    await customer.pay(created);
    await customer.readUntil(created, ({ status }) => status === 'confirmed');
    const held = await customer.hold('editorial-120', second);
    await change({ visibility: 'archived' }, 'editorial-120');

    const { packages } = await answered<PackageList>(await customer.send('GET', '/packages'), 200);
    expect(packages.map(({ slug }) => slug)).not.toContain('editorial-120');
    for (const [method, path, body] of [
      ['GET', '/packages/editorial-120', undefined], ['POST', '/quotes', { package: 'editorial-120', partySize: 1 }], ['POST', '/holds', { package: 'editorial-120', startsAt: second, partySize: 1 }],
    ] as const) expect((await customer.send(method, path, body === undefined ? {} : { body })).status).toBe(404);
    const readiness = await answered<Readiness>(await server.send('GET', '/readiness'), 200);
    expect(readiness.packages.map(({ slug }) => slug)).not.toContain('editorial-120');
    // What was begun before goes to its end.
    expect((await customer.book(held)).booking.package).toMatchObject({ slug: 'editorial-120' });
    const { refundMinor } = await answered<Cancellation>(await customer.send('GET', `/bookings/${created.booking.id}/cancellation`, { token: created.token }), 200);
    await answered(await customer.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token, body: { expectedRefundMinor: refundMinor } }), 200);

    await change({ visibility: 'public' }, 'editorial-120');
    expect((await customer.send('GET', '/packages/editorial-120')).status).toBe(200);
  });

  it('take the scope of the catalog', async () => {
    const limited = await createTenantServer(product, 'studionord', ['catalog:read']);
    expect((await limited.send('GET', '/packages')).status).toBe(200);
    expect((await answered<Problem>(await limited.send('PATCH', '/packages/portrait-30', { version: 1, name: 'X' }), 403)).code).toBe('scope_missing');
  });
});
