import { randomUUID } from 'node:crypto';
import type { Hold, Problem } from '@mais/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { withTenant } from './platform/db/with-tenant.ts';
import type { TenantId } from './platform/ids.ts';
import { createCustomer } from './testing/booking-steps.ts';
import { createProductFixture, type ProductFixture, type ProductFixtureOptions } from './testing/product-fixture.ts';

const front = { secret: 'the-front-proves-itself', hops: 1 };

/** A request that the front hands on for a client. */
function from(address: string): Record<string, string> {
  return { 'x-proxy-secret': front.secret, 'x-forwarded-for': address };
}

describe('the limits of the public API', () => {
  let product: ProductFixture;
  afterEach(() => product.close());

  async function start(options: ProductFixtureOptions): Promise<void> {
    product = await createProductFixture({ front, ...options });
  }

  function availability(address: string, { replica = 0, slug = 'bellaweddings' } = {}): Promise<Response> {
    const query = 'package=full-day-wedding&from=2027-01-01&to=2027-01-02';
    return fetch(`${product.replicas[replica]?.server.url}/api/v1/availability?${query}`, { headers: { 'x-tenant-key': `pk_test_${slug}_sample`, ...from(address) } });
  }

  it.each(['memory', 'postgres'] as const)('say where a client stands, and refuse it beyond, counted in %s', async (store) => {
    await start({ limits: { factor: 0.01, store } });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const response = await availability('203.0.113.1');
      statuses.push(response.status);
      expect(response.headers.get('ratelimit-limit')).toBe('3');
      expect(response.headers.get('ratelimit-remaining')).toBe(String(Math.max(0, 2 - count)));
      expect(response.headers.get('ratelimit-policy')).toBe('"reads";q=3;w=60');
      expect(response.headers.get('ratelimit')).toMatch(/^"reads";r=\d+;t=\d+$/);
      if (response.status !== 429) continue;
      const problem = (await response.json()) as Problem;
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(problem.code).toBe('rate_limited');
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await availability('203.0.113.2')).status).toBe(200);
  });

  it('are shared by replicas that count in the database, under names that nobody can read', async () => {
    await start({ replicas: 2, limits: { factor: 0.01, store: 'postgres' } });
    const statuses = [];
    for (const replica of [0, 1, 0, 1, 0]) statuses.push((await availability('203.0.113.1', { replica })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const rows = await product.services.app<{ key: string }[]>`select key from limits.rate_limits`;
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('203.0.113');
  });

  it('count in memory while the database can\'t', async () => {
    await start({ limits: { factor: 0.01, store: 'postgres' } });
    const owner = await import('postgres').then(({ default: postgres }) => postgres(product.database.ownerUrl, { max: 1 }));
    await owner`revoke all on limits.rate_limits from mais_app`;
    await owner.end();
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await availability('203.0.113.1')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('count a client by itself at each tenant, and never by an address that it makes up', async () => {
    await start({ limits: { factor: 0.01, store: 'memory' } });
    const statuses = [];
    for (const last of [1, 2, 3, 4]) {
      const response = await product.request('/api/v1/quotes', {
        method: 'POST',
        headers: { 'x-tenant-key': 'pk_test_harborkayaks_sample', 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${last}` },
        body: JSON.stringify({ package: 'harbour-tour', partySize: 1 }),
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await availability('203.0.113.1')).status).toBe(200);
  });

  it('slow down guessing keys, before anything is looked up', async () => {
    await start({ limits: { factor: 0.005, store: 'memory' } });
    const statuses = [];
    for (let count = 0; count < 8; count += 1) {
      const headers = { 'x-tenant-key': `pk_test_${randomUUID()}`, ...from('203.0.113.9') };
      statuses.push((await product.request('/api/v1/packages', { headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  });

  const joinWaitlist = (index: number, address: string) => createCustomer(product, 'bellaweddings').send('POST', '/waitlist', {
    headers: from(address), body: { package: 'elopement', day: '2099-12-31', partySize: 1, customer: { name: 'Wai', email: `w${index}@example.com` }, consent: true },
  });

  it('brake whoever puts address after address onto a waitlist', async () => {
    await start({ limits: { factor: 0.2, store: 'memory' } });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await joinWaitlist(index, '203.0.113.9')).status);
    expect(statuses).toEqual([409, 409, 409, 429, 429]);
    expect((await joinWaitlist(9, '203.0.113.10')).status).toBe(409);
  });

  it('leave Stripe\'s webhooks alone', async () => {
    await start({ limits: { factor: 0.001, store: 'memory' } });
    const statuses = new Set<number>();
    for (let count = 0; count < 6; count += 1) statuses.add((await product.request('/api/v1/webhooks/stripe', { method: 'POST', body: '{}', headers: from('203.0.113.7') })).status);
    expect([...statuses]).toEqual([400]);
  });

  it('let one client hold a few times at once, and again once it has released, booked or lost one', async () => {
    await start({ limits: { factor: 0.3, store: 'memory' } });
    const studio = createCustomer(product, 'studionord');
    const starts = await studio.listStarts('portrait-60');
    const hold = (index: number, address = '203.0.113.1') => studio.send('POST', '/holds', {
      headers: from(address), body: { package: 'portrait-60', startsAt: starts[index * 6], partySize: 1 },
    });
    const held: Hold[] = [];
    for (const index of [0, 1, 2]) held.push((await (await hold(index)).json()) as Hold);
    const refused = await hold(3);
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'too_many_holds']);
    expect((await hold(4, '203.0.113.2')).status).toBe(201);
    await studio.send('DELETE', `/holds/${held[0]?.id}`, { token: held[0]?.token ?? '', headers: from('203.0.113.1') });
    expect((await hold(3)).status).toBe(201);
    expect((await hold(5)).status).toBe(409);
    product.clock.advance(601_000);
    expect((await hold(5)).status).toBe(201);
    const tenant = await product.services.directory.findBySlug('studionord');
    const kept = await withTenant(product.services.app, { tenantId: tenant?.id as TenantId, livemode: false }, async ({ sql }) =>
      sql<{ status: string; known: boolean }[]>`select distinct status, client_hash is not null as known from holds order by status`);
    expect(kept).toEqual([{ status: 'active', known: true }, { status: 'released', known: false }]);
  });

  it('close a booking\'s payment after too many declined cards, and open no other', async () => {
    await start({ limits: { factor: 1, store: 'memory' } });
    const bella = createCustomer(product, 'bellaweddings');
    const [startsAt = ''] = await bella.listStarts('elopement');
    const created = await bella.book(await bella.hold('elopement', startsAt));
    for (let count = 0; count < 8; count += 1) expect(await bella.pay(created, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
    await until(async () => (await (await bella.send('GET', `/bookings/${created.booking.id}`, { token: created.token })).json() as { payment: unknown }).payment === null);
    expect(await bella.pay(created)).toBe('payment_intent_unexpected_state');
    const again = await bella.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects: false } });
    expect([again.status, ((await again.json()) as Problem).code]).toEqual([409, 'payment_attempts_exhausted']);
    const booking = await bella.read(created);
    expect(booking).toMatchObject({ status: 'pending_payment', paidMinor: 0 });
  });

  /** Somebody who tries out cards: each opens a payment of a booking that isn't theirs, or of none. */
  function tryToPay(slug: string, address: string): Promise<Response> {
    return createCustomer(product, slug).send('POST', `/bookings/${randomUUID()}/payment-intents`, { token: 'guessed', headers: from(address), body: { allowRedirects: false } });
  }

  function tryToBook(slug: string, address: string): Promise<Response> {
    return createCustomer(product, slug).send('POST', '/bookings', { headers: { 'idempotency-key': randomUUID(), ...from(address) }, body: {} });
  }

  it('open fifteen payments in ten minutes for one client of a tenant, and no more', async () => {
    await start({ limits: { factor: 1, store: 'memory' } });
    for (let left = 14; left >= 0; left -= 1) {
      const response = await tryToPay('bellaweddings', '203.0.113.1');
      expect(response.status).toBe(401);
      expect(response.headers.get('ratelimit-policy')).toBe('"payments";q=15;w=600, "charges";q=40;w=3600');
      expect([response.headers.get('ratelimit-limit'), response.headers.get('ratelimit-remaining')]).toEqual(['15', String(left)]);
    }
    await expectRefusal(await tryToPay('bellaweddings', '203.0.113.1'), { rule: 'payments', withinSeconds: 600 });
    // Reading goes on, and so does everybody else.
    expect((await availability('203.0.113.1')).status).toBe(200);
    expect((await tryToPay('bellaweddings', '203.0.113.2')).status).toBe(401);
    expect((await tryToPay('studionord', '203.0.113.1')).status).toBe(401);
  });

  it.each(['memory', 'postgres'] as const)('let a client try forty bookings and payments in an hour, at whatever tenants, counted in %s', async (store) => {
    await start({ limits: { factor: 1, store } });
    const tries = [...Array<string>(15).fill('bellaweddings'), ...Array<string>(15).fill('studionord'), ...Array<string>(9).fill('marinaspa')];
    for (const slug of tries) expect((await tryToPay(slug, '203.0.113.1')).status).toBe(401);
    // A booking counts as a try, too.
    const last = await tryToBook('matsuritea', '203.0.113.1');
    expect([last.status, last.headers.get('ratelimit')]).toEqual([422, expect.stringMatching(/^"bookings";r=19;t=\d+, "charges";r=0;t=\d+$/)]);
    expect([last.headers.get('ratelimit-limit'), last.headers.get('ratelimit-remaining')]).toEqual(['40', '0']);
    await expectRefusal(await tryToBook('matsuritea', '203.0.113.1'), { rule: 'charges', withinSeconds: 3_600 });
    await expectRefusal(await tryToPay('matsuritea', '203.0.113.1'), { rule: 'charges', withinSeconds: 3_600 });
    expect((await tryToPay('matsuritea', '203.0.113.2')).status).toBe(401);
  });

  it('open five payments of a booking, and no sixth', async () => {
    await start({ limits: { factor: 1, store: 'memory' } });
    const studio = createCustomer(product, 'studionord');
    const [startsAt = ''] = await studio.listStarts('portrait-60');
    const created = await studio.book(await studio.hold('portrait-60', startsAt));
    // Each change of the kind of form ends one payment and opens another; the first came with the booking.
    const open = (allowRedirects: boolean) => studio.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects } });
    const intents = new Set([created.payment?.paymentIntentId]);
    for (const allowRedirects of [true, false, true, false]) {
      const response = await open(allowRedirects);
      expect(response.status).toBe(200);
      expect(response.headers.get('ratelimit-policy')).toContain('"payments";q=15;w=600');
      intents.add(await intentOf(response));
    }
    expect(intents.size).toBe(5);
    const refused = await open(true);
    expect([refused.status, refused.headers.get('content-type'), ((await refused.json()) as Problem).code]).toEqual([409, 'application/problem+json', 'payment_attempts_exhausted']);
    expect(refused.headers.get('ratelimit-remaining')).toBe('10');
    // The fifth is still there to be paid.
    const again = await open(false);
    expect(intents).toContain(await intentOf(again));
  });

  it('let a customer pay after a few declines', async () => {
    await start({ limits: { factor: 1, store: 'memory' } });
    const bella = createCustomer(product, 'bellaweddings');
    const [startsAt = ''] = await bella.listStarts('elopement');
    const created = await bella.book(await bella.hold('elopement', startsAt));
    for (let count = 0; count < 3; count += 1) await bella.pay(created, 'pm_card_visa_chargeDeclined');
    expect(await bella.pay(created)).toBe('succeeded');
    await bella.readUntil(created, ({ status }) => status === 'confirmed');
  });
});

async function intentOf(response: Response): Promise<string> {
  return ((await response.json()) as { payment: { paymentIntentId: string } }).payment.paymentIntentId;
}

async function expectRefusal(response: Response, { rule, withinSeconds }: { rule: string; withinSeconds: number }): Promise<void> {
  expect([response.status, response.headers.get('content-type'), ((await response.json()) as Problem).code]).toEqual([429, 'application/problem+json', 'rate_limited']);
  expect(response.headers.get('ratelimit')).toMatch(new RegExp(`"${rule}";r=0;t=\\d+`));
  expect(response.headers.get('ratelimit-remaining')).toBe('0');
  const waitSeconds = Number(response.headers.get('retry-after'));
  expect(waitSeconds).toBeGreaterThan(withinSeconds - 60);
  expect(waitSeconds).toBeLessThanOrEqual(withinSeconds);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not come to be so');
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
  }
}
