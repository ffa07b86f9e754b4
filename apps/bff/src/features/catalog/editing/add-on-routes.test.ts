import type { Availability, Package, Problem, Quote, Resource, Schedule, TenantAddOn, TenantPackage } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer, type Customer } from '../../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../../testing/tenant-server.ts';

/** A Monday. */
const NOW = new Date('2027-06-14T06:00:00Z');

describe('what a tenant makes by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ now: NOW });
    server = await createTenantServer(product, 'studionord');
    customer = createCustomer(product, 'studionord');
  });
  afterAll(() => product.close());

  const refusal = async (method: string, path: string, body: object) => ((await answered<Problem>(await server.send(method, path, body), 422)).errors ?? []).map(({ pointer }) => pointer);
  const shown = async (slug: string) => answered<Package>(await customer.send('GET', `/packages/${slug}`), 200);

  it('is a package of each kind, which customers can book at once', async () => {
    const schedule = await answered<Schedule>(await server.send('POST', '/schedules', { name: 'Always', weekly: { tuesday: [{ from: '10:00', to: '14:00' }] } }), 201);
    const van = await answered<Resource>(await server.send('POST', '/resources', { name: 'Van' }), 201);
    const common = { schedule: schedule.id, priceMinor: 9_000 };
    const made = await answered<TenantPackage>(await server.send('POST', '/packages', { ...common, slug: 'whole-day', kind: 'day', name: 'A whole day', resources: [van.id] }), 201);
    expect(made).toMatchObject({ version: 1, kind: 'day', visibility: 'public', currency: 'EUR', durationMinutes: null, deposit: { kind: 'none' }, resources: [van.id], maxPartySize: 1, bookingWindowDays: 365 });
    const slot = await answered<TenantPackage>(await server.send('POST', '/packages', { ...common, slug: 'an-hour', kind: 'slot', name: 'An hour', durationMinutes: 60, stepMinutes: 60 }), 201);
    const { resources } = await answered<{ resources: Resource[] }>(await server.send('GET', '/resources'), 200);
    expect(slot.resources).toEqual([resources.find(({ isDefault }) => isDefault)?.id]);
    await answered(await server.send('POST', '/packages', { ...common, slug: 'a-walk', kind: 'session', name: 'A walk', durationMinutes: 120, stepMinutes: 120, seats: 5, maxPartySize: 5, resources: [van.id] }), 201);

    const startsOf = async (slug: string) => (await answered<Availability>(await customer.send('GET', `/availability?package=${slug}&from=2027-06-15&to=2027-06-21`), 200)).days.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt));
    expect(await startsOf('an-hour')).toEqual(['2027-06-15T08:00:00.000Z', '2027-06-15T09:00:00.000Z', '2027-06-15T10:00:00.000Z', '2027-06-15T11:00:00.000Z']);
    expect(await startsOf('a-walk')).toEqual(['2027-06-15T08:00:00.000Z', '2027-06-15T10:00:00.000Z']);
    const created = await customer.book(await customer.hold('a-walk', '2027-06-15T08:00:00.000Z', 3));
    await customer.pay(created);
    expect(await customer.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ totalMinor: 9_000, paymentStatus: 'paid' });
    // The walk takes the van, so the day is not whole any more.
    expect(await startsOf('whole-day')).toEqual([]);
  });

  it('is refused where a package could not be so, all at once', async () => {
    const schedule = (await answered<{ schedules: Schedule[] }>(await server.send('GET', '/schedules'), 200)).schedules[0]?.id ?? '';
    const common = { name: 'X', priceMinor: 1_000, schedule };
    expect(await refusal('POST', '/packages', { ...common, slug: 'x', kind: 'slot' })).toEqual(['/durationMinutes', '/stepMinutes']);
    expect(await refusal('POST', '/packages', { ...common, slug: 'x', kind: 'day', durationMinutes: 60, seats: 3 })).toEqual(['/durationMinutes', '/seats']);
    expect(await refusal('POST', '/packages', { ...common, slug: 'x', kind: 'session', durationMinutes: 60, stepMinutes: 60, resources: [] })).toEqual(['/resources']);
    expect(await refusal('POST', '/packages', { ...common, slug: 'manage', kind: 'day' })).toEqual(['/slug']);
    expect(await refusal('POST', '/packages', { ...common, slug: 'x', kind: 'day', priceMinor: 30 })).toEqual(['/priceMinor']);
    expect((await answered<Problem>(await server.send('POST', '/packages', { ...common, slug: 'portrait-30', kind: 'day' }), 409)).code).toBe('slug_in_use');
    const responses = await Promise.all([1, 2, 3, 4].map(() => server.send('POST', '/packages', { ...common, slug: 'once', kind: 'day' })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });

  it('is an add-on, of all packages or of some, whose bookings keep it when it changes or ends', async () => {
    const headers = { 'idempotency-key': 'flowers' };
    const body = { slug: 'flowers', name: 'Flowers', priceMinor: 2_500, maxQuantity: 3, packages: ['portrait-30'] };
    const made = await answered<TenantAddOn>(await server.send('POST', '/add-ons', body, headers), 201);
    expect(await answered<TenantAddOn>(await server.send('POST', '/add-ons', body, headers), 201)).toEqual(made);
    expect(made).toMatchObject({ version: 1, priceBasis: 'booking', active: true, packages: ['portrait-30'], description: '' });
    expect((await shown('portrait-30')).addOns.map(({ slug }) => slug)).toContain('flowers');
    expect((await shown('portrait-60')).addOns.map(({ slug }) => slug)).not.toContain('flowers');

    const [startsAt = ''] = (await customer.listStarts('portrait-30')).slice(-1);
    const created = await customer.book(await customer.hold('portrait-30', startsAt), { addOns: [{ addOn: 'flowers', quantity: 2 }] });
    const changed = await answered<TenantAddOn>(await server.send('PATCH', '/add-ons/flowers', { version: 1, priceMinor: 3_000, packages: null, priceBasis: 'person' }), 200);
    expect(changed).toMatchObject({ version: 2, priceMinor: 3_000, packages: null, name: 'Flowers', maxQuantity: 3 });
    expect((await shown('portrait-60')).addOns.map(({ slug }) => slug)).toContain('flowers');
    const quote = await answered<Quote>(await customer.send('POST', '/quotes', { body: { package: 'portrait-30', partySize: 2, addOns: [{ addOn: 'flowers', quantity: 1 }] } }), 200);
    expect(quote.totalMinor).toBe(13_900);
    await answered(await server.send('PATCH', '/add-ons/flowers', { version: 2, active: false }), 200);
    expect((await shown('portrait-60')).addOns.map(({ slug }) => slug)).not.toContain('flowers');
    expect(await customer.read(created)).toMatchObject({ totalMinor: 12_900 });
    const { addOns } = await answered<{ addOns: TenantAddOn[] }>(await server.send('GET', '/add-ons'), 200);
    expect(addOns.map(({ slug, active }) => [slug, active])).toEqual([['flowers', false], ['retouched-print', true], ['hair-and-make-up', true]]);
  });

  it('is refused where an add-on could not be so, and loses no change', async () => {
    expect(await refusal('POST', '/add-ons', { slug: 'x', name: 'X', priceMinor: 100, packages: ['portrait-30', 'signature-massage'] })).toEqual(['/packages/1']);
    expect(await refusal('POST', '/add-ons', { slug: 'X', name: '', priceMinor: -1, maxQuantity: 0 })).toEqual(['/slug', '/name', '/priceMinor', '/maxQuantity']);
    expect((await answered<Problem>(await server.send('POST', '/add-ons', { slug: 'retouched-print', name: 'X', priceMinor: 100 }), 409)).code).toBe('slug_in_use');
    expect((await server.send('PATCH', '/add-ons/nothing', { version: 1, priceMinor: 1 })).status).toBe(404);
    const responses = await Promise.all([1, 2, 3].map((priceMinor) => server.send('PATCH', '/add-ons/retouched-print', { version: 1, priceMinor })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });
});
