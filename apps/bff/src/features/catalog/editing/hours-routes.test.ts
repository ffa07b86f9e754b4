import type { Availability, Closure, Problem, Resource, Schedule } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer, type Customer } from '../../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../../testing/tenant-server.ts';

/** Every day is a working day of the test: 14 June 2027 is a Monday, and the zone is two hours east of Greenwich. */
const NOW = new Date('2027-06-14T06:00:00Z');

const spans = (...hours: [string, string][]) => ({ name: 'X', weekly: { monday: hours.map(([from, to]) => ({ from, to })) } });

describe('a tenant’s opening hours, by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  let customer: Customer;
  let id: string;
  beforeAll(async () => {
    product = await createProductFixture({ now: NOW, replicas: 2 });
    server = await createTenantServer(product, 'studionord');
    customer = createCustomer(product, 'studionord');
    const { schedules } = await answered<{ schedules: Schedule[] }>(await server.send('GET', '/schedules'), 200);
    expect(schedules).toHaveLength(1);
    id = schedules[0]?.id ?? '';
  });
  afterAll(() => product.close());

  const read = async () => answered<Schedule>(await server.send('GET', `/schedules/${id}`), 200);
  const change = async (fields: object) => answered<Schedule>(await server.send('PATCH', `/schedules/${id}`, { version: (await read()).version, ...fields }), 200);
  /** The local times at which the 30 minutes can start on a day. */
  async function startsOn(day: string): Promise<string[]> {
    const { days } = await answered<Availability>(await customer.send('GET', `/availability?package=portrait-30&from=${day}&to=${day}`), 200);
    return days.flatMap(({ slots }) => slots.map(({ startsAt }) => new Date(startsAt).toLocaleTimeString('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })));
  }
  const refusal = async (method: string, path: string, body: object) => ((await answered<Problem>(await server.send(method, path, body), 422)).errors ?? []).map(({ pointer }) => pointer);

  it('are told by weekday and by day, and by which packages go by them', async () => {
    const schedule = await read();
    expect(schedule).toMatchObject({ version: 1, name: 'Studio hours', packages: ['editorial-120', 'portrait-30', 'portrait-60'] });
    expect(schedule.weekly).toMatchObject({ monday: [{ from: '09:00', to: '13:00' }, { from: '14:00', to: '19:00' }], sunday: [] });
    expect(schedule.days).toEqual([{ day: '2027-07-19', hours: [] }]);
  });

  it('change what is offered at once, while bookings and holds keep their time', async () => {
    const booked = await customer.book(await customer.hold('portrait-30', '2027-06-21T14:00:00.000Z'));
    await customer.pay(booked);
    await customer.readUntil(booked, ({ status }) => status === 'confirmed');
    const held = await customer.hold('portrait-30', '2027-06-21T15:00:00.000Z');
    const after = await change({ weekly: { monday: [{ from: '10:00', to: '11:30' }, { from: '11:30', to: '12:00' }], tuesday: [{ from: '22:00', to: '24:00' }] } });
    expect(after).toMatchObject({ version: 2, name: 'Studio hours', weekly: { monday: [{ from: '10:00', to: '11:30' }, { from: '11:30', to: '12:00' }], wednesday: [] } });
    expect(await startsOn('2027-06-21')).toEqual(['10:00', '10:30', '11:00', '11:30']);
    expect(await startsOn('2027-06-22')).toEqual(['22:00', '22:30', '23:00', '23:30']);
    expect(await startsOn('2027-06-23')).toEqual([]);
    expect((await answered<Problem>(await customer.send('POST', '/holds', { body: { package: 'portrait-30', startsAt: '2027-06-21T14:30:00.000Z', partySize: 1 } }), 409)).code).toBe('slot_not_offered');
    expect(await customer.read(booked)).toMatchObject({ status: 'confirmed', startsAt: '2027-06-21T14:00:00.000Z' });
    const late = await customer.book(held);
    await customer.pay(late);
    expect(await customer.readUntil(late, ({ status }) => status === 'confirmed')).toMatchObject({ startsAt: '2027-06-21T15:00:00.000Z' });
    // Both replicas offer the same.
    const other = `${product.replicas[1]?.server.url ?? ''}/api/v1/availability?package=portrait-30&from=2027-06-21&to=2027-06-21`;
    await expect.poll(async () => ((await (await fetch(other, { headers: { 'x-tenant-key': 'pk_test_studionord_sample' } })).json()) as Availability).days[0]?.slots.length).toBe(4);
  });

  it('differ on a day, which can be closed and given back to its weekday', async () => {
    const set = async (hours: object[]) => answered<Schedule>(await server.send('PUT', `/schedules/${id}/days/2027-06-28`, { hours }), 200);
    expect((await set([{ from: '15:00', to: '16:00' }])).days).toContainEqual({ day: '2027-06-28', hours: [{ from: '15:00', to: '16:00' }] });
    expect(await startsOn('2027-06-28')).toEqual(['15:00', '15:30']);
    await set([]);
    expect(await startsOn('2027-06-28')).toEqual([]);
    const reset = await answered<Schedule>(await server.send('DELETE', `/schedules/${id}/days/2027-06-28`), 200);
    expect(reset.days.map(({ day }) => day)).toEqual(['2027-07-19']);
    expect(await startsOn('2027-06-28')).toEqual(['10:00', '10:30', '11:00', '11:30']);
  });

  it('lose no change where two are made at once', async () => {
    const { version } = await read();
    const responses = await Promise.all(['One', 'Two', 'Three'].map((name) => server.send('PATCH', `/schedules/${id}`, { version, name })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const days = Array.from({ length: 8 }, (_, index) => `2027-08-0${index + 1}`);
    const puts = await Promise.all(days.map((day) => server.send('PUT', `/schedules/${id}/days/${day}`, { hours: [{ from: '10:00', to: '11:00' }] })));
    expect(new Set(puts.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await read()).days.map(({ day }) => day)).toEqual(['2027-07-19', ...days]);
    // The same day by many is one of what they sent, whole.
    const same = await Promise.all([1, 2, 3, 4].map((hour) => server.send('PUT', `/schedules/${id}/days/2027-09-01`, { hours: [{ from: `0${hour}:00`, to: `0${hour}:30` }, { from: `1${hour}:00`, to: `1${hour}:30` }] })));
    expect(new Set(same.map(({ status }) => status))).toEqual(new Set([200]));
    const [first, second] = (await read()).days.find(({ day }) => day === '2027-09-01')?.hours ?? [];
    expect(second?.from.slice(1)).toBe(first?.from.slice(1));
  });

  it('are refused where they could not be', async () => {
    expect(await refusal('POST', '/schedules', spans(['09:00', '09:00']))).toEqual(['/weekly/monday/0/to']);
    expect(await refusal('POST', '/schedules', spans(['17:00', '02:00']))).toEqual(['/weekly/monday/0/to']);
    expect(await refusal('POST', '/schedules', spans(['09:00', '12:00'], ['11:59', '13:00']))).toEqual(['/weekly/monday']);
    expect(await refusal('POST', '/schedules', spans(['09:0', '24:01']))).toEqual(['/weekly/monday/0/from', '/weekly/monday/0/to']);
    expect(await refusal('POST', '/schedules', { name: 'X', weekly: { someday: [] } })).toEqual(['/weekly/someday']);
    expect((await server.send('PUT', `/schedules/${id}/days/0000-01-01`, { hours: [] })).status).toBe(422);
    expect((await server.send('PUT', `/schedules/${id}/days/2027-02-29`, { hours: [] })).status).toBe(422);
    expect((await server.send('PUT', `/schedules/${crypto.randomUUID()}/days/2027-02-28`, { hours: [] })).status).toBe(404);
    expect(await refusal('POST', '/closures', { startsOn: '2027-07-02', endsOn: '2027-07-01' })).toEqual(['/endsOn']);
    expect(await refusal('POST', '/closures', { startsOn: '2027-07-01', endsOn: '2027-07-01', resource: crypto.randomUUID() })).toEqual(['/resource']);
  });

  it('make way for days off, and come back when those are taken away', async () => {
    expect(await startsOn('2027-07-05')).toHaveLength(4);
    const headers = { 'idempotency-key': 'days-off' };
    const closure = await answered<Closure>(await server.send('POST', '/closures', { startsOn: '2027-07-04', endsOn: '2027-07-06', reason: 'Holidays' }, headers), 201);
    expect(await answered<Closure>(await server.send('POST', '/closures', { startsOn: '2027-07-04', endsOn: '2027-07-06', reason: 'Holidays' }, headers), 201)).toEqual(closure);
    expect(await startsOn('2027-07-05')).toEqual([]);
    const { closures } = await answered<{ closures: Closure[] }>(await server.send('GET', '/closures'), 200);
    expect(closures.filter(({ reason }) => reason === 'Holidays')).toEqual([closure]);
    expect((await server.send('DELETE', `/closures/${closure.id}`)).status).toBe(204);
    expect(await startsOn('2027-07-05')).toHaveLength(4);
    expect((await server.send('DELETE', `/closures/${closure.id}`)).status).toBe(404);
  });

  it('bound how many are served at once by resources, which don’t shrink below what is booked', async () => {
    const [rooms] = (await answered<{ resources: Resource[] }>(await server.send('GET', '/resources'), 200)).resources;
    expect(rooms).toMatchObject({ name: 'Studio rooms', units: 2, isDefault: true, packages: ['editorial-120', 'portrait-30', 'portrait-60'] });
    const path = `/resources/${rooms?.id ?? ''}`;
    const startsAt = '2027-07-12T08:00:00.000Z';
    await customer.hold('portrait-30', startsAt);
    const second = await customer.hold('portrait-30', startsAt);
    expect((await customer.send('POST', '/holds', { body: { package: 'portrait-30', startsAt, partySize: 1 } })).status).toBe(409);
    const problem = await answered<Problem>(await server.send('PATCH', path, { version: rooms?.version, units: 1 }), 409);
    expect([problem.code, problem.detail.includes('2027-07-12T08:45')]).toEqual(['resource_in_use', true]);
    const grown = await answered<Resource>(await server.send('PATCH', path, { version: rooms?.version, units: 3 }), 200);
    await customer.hold('portrait-30', startsAt);
    expect((await answered<Problem>(await server.send('PATCH', path, { version: rooms?.version, units: 4 }), 409)).code).toBe('changed_meanwhile');
    await customer.send('DELETE', `/holds/${second.id}`, { token: second.token });
    expect((await server.send('PATCH', path, { version: grown.version, units: 2 })).status).toBe(409);
    const made = await answered<Resource>(await server.send('POST', '/resources', { name: 'Garden' }), 201);
    expect(made).toMatchObject({ version: 1, units: 1, isDefault: false, packages: [] });
  });
});
