// Crowds at one time, over HTTP, on two replicas over one database.
import { randomUUID } from 'node:crypto';
import type { Hold } from '@mais/contract';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { countDeadlocks, findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly holdId: string | undefined;
  readonly contentType: string | null;
  readonly partySize: number;
}

describe('a crowd at one time', () => {
  let product: ProductFixture;
  let sql: postgres.Sql;
  const byReplica = new Map<string, Customer[]>();

  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    sql = postgres(product.database.ownerUrl, { max: 1, onnotice: () => {} });
  });
  afterEach(async () => {
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now())).toEqual({});
  });
  afterAll(async () => {
    await sql.end();
    await product.close();
  });

  /** The same customer at each of the replicas. */
  function customersOf(tenant: string): Customer[] {
    const known = byReplica.get(tenant);
    if (known) return known;
    const customers = product.replicas.map(({ server }) =>
      createCustomer({ ...product, request: (path, init) => fetch(`${server.url}${path}`, init) }, tenant));
    byReplica.set(tenant, customers);
    return customers;
  }

  async function hold(tenant: string, turn: number, ask: { packageSlug: string; startsAt: string; partySize?: number; key?: string }): Promise<Outcome> {
    const customers = customersOf(tenant);
    const partySize = ask.partySize ?? 1;
    const answer = await (customers[turn % customers.length] as Customer).send('POST', '/holds', {
      body: { package: ask.packageSlug, startsAt: ask.startsAt, partySize },
      ...(ask.key ? { headers: { 'idempotency-key': ask.key } } : {}),
    });
    const body = (await answer.json()) as Partial<Hold> & { code?: string };
    return { status: answer.status, code: body.code, holdId: answer.status === 201 ? body.id : undefined, contentType: answer.headers.get('content-type'), partySize };
  }

  async function freeStarts(tenant: string, packageSlug: string): Promise<string[]> {
    return (customersOf(tenant)[0] as Customer).listStarts(packageSlug);
  }

  it('gives one free day to exactly one of 1,000 clients', async () => {
    const [startsAt = ''] = await freeStarts('bellaweddings', 'full-day-wedding');
    const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, turn) => hold('bellaweddings', turn, { packageSlug: 'full-day-wedding', startsAt })));
    expect(countBy(outcomes)).toEqual({ '201': 1, '409 slot_taken': 999 });
    expect(new Set(outcomes.filter(({ status }) => status === 409).map(({ contentType }) => contentType))).toEqual(new Set(['application/problem+json']));
  });

  it('gives one free day to one of three packages that need the same team', async () => {
    const [startsAt = ''] = await freeStarts('bellaweddings', 'full-day-wedding');
    const packages = ['full-day-wedding', 'elopement', 'engagement-session'];
    const outcomes = await Promise.all(Array.from({ length: 300 }, (_, turn) => hold('bellaweddings', turn, { packageSlug: packages[turn % 3] ?? '', startsAt })));
    expect(countBy(outcomes)).toEqual({ '201': 1, '409 slot_taken': 299 });
  });

  it('answers the same key alike, whichever replica is asked and however many at once', async () => {
    const [startsAt = ''] = await freeStarts('bellaweddings', 'full-day-wedding');
    const keys = Array.from({ length: 500 }, () => randomUUID());
    // Half of the requests are retries of the others, at the other replica.
    const outcomes = await Promise.all([0, 1].flatMap((replica) => keys.map((key, index) => hold('bellaweddings', index + replica, { packageSlug: 'full-day-wedding', startsAt, key }))));
    expect(countBy(outcomes)).toEqual({ '201': 2, '409 slot_taken': 998 });
    keys.forEach((_, index) => expect(outcomes[index]).toEqual(outcomes[index + keys.length]));
    expect(new Set(outcomes.map(({ holdId }) => holdId)).size).toBe(2);
    // And again, later, one after the other.
    const winner = outcomes.findIndex(({ status }) => status === 201);
    for (const turn of [0, 1]) expect(await hold('bellaweddings', turn, { packageSlug: 'full-day-wedding', startsAt, key: keys[winner] ?? '' })).toEqual(outcomes[winner]);
  });

  it('sells 12 seats to exactly 12 of 200 clients', async () => {
    const [startsAt = ''] = await freeStarts('harborkayaks', 'harbour-tour');
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, turn) => hold('harborkayaks', turn, { packageSlug: 'harbour-tour', startsAt })));
    expect(countBy(outcomes)).toEqual({ '201': 12, '409 not_enough_seats': 188 });
    expect(await seatsAt(startsAt)).toBe(12);
  });

  it.each([1, 2, 3])('sells to parties of every size as many seats as fit (%i)', async (round) => {
    const startsAt = (await freeStarts('harborkayaks', 'harbour-tour'))[round] ?? '';
    const sizes = Array.from({ length: 200 }, () => 2 + Math.floor(Math.random() * 5));
    const outcomes = await Promise.all(sizes.map((partySize, turn) => hold('harborkayaks', turn, { packageSlug: 'harbour-tour', startsAt, partySize })));
    const sold = outcomes.filter(({ status }) => status === 201).reduce((sum, { partySize }) => sum + partySize, 0);
    expect(sold).toBeLessThanOrEqual(12);
    expect(await seatsAt(startsAt)).toBe(sold);
    for (const { status, code, partySize } of outcomes) {
      if (status === 201) continue;
      expect([status, code]).toEqual([409, 'not_enough_seats']);
      // Nobody was refused who would have fitted in.
      expect(partySize).toBeGreaterThan(12 - sold);
    }
  });

  it('fills two rooms with overlapping sessions of three lengths and their buffers, and refuses nobody who would have fitted in', async () => {
    const packages = ['portrait-30', 'portrait-60', 'editorial-120'];
    const starts = await Promise.all(packages.map((slug) => freeStarts('studionord', slug)));
    const day = starts[2]?.[0]?.slice(0, 10) ?? '';
    const wishes = Array.from({ length: 400 }, () => {
      const kind = Math.floor(Math.random() * 3);
      const ofDay = (starts[kind] ?? []).filter((start) => start.startsWith(day));
      return { packageSlug: packages[kind] ?? '', startsAt: ofDay[Math.floor(Math.random() * ofDay.length)] ?? '' };
    });
    const outcomes = await Promise.all(wishes.map((wish, turn) => hold('studionord', turn, wish)));
    const counts = countBy(outcomes);
    expect(Object.keys(counts).toSorted()).toEqual(['201', '409 slot_taken']);
    expect(counts['201']).toBeGreaterThan(8);
    const refused = wishes.filter((_, index) => outcomes[index]?.status === 409);
    for (const { packageSlug, startsAt } of refused) {
      const [free] = await sql<{ units: number }[]>`
        select count(*)::int as units from packages
          join package_resources on package_resources.tenant_id = packages.tenant_id and package_resources.package_id = packages.id
          join resources on resources.tenant_id = packages.tenant_id and resources.id = resource_id, generate_series(1, units) as unit (no)
        where packages.slug = ${packageSlug} and not exists (select 1 from claims where claims.tenant_id = packages.tenant_id
          and claims.resource_id = resources.id and claims.unit_no = unit.no and released_at is null
          and starts_at < ${startsAt}::timestamptz + make_interval(mins => duration_minutes + buffer_after_minutes)
          and ends_at > ${startsAt}::timestamptz - make_interval(mins => buffer_before_minutes))`;
      expect(free?.units).toBe(0);
    }
  });

  it('met no deadlock in all of this', async () => {
    await Promise.all(product.replicas.map(({ services }) => services.app.end({ timeout: 5 })));
    expect(await countDeadlocks(product.database.ownerUrl)).toBe(0);
  });

  async function seatsAt(startsAt: string): Promise<number> {
    const [row] = await sql<{ seats: number }[]>`select seats_claimed as seats from sessions where starts_at = ${startsAt}`;
    return row?.seats ?? 0;
  }
});

function countBy(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of outcomes) {
    const name = code === undefined ? String(status) : `${status} ${code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
