import type { Availability } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('GET /availability', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    // A Friday; Auckland is 13 hours ahead then.
    product = await createProductFixture({ now: new Date('2026-11-20T09:00:00Z') });
  });
  afterAll(() => product.close());

  async function ask(slug: string, query: Record<string, string>): Promise<Availability> {
    return answered<Availability>(await createCustomer(product, slug).send('GET', `/availability?${new URLSearchParams(query)}`), 200);
  }

  it('gives every day of the range, in the tenant’s zone', async () => {
    const answer = await ask('harborkayaks', { package: 'sunset-paddle', from: '2026-11-20', to: '2026-11-30' });
    expect(answer).toMatchObject({ timeZone: 'Pacific/Auckland', partySize: 1, nextAvailableDay: '2026-11-21' });
    expect(answer.days.map((day) => day.state)).toEqual(['closed', 'available', 'closed', 'closed', 'closed', 'available', 'available', 'available', 'available', 'closed', 'closed']);
    expect(answer.days[1]?.slots).toEqual([{ startsAt: '2026-11-21T04:30:00.000Z', endsAt: '2026-11-21T06:30:00.000Z', remaining: 12 }]);
  });

  it('groups the same instants into the days of another zone', async () => {
    const inAuckland = await ask('harborkayaks', { package: 'harbour-tour', from: '2026-11-25', to: '2026-11-25' });
    const inLosAngeles = await ask('harborkayaks', { package: 'harbour-tour', from: '2026-11-24', to: '2026-11-24', timeZone: 'America/Los_Angeles' });
    // Auckland's morning of the 25th is Los Angeles' midday of the 24th.
    expect(inLosAngeles.days[0]?.slots.map((slot) => slot.startsAt)).toEqual(['2026-11-24T20:00:00.000Z', '2026-11-24T23:00:00.000Z']);
    expect(inLosAngeles.days[0]?.slots).toEqual(inAuckland.days[0]?.slots);
  });

  it('keeps the tenant’s days for whole days, whatever zone is asked for', async () => {
    const answer = await ask('bellaweddings', { package: 'elopement', from: '2026-12-05', to: '2026-12-05', timeZone: 'Asia/Tokyo' });
    expect(answer.timeZone).toBe('America/New_York');
    expect(answer.days[0]?.slots).toEqual([{ startsAt: '2026-12-05T05:00:00.000Z', endsAt: '2026-12-06T05:00:00.000Z', remaining: 1 }]);
  });

  it('names the next day with something free beyond the range', async () => {
    const answer = await ask('bellaweddings', { package: 'elopement', from: '2026-11-20', to: '2026-11-30' });
    expect(answer.days.every((day) => day.state === 'closed')).toBe(true);
    expect(answer.nextAvailableDay).toBe('2026-12-05');
  });

  it('shows a day as full once another package has taken the team that both need', async () => {
    const customer = createCustomer(product, 'bellaweddings');
    await customer.hold('full-day-wedding', '2026-12-12T05:00:00.000Z');
    const answer = await ask('bellaweddings', { package: 'elopement', from: '2026-12-11', to: '2026-12-13' });
    expect(answer.days.map((day) => day.state)).toEqual(['available', 'full', 'available']);
  });

  it('counts seats, hides a session from a party that is too large, and gives them back when the hold expires', async () => {
    const customer = createCustomer(product, 'matsuritea');
    const [start] = await customer.listStarts('ceremony');
    await customer.hold('ceremony', start ?? '', 4);
    await customer.hold('ceremony', start ?? '', 3);
    const day = (start ?? '').slice(0, 10);
    const slotFor = async (partySize: string) => (await ask('matsuritea', { package: 'ceremony', from: day, to: day, partySize, timeZone: 'UTC' })).days[0]?.slots.find((slot) => slot.startsAt === start);
    expect(await slotFor('1')).toMatchObject({ remaining: 1 });
    expect(await slotFor('2')).toBeUndefined();
    product.clock.advance(601_000);
    expect(await slotFor('4')).toMatchObject({ remaining: 8 });
  });

  it('lists what a customer’s own hold takes as free for them, of times and of seats, and for nobody else', async () => {
    const customer = createCustomer(product, 'bellaweddings');
    const held = await customer.hold('full-day-wedding', '2026-12-19T05:00:00.000Z');
    const days = { package: 'elopement', from: '2026-12-19', to: '2026-12-19' };
    expect((await ask('bellaweddings', days)).days[0]?.state).toBe('full');
    expect((await ask('bellaweddings', { ...days, hold: held.id })).days[0]?.state).toBe('available');
    expect((await ask('bellaweddings', { ...days, hold: crypto.randomUUID() })).days[0]?.state).toBe('full');

    const guest = createCustomer(product, 'matsuritea');
    const start = (await guest.listStarts('ceremony'))[2] ?? '';
    const seats = await guest.hold('ceremony', start, 3);
    const seatsLeft = async (query: Record<string, string>) =>
      (await ask('matsuritea', { package: 'ceremony', from: start.slice(0, 10), to: start.slice(0, 10), timeZone: 'UTC', ...query })).days[0]?.slots.find((slot) => slot.startsAt === start)?.remaining;
    expect(await seatsLeft({})).toBe(5);
    expect(await seatsLeft({ hold: seats.id })).toBe(8);
  });

  it.each([
    [{ from: '2026-12-02', to: '2026-12-01' }, 'query/to'],
    [{ from: '2026-12-01', to: '2027-06-01' }, 'query/to'],
    [{ from: '1999-12-01', to: '1999-12-02' }, 'query/from'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'query/from'],
    [{ from: '2026-12-01', to: '2026-12-02', timeZone: 'Mars/Olympus' }, 'query/timeZone'],
    [{ from: '2026-12-01', to: '2026-12-02', partySize: '40' }, 'query/partySize'],
    [{ from: '2026-12-01', to: '2026-12-02', colour: 'red' }, 'query/colour'],
  ])('refuses %j and names the field', async (query, pointer) => {
    const response = await createCustomer(product, 'matsuritea').send('GET', `/availability?${new URLSearchParams({ package: 'ceremony', ...query })}`);
    const problem = await answered<{ code: string; errors: { pointer: string }[] }>(response, 422);
    expect(problem.errors.map((error) => error.pointer)).toContain(pointer);
  });
});
