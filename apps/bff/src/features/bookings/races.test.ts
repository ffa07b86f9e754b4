// Two who want the same thing at the same moment, one of them with a right to it. Clocks stand still until a test moves them.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookingCreated, Hold } from '@mais/contract';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweepDue } from '../../jobs/sweep-due.ts';
import { createCustomer, leastAnswers, type Customer } from '../../testing/booking-steps.ts';
import { countDeadlocks, findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A hold lives ten minutes: after the first of these two steps it is about to expire, after the second it has. */
const ALMOST_MS = 10 * MINUTE_MS - 1_000;
const MORE_MS = 2_000;

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly created: BookingCreated | undefined;
}

describe('two at the same moment', () => {
  let product: ProductFixture;
  let sql: postgres.Sql;

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

  function at(replica: number, tenant: string): Customer {
    const url = product.replicas[replica % 2]?.server.url ?? '';
    return createCustomer({ ...product, request: (path, init) => fetch(`${url}${path}`, init) }, tenant);
  }

  /** Free starts of a package that are some hours apart, so that they don't stand in each other's way, and so far ahead that none comes too near meanwhile. */
  async function startsApart(tenant: string, packageSlug: string, hours: number): Promise<string[]> {
    const starts: string[] = [];
    const soon = product.clock.now().getTime() + 48 * HOUR_MS;
    for (const start of await at(0, tenant).listStarts(packageSlug)) {
      if (Date.parse(start) > soon && Date.parse(start) - Date.parse(starts.at(-1) ?? '2000-01-01') >= hours * HOUR_MS) starts.push(start);
    }
    return starts;
  }

  it.each([
    ['a room', 'marinaspa', 'hammam-ritual', 1],
    ['the last seats', 'matsuritea', 'ceremony', 4],
  ])('lets exactly one have %s whose hold expires while its owner books and another asks', async (_, tenant, packageSlug, partySize) => {
    const starts = (await startsApart(tenant, packageSlug, 3)).slice(0, 20);
    // A session has eight seats: half of them are taken for good, so that two parties of four want the rest.
    if (packageSlug === 'ceremony') await Promise.all(starts.map(async (start) => book(at(0, tenant), await at(0, tenant).hold(packageSlug, start, 4)).then(payFor)));
    const holds = await Promise.all(starts.map((start) => at(0, tenant).hold(packageSlug, start, partySize)));
    product.clock.advance(ALMOST_MS);
    // The first owner has booked before the hold expires and the last one asks after it; of the others nobody knows.
    const [firstStart = '', ...otherStarts] = starts;
    const firstOwner = await book(at(0, tenant), holds[0] as Hold);
    const { promise: expired, resolve: expire } = Promise.withResolvers<void>();
    const duels = otherStarts.map(async (start, index) => {
      const moment = index === otherStarts.length - 1 ? expired : sleep(Math.random() * 200);
      const owner = moment.then(() => book(at(index, tenant), holds[index + 1] as Hold));
      const other = expired.then(() => sleep(Math.random() * 50)).then(() => askHold(at(index + 1, tenant), packageSlug, start, partySize));
      return Promise.all([owner, other]);
    });
    await sleep(100);
    product.clock.advance(MORE_MS);
    expire();
    const results = [[firstOwner, await askHold(at(1, tenant), packageSlug, firstStart, partySize)] as const, ...(await Promise.all(duels))];

    for (const [owner, other] of results) {
      if (owner.status === 201) expect([other.status, ['slot_taken', 'not_enough_seats'].includes(other.code ?? '')]).toEqual([409, true]);
      else expect([owner.code, other.status]).toEqual(['hold_expired', 201]);
    }
    expect(results.at(0)?.[0].status).toBe(201);
    expect(results.at(-1)?.[1].status).toBe(201);
  });

  it('books one hold once, however many tabs send it with keys of their own', async () => {
    const [startsAt = ''] = await at(0, 'matsuritea').listStarts('tasting');
    const hold = await at(0, 'matsuritea').hold('tasting', startsAt);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, tab) => book(at(tab, 'matsuritea'), hold)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status, code }) => status === 409 && code === 'hold_not_active')).toHaveLength(19);
    expect(await countBookingsOf(hold)).toBe(1);
  });

  it.each([['free', 'matsuritea', 'tasting'], ['paid', 'marinaspa', 'signature-massage']])('answers a %s booking that is sent twenty times with one key alike, and makes it once', async (_, tenant, packageSlug) => {
    const [startsAt = ''] = await at(0, tenant).listStarts(packageSlug);
    const hold = await at(0, tenant).hold(packageSlug, startsAt);
    const key = randomUUID();
    const email = 'twenty@example.com';
    const send = (tab: number) => at(tab, tenant).book(hold, { key, email });
    const answers = await Promise.all(Array.from({ length: 20 }, (__, tab) => send(tab)));
    for (const answer of answers) {
      expect(answer.booking.id).toBe(answers[0]?.booking.id);
      expect(answer.token).toBe(answers[0]?.token);
      expect(answer.payment).toEqual(answers[0]?.payment);
    }
    expect(await send(1)).toEqual(await send(0));
    // What was answered before anything was read is what reading it says.
    expect(await at(1, tenant).read(answers[0] as BookingCreated)).toEqual(answers[0]?.booking);
    expect(await countBookingsOf(hold)).toBe(1);
  });

  it('books or releases a hold, never both', async () => {
    const starts = (await startsApart('marinaspa', 'hammam-ritual', 3)).slice(0, 30);
    const holds = await Promise.all(starts.map((start) => at(0, 'marinaspa').hold('hammam-ritual', start)));
    const results = await Promise.all(holds.map(async (hold, index) => {
      const release = async () => {
        const { status } = await at(index + 1, 'marinaspa').send('DELETE', `/holds/${hold.id}`, { token: hold.token });
        return status;
      };
      return Promise.all(index % 2 === 0 ? [book(at(index, 'marinaspa'), hold), release()] as const : [book(at(index, 'marinaspa'), hold), sleep(Math.random() * 10).then(release)] as const);
    }));
    for (const [booked, released] of results) {
      if (booked.status === 201) expect(released).toBe(409);
      else expect([booked.code, released]).toEqual(['hold_not_active', 204]);
    }
  });

  it('ends a hold or books it when its time is up at that very moment', async () => {
    const starts = (await startsApart('marinaspa', 'hammam-ritual', 3)).slice(0, 20);
    const holds = await Promise.all(starts.map((start) => at(0, 'marinaspa').hold('hammam-ritual', start)));
    product.clock.advance(ALMOST_MS);
    const bookings = holds.map(async (hold, index) => {
      await sleep(Math.random() * 100);
      return book(at(index, 'marinaspa'), hold);
    });
    await sleep(50);
    product.clock.advance(MORE_MS);
    await Promise.all([sweepDue(product.replicas[0]?.services as never), sweepDue(product.replicas[1]?.services as never)]);
    const answers = await Promise.all(bookings);
    for (const { status, code } of answers) expect(status === 201 || code === 'hold_expired').toBe(true);
    await sweepDue(product.services);
    const states = await sql<{ status: string }[]>`select status from holds where id = any(${holds.map(({ id }) => id)})`;
    expect(states.filter(({ status }) => status === 'booked')).toHaveLength(answers.filter(({ status }) => status === 201).length);
    expect(states.filter(({ status }) => status === 'active')).toHaveLength(0);
  });

  it('gives the money back when another package has taken the boats of a departure whose only booking was not paid in time', async () => {
    await sql`update resources set units = 1 where name = 'Kayaks and guides'`;
    await expect.poll(() => unitsOf('harborkayaks')).toEqual([1, 1]);
    const [saturday = ''] = await at(0, 'harborkayaks').listStarts('island-day');
    const hold = await at(0, 'harborkayaks').hold('harbour-tour', saturday, 2);
    const { created } = await book(at(0, 'harborkayaks'), hold);
    if (!created) throw new Error('the tour was not booked');
    product.clock.advance(11 * MINUTE_MS);
    expect((await askHold(at(1, 'harborkayaks'), 'island-day', saturday)).status).toBe(201);

    await at(0, 'harborkayaks').pay(created);
    const after = await at(0, 'harborkayaks').readUntil(created, ({ status }) => status !== 'pending_payment');
    expect(after.status).toBe('expired');
    const [refund] = await sql<{ reason: string }[]>`
      select reason from refunds join payments on payments.tenant_id = refunds.tenant_id and payments.id = payment_id where booking_id = ${created.booking.id}`;
    expect(refund?.reason).toBe('time_taken');
  });

  it('met no deadlock in all of this', async () => {
    await Promise.all(product.replicas.map(({ services }) => services.app.end({ timeout: 5 })));
    expect(await countDeadlocks(product.database.ownerUrl)).toBe(0);
  });

  async function payFor({ created }: Answer): Promise<void> {
    if (!created) throw new Error('there is nothing to pay for');
    await at(0, 'matsuritea').pay(created);
    await at(0, 'matsuritea').readUntil(created, ({ status }) => status === 'confirmed');
  }

  async function countBookingsOf(hold: Hold): Promise<number> {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from bookings where hold_id = ${hold.id}`;
    return row?.count ?? 0;
  }

  /** How many units of its first package's resource each replica knows of. */
  async function unitsOf(tenant: string): Promise<(number | undefined)[]> {
    return Promise.all(product.replicas.map(async ({ services }) => {
      const { tenant: { id } } = await services.directory.getByPublishableKey(`pk_test_${tenant}_sample`);
      const catalog = await services.catalogs.get({ tenantId: id, livemode: false });
      return catalog.packages[0]?.rules.resources[0]?.units;
    }));
  }
});

async function book(customer: Customer, hold: Hold, key: string = randomUUID()): Promise<Answer> {
  const answer = await customer.send('POST', '/bookings', {
    headers: { 'idempotency-key': key },
    body: { holdId: hold.id, holdToken: hold.token, addOns: [], customer: { name: 'Ana Customer', email: `${randomUUID()}@example.com` }, answers: leastAnswers(hold.package) },
  });
  const body = (await answer.json()) as BookingCreated & { code?: string };
  return { status: answer.status, code: body.code, created: answer.status === 201 ? body : undefined };
}

async function askHold(customer: Customer, packageSlug: string, startsAt: string, partySize = 1): Promise<Answer> {
  const answer = await customer.send('POST', '/holds', { body: { package: packageSlug, startsAt, partySize } });
  const body = (await answer.json()) as { code?: string };
  return { status: answer.status, code: body.code, created: undefined };
}
