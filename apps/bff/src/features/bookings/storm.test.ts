// Many customers who hold, release, book, pay, turn back and forget, at random and at once, on two replicas and beside the
// worker; afterwards the database must add up. A failure names the seed that repeats its choices (never its timing).
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookingCreated, Hold } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDue } from '../../jobs/sweep-due.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createCustomer, leastAnswers, type Customer } from '../../testing/booking-steps.ts';
import { countDeadlocks, findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

const CUSTOMERS = 40;
const ROUNDS = 10;

/** Packages that stand in each other's way, on resources with one unit and several, on two at once, and with seats. */
const wishes = [
  ['bellaweddings', 'full-day-wedding', 1, 1], ['bellaweddings', 'elopement', 1, 1],
  ['studionord', 'portrait-30', 1, 1], ['studionord', 'portrait-60', 1, 1], ['studionord', 'editorial-120', 1, 1],
  ['harborkayaks', 'harbour-tour', 1, 6], ['harborkayaks', 'island-day', 1, 6],
  ['matsuritea', 'tasting', 1, 2], ['matsuritea', 'ceremony', 1, 4],
  ['marinaspa', 'signature-massage', 1, 1], ['marinaspa', 'hammam-ritual', 1, 1], ['marinaspa', 'couples-retreat', 2, 2],
] as const;

/** What may come of any request when others are faster. */
const acceptable = new Set([
  'slot_taken', 'not_enough_seats', 'hold_expired', 'hold_not_active', 'booking_not_cancellable', 'booking_not_payable', 'slot_not_offered',
]);

describe('a storm of customers', () => {
  let product: ProductFixture;
  let starts: Map<string, string[]>;

  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    await needEveryResource('marinaspa');
    const listed = await Promise.all(wishes.map(async ([tenant, slug]) => [slug, (await at(0, tenant).listStarts(slug)).slice(0, 6)] as const));
    starts = new Map(listed);
  });
  afterAll(() => product.close());

  function at(replica: number, tenant: string): Customer {
    const url = product.replicas[replica % 2]?.server.url ?? '';
    return createCustomer({ ...product, request: (path, init) => fetch(`${url}${path}`, init) }, tenant);
  }

  it('leaves claims, seats, holds and bookings that add up', async () => {
    const seed = randomInt(2 ** 31);
    const answers = new Map<string, number>();
    const over = new AbortController();
    const worker = (async () => {
      for (let turn = 0; !over.signal.aborted; turn += 1) {
        await sweepDue(product.replicas[turn % 2]?.services as never);
        await sleep(20);
      }
    })();
    const clock = (async () => {
      // Holds live ten minutes, so every few moments some of them expire.
      for (; !over.signal.aborted; await sleep(60)) product.clock.advance(90_000);
    })();
    await Promise.all(Array.from({ length: CUSTOMERS }, (_, index) => visit(randomFrom(seed + index), index, answers)));
    over.abort();
    await Promise.all([worker, clock]);

    const note = `seed ${seed}, ${JSON.stringify(Object.fromEntries(answers))}`;
    expect([...answers.keys()].filter((code) => code !== '2xx' && !acceptable.has(code)), note).toEqual([]);
    expect(answers.get('2xx'), note).toBeGreaterThan(CUSTOMERS);
    // Payments that were confirmed at the very end are still on their way to us.
    await sleep(500);
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now()), note).toEqual({});

    product.clock.advance(24 * 60 * 60_000);
    await sweepDue(product.services);
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now()), note).toEqual({});

    await Promise.all(product.replicas.map(({ services }) => services.app.end({ timeout: 5 })));
    expect(await countDeadlocks(product.database.ownerUrl), note).toBe(0);
  }, 180_000);

  /** Lets every package of a tenant need all its resources: who locks several of them could deadlock. */
  async function needEveryResource(slug: string): Promise<void> {
    const { tenant, livemode } = await product.services.directory.getByPublishableKey(`pk_test_${slug}_sample`);
    await withTenant(product.services.app, { tenantId: tenant.id, livemode }, (tx) => tx.sql`
      insert into package_resources (tenant_id, package_id, resource_id)
      select packages.tenant_id, packages.id, resources.id from packages join resources on resources.tenant_id = packages.tenant_id
      where packages.tenant_id = ${tx.tenantId} on conflict do nothing`);
    for (const { services } of product.replicas) services.catalogs.forgetAll();
  }

  async function visit(random: () => number, index: number, answers: Map<string, number>): Promise<void> {
    const below = (limit: number) => Math.floor(random() * limit);
    const count = (code: string) => answers.set(code, (answers.get(code) ?? 0) + 1);

    async function ask<T>(customer: Customer, method: string, path: string, options: Parameters<Customer['send']>[2]): Promise<T | null> {
      const answer = await customer.send(method, path, options);
      const text = await answer.text();
      const body = text === '' ? {} : (JSON.parse(text) as { code?: string });
      count(answer.ok ? '2xx' : (body.code ?? String(answer.status)));
      return answer.ok ? (body as T) : null;
    }

    for (let round = 0; round < ROUNDS; round += 1) {
      const [tenant, packageSlug, fewest, most] = wishes[below(wishes.length)] ?? wishes[0];
      const ofPackage = starts.get(packageSlug) ?? [];
      const customer = at(index + round, tenant);
      const body = { package: packageSlug, startsAt: ofPackage[below(ofPackage.length)], partySize: fewest + below(most - fewest + 1) };
      const hold = await ask<Hold>(customer, 'POST', '/holds', { body, headers: { 'idempotency-key': randomUUID() } });
      if (!hold) continue;
      const [next, other] = [random(), at(index + round + 1, tenant)];
      if (next < 0.15) continue;
      if (next < 0.3) {
        await Promise.all([customer, other].map((one) => ask(one, 'DELETE', `/holds/${hold.id}`, { token: hold.token })));
        continue;
      }
      if (next < 0.5) await sleep(below(400));
      const details = { holdId: hold.id, holdToken: hold.token, addOns: [], customer: { name: 'Ana Customer', email: `ana${below(10)}@example.com` }, answers: leastAnswers(hold.package) };
      const key = randomUUID();
      const twice = next > 0.85 ? [customer, other] : [customer];
      const [created] = await Promise.all(twice.map((one) => ask<BookingCreated>(one, 'POST', '/bookings', { body: details, headers: { 'idempotency-key': key } })));
      if (!created?.payment) continue;
      const then = random();
      if (then < 0.3) continue;
      const pay = () => customer.pay(created, random() < 0.2 ? 'pm_card_visa_chargeDeclined' : 'pm_card_visa');
      const cancel = () => ask(other, 'POST', `/bookings/${created.booking.id}/cancel`, { token: created.token });
      if (then < 0.5) await cancel();
      else if (then < 0.7) await Promise.all([pay(), cancel()]);
      else await sleep(below(then > 0.9 ? 600 : 5)).then(pay);
    }
  }
});

/** The same numbers from 0 to 1 for the same seed: a linear congruential generator with the constants of Numerical Recipes. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
