import type { FullTimes, Hold, Problem } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createCustomer } from '../../testing/booking-steps.ts';
import { createLine } from '../../testing/waitlist-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('GET /availability/full', () => {
  let product: ProductFixture;
  beforeAll(async () => {
    product = await createProductFixture({ now: new Date('2026-11-20T09:00:00Z') });
  });
  afterAll(() => product.close());

  const send = (slug: string, query: Record<string, string>) => createCustomer(product, slug).send('GET', `/availability/full?${new URLSearchParams(query)}`);
  const ask = async (slug: string, query: Record<string, string>) => answered<FullTimes>(await send(slug, query), 200);

  it('lists what is taken of a day and nothing that is free, until it is given back', async () => {
    const customer = createCustomer(product, 'studionord');
    const [start = ''] = await customer.listStarts('portrait-60');
    const day = start.slice(0, 10);
    expect((await ask('studionord', { package: 'portrait-60', day })).times).toEqual([]);
    const holds = await fill('studionord', { package: 'portrait-60', startsAt: start, partySize: 1 });
    const [hold] = holds as [Hold];
    const { times, timeZone } = await ask('studionord', { package: 'portrait-60', day });
    expect(timeZone).toBe('Europe/Berlin');
    expect(times[0]).toEqual({ startsAt: start, endsAt: hold.endsAt });
    const free = await customer.listStarts('portrait-60');
    expect(times.filter(({ startsAt }) => free.includes(startsAt))).toEqual([]);
    expect((await ask('studionord', { package: 'portrait-60', day, hold: hold.id })).times).toEqual([]);
    // Each can be waited for.
    const line = createLine(product, 'studionord');
    for (const { startsAt } of times) await line.join('full@example.com', { package: 'portrait-60', startsAt });
    for (const { id, token } of holds) await customer.send('DELETE', `/holds/${id}`, { token });
    expect((await ask('studionord', { package: 'portrait-60', day })).times).toEqual([]);
  });

  /** Takes all that there is of a start. */
  async function fill(slug: string, body: { package: string; startsAt: string; partySize: number }): Promise<Hold[]> {
    const holds: Hold[] = [];
    for (;;) {
      const answer = await createCustomer(product, slug).send('POST', '/holds', { body });
      if (answer.status === 409) return holds;
      holds.push(await answered<Hold>(answer, 201));
    }
  }

  const fullTours = async (day: string, timeZone?: string) => (await ask('harborkayaks', { package: 'harbour-tour', partySize: '1', day, ...(timeZone === undefined ? {} : { timeZone }) })).times.map(({ startsAt }) => startsAt);

  it('groups them by the days of another zone', async () => {
    const start = '2026-11-24T20:00:00.000Z';
    await fill('harborkayaks', { package: 'harbour-tour', startsAt: start, partySize: 1 });
    expect(await fullTours('2026-11-25')).toContain(start);
    expect(await fullTours('2026-11-24', 'America/Los_Angeles')).toContain(start);
    expect(await fullTours('2026-11-25', 'America/Los_Angeles')).not.toContain(start);
  });

  it.each([
    [{ package: 'portrait-60', day: '1999-12-31' }, 422],
    [{ package: 'portrait-60', day: '2026-12-01', partySize: '99' }, 422],
    [{ package: 'portrait-60' }, 422],
    [{ package: 'nothing', day: '2026-12-01' }, 404],
  ])('refuses %o', async (query, status) => {
    const answer = await send('studionord', query as Record<string, string>);
    expect([answer.status, ((await answer.json()) as Problem).status]).toEqual([status, status]);
  });
});
