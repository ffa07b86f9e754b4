import type { Availability, BookingCreated, Hold, Package, TenantPackage, TenantWaitlistEntry, WaitlistEntry, WaitlistList } from '@mais/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { offerToWaiting, sweepDue } from '../../jobs/sweep-due.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { answered } from '../../testing/booking-steps.ts';
import { findBrokenInvariants } from '../../testing/claim-invariants.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createTenantServer } from '../../testing/tenant-server.ts';
import { createLine } from '../../testing/waitlist-steps.ts';
import { workOutbox } from '../../testing/work-outbox.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('the waitlist', () => {
  let product: ProductFixture;
  let bella: ReturnType<typeof createLine>;
  let tea: ReturnType<typeof createLine>;
  /** Starts of whole days that no test has used. */
  let days: string[];
  beforeAll(async () => {
    product = await createProductFixture();
    bella = createLine(product, 'bellaweddings');
    tea = createLine(product, 'matsuritea');
    days = await bella.customer.listStarts('elopement');
  });
  afterEach(async () => {
    expect(await findBrokenInvariants(product.database.ownerUrl, product.clock.now())).toEqual({});
  });
  afterAll(() => product.close());

  /** Holds a day of Bella's, so that it is full. */
  async function fullDay(): Promise<{ hold: Hold; day: string }> {
    const startsAt = days.shift() ?? '';
    return { hold: await bella.customer.hold('elopement', startsAt), day: startsAt.slice(0, 10) };
  }

  async function release({ hold }: { hold: Hold }): Promise<void> {
    expect((await bella.customer.send('DELETE', `/holds/${hold.id}`, { token: hold.token })).status).toBe(204);
    await workOutbox(product.services);
  }

  async function stateOf(day: string): Promise<string | undefined> {
    const { days: [shown] } = await answered<Availability>(await bella.customer.send('GET', `/availability?package=elopement&from=${day}&to=${day}`), 200);
    return shown?.state;
  }

  async function eventsOf(entryId: string): Promise<string[]> {
    return withTenant(product.database.app, await bella.scope(), async (tx) =>
      (await tx.sql<{ type: string }[]>`select type from events where tenant_id = ${tx.tenantId} and subject_id = ${entryId} order by id`).map(({ type }) => type));
  }

  it('offers a released day to who waits for it, keeps it from others, and goes on as a normal booking', async () => {
    const full = await fullDay();
    expect(await bella.join('one@example.com', { package: 'elopement', day: full.day })).toEqual({ package: 'elopement', day: full.day, startsAt: null, partySize: 1, status: 'waiting' });
    expect(await bella.read(await bella.own('one@example.com'))).toMatchObject({ status: 'waiting', position: 1, offer: null });
    await release(full);

    const own = await bella.own('one@example.com');
    const offered = await bella.read(own);
    expect(offered).toMatchObject({ status: 'offered', position: null, offer: { startsAt: full.hold.startsAt, acceptedAt: null }, bookingStatus: null });
    expect(Date.parse(offered.offer?.expiresAt ?? '') - product.clock.now().getTime()).toBe(2 * HOUR_MS);
    expect(await stateOf(full.day)).toBe('full');

    const accept = () => bella.customer.send('POST', `/waitlist/${own.id}/accept`, { token: own.offerToken ?? '' });
    const hold = await answered<Hold>(await accept(), 200);
    expect(hold).toMatchObject({ package: 'elopement', startsAt: full.hold.startsAt });
    expect(await answered<Hold>(await accept(), 200)).toEqual(hold);
    const created = await bella.customer.book(hold);
    await bella.customer.pay(created);
    await bella.customer.readUntil(created, ({ status }) => status === 'confirmed');
    await workOutbox(product.services);
    expect(await bella.read(own)).toMatchObject({ status: 'booked', bookingStatus: 'confirmed' });
    expect(await eventsOf(own.id)).toEqual(['waitlist.joined', 'waitlist.offered', 'waitlist.accepted']);
    await answered(await accept(), 409);
  });

  it('is booked from the moment that an offer is, also where nobody pays and it ends before anybody is told', async () => {
    const full = await fullDay();
    await bella.join('unpaid@example.com', { package: 'elopement', day: full.day });
    await release(full);
    const own = await bella.own('unpaid@example.com');
    const created = await bella.customer.book(await answered<Hold>(await bella.customer.send('POST', `/waitlist/${own.id}/accept`, { token: own.token }), 200));
    // No worker has run since.
    expect(await bella.read(own)).toMatchObject({ status: 'booked', bookingStatus: 'pending_payment' });
    for (const [method, path] of [['POST', '/accept'], ['POST', '/pass'], ['DELETE', '']] as const) {
      expect(await answered(await bella.customer.send(method, `/waitlist/${own.id}${path}`, { token: own.token }), 409)).toMatchObject({ code: 'hold_not_active' });
    }
    product.clock.advance(3 * HOUR_MS);
    await sweepDue(product.services);
    expect(await bella.customer.read(created)).toMatchObject({ status: 'expired' });
    await workOutbox(product.services);
    expect(await bella.read(await bella.own('unpaid@example.com'))).toMatchObject({ status: 'booked', bookingStatus: 'expired' });
    const offers = await withTenant(product.database.app, await bella.scope(), (tx) => tx.sql`select outcome from waitlist_offers where tenant_id = ${tx.tenantId} and entry_id = ${own.id}`);
    expect(offers).toEqual([{ outcome: 'booked' }]);
  });

  it('passes an offer on that is declined, and one that nobody answers, the oldest first', async () => {
    const full = await fullDay();
    for (const email of ['first@example.com', 'second@example.com', 'third@example.com']) {
      product.clock.advance(1_000);
      await bella.join(email, { package: 'elopement', day: full.day });
    }
    expect(await bella.read(await bella.own('third@example.com'))).toMatchObject({ position: 3 });
    await release(full);
    const first = await bella.own('first@example.com');
    expect(await bella.statusOf('second@example.com')).toBe('waiting');
    const pass = () => bella.customer.send('POST', `/waitlist/${first.id}/pass`, { token: first.offerToken ?? '' });
    expect(await answered<WaitlistEntry>(await pass(), 200)).toMatchObject({ status: 'passed' });
    expect(await answered<WaitlistEntry>(await pass(), 200)).toMatchObject({ status: 'passed' });
    await workOutbox(product.services);
    expect(await bella.statusOf('second@example.com')).toBe('offered');
    expect(await bella.read(await bella.own('third@example.com'))).toMatchObject({ status: 'waiting', position: 1 });

    const second = await bella.own('second@example.com');
    product.clock.advance(2 * HOUR_MS + 1_000);
    await sweepDue(product.services);
    await workOutbox(product.services);
    const late = await bella.customer.send('POST', `/waitlist/${second.id}/accept`, { token: second.offerToken ?? '' });
    expect(await answered(late, 409)).toMatchObject({ code: 'hold_expired' });
    expect(await bella.statusOf('second@example.com')).toBe('expired');
    expect(await eventsOf(second.id)).toEqual(['waitlist.joined', 'waitlist.offered', 'waitlist.passed']);
    expect(await bella.statusOf('third@example.com')).toBe('offered');
  });

  it('can be turned off for a package, and on again; who waits already is offered what comes free', async () => {
    const server = await createTenantServer(product, 'bellaweddings');
    const read = async () => answered<TenantPackage>(await server.send('GET', '/packages/elopement'), 200);
    const turn = async (takesWaitlist: boolean) => answered<TenantPackage>(await server.send('PATCH', '/packages/elopement', { version: (await read()).version, takesWaitlist }), 200);
    const isShown = async () => (await answered<Package>(await bella.customer.send('GET', '/packages/elopement'), 200)).takesWaitlist;
    const full = await fullDay();
    await bella.join('before@example.com', { package: 'elopement', day: full.day });
    expect([await isShown(), (await turn(false)).takesWaitlist, await isShown()]).toEqual([true, false, false]);
    expect(await answered(await bella.ask('late@example.com', { package: 'elopement', day: full.day }), 422)).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/package' }] });
    for (const wrong of [null, 'no', 0]) expect((await server.send('PATCH', '/packages/elopement', { version: (await read()).version, takesWaitlist: wrong })).status).toBe(422);
    await release(full);
    expect(await bella.statusOf('before@example.com')).toBe('offered');
    await turn(true);
    await bella.join('late@example.com', { package: 'elopement', day: full.day });
  });

  it('is one entry for who asks twice, and says nothing of who waits', async () => {
    const full = await fullDay();
    const once = await bella.join('twice@example.com', { package: 'elopement', day: full.day });
    const { id } = await bella.own('twice@example.com');
    expect(await bella.join('Twice@Example.com', { package: 'elopement', day: full.day })).toEqual(once);
    expect(await eventsOf(id)).toEqual(['waitlist.joined']);
    const [count] = await withTenant(product.database.app, await bella.scope(), (tx) => tx.sql<{ count: number }[]>`
      select count(*)::int as count from waitlist_entries where tenant_id = ${tx.tenantId} and email_normalised = 'twice@example.com'`);
    expect(count?.count).toBe(1);
    expect((await bella.customer.send('DELETE', `/waitlist/${id}`, { token: (await bella.own('twice@example.com')).token })).status).toBe(204);
    expect(await bella.statusOf('twice@example.com')).toBe('left');
    // Whoever left may come back, to the end of the line.
    await bella.join('twice@example.com', { package: 'elopement', day: full.day });
    expect(await bella.statusOf('twice@example.com')).toBe('waiting');
    await release(full);
  });

  it('lets one address wait for twelve things at once, however it is written, and for another once it has left one', async () => {
    // Days that no other test needs.
    const [from, to] = [100, 160].map((ahead) => new Date(product.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10));
    const far = await answered<Availability>(await bella.customer.send('GET', `/availability?package=elopement&from=${from}&to=${to}`), 200);
    const starts = far.days.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt)).slice(0, 4);
    const held = await Promise.all(starts.map((startsAt) => bella.customer.hold('elopement', startsAt)));
    const wanted = held.flatMap(({ startsAt }) => ['elopement', 'full-day-wedding'].flatMap((item) => [{ package: item, day: startsAt.slice(0, 10) }, { package: item, startsAt }]));
    for (const one of wanted.slice(0, 12)) await bella.join('many@example.com', one);
    const next = wanted[12] ?? { package: '' };
    expect(await answered(await bella.ask('Many@Example.com', next), 409)).toMatchObject({ code: 'too_many_waitlist_entries' });
    // What they wait for already is no other thing, and others are not kept from it.
    await bella.join('many@example.com', wanted[0] ?? next);
    await bella.join('other@example.com', next);
    const { id, token } = await bella.own('many@example.com');
    await bella.customer.send('DELETE', `/waitlist/${id}`, { token });
    await bella.join('many@example.com', next);
    for (const hold of held) await release({ hold });
  });

  it('refuses what is free, what takes place never, and who was not asked', async () => {
    const free = (days[0] ?? '').slice(0, 10);
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement', day: free }), 409)).toMatchObject({ code: 'time_still_free' });
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement', startsAt: days[0] ?? '' }), 409)).toMatchObject({ code: 'time_still_free' });
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement', day: '2099-12-31' }), 409)).toMatchObject({ code: 'slot_not_offered' });
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement', day: free, startsAt: days[0] ?? '' }), 422)).toMatchObject({ errors: [{ pointer: '/day' }] });
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement' }), 422)).toMatchObject({ errors: [{ pointer: '/day' }] });
    expect(await answered(await bella.ask('no@example.com', { package: 'elopement', day: free, partySize: 100 }), 422)).toMatchObject({ errors: [{ pointer: '/partySize' }] });
    const without = { package: 'elopement', day: free, partySize: 1, customer: { name: 'Wai', email: 'no@example.com' } };
    expect(await answered(await bella.customer.send('POST', '/waitlist', { body: { ...without, consent: false } }), 422)).toMatchObject({ errors: [{ pointer: '/consent' }] });
  });

  it('opens to nobody without a token of its own', async () => {
    const full = await fullDay();
    await bella.join('own@example.com', { package: 'elopement', day: full.day });
    await bella.join('other@example.com', { package: 'elopement', day: full.day });
    const [own, other] = [await bella.own('own@example.com'), await bella.own('other@example.com')];
    for (const token of [other.token, 'nonsense', `${own.token}x`]) {
      expect(await answered(await bella.customer.send('GET', `/waitlist/${own.id}`, { token }), 401)).toMatchObject({ code: 'invalid_token' });
      expect((await bella.customer.send('DELETE', `/waitlist/${own.id}`, { token })).status).toBe(401);
      expect((await bella.customer.send('POST', `/waitlist/${own.id}/accept`, { token })).status).toBe(401);
    }
    // Nothing is offered yet.
    expect(await answered(await bella.customer.send('POST', `/waitlist/${own.id}/accept`, { token: own.token }), 409)).toMatchObject({ code: 'hold_expired' });
    for (const { id, token } of [own, other]) await bella.customer.send('DELETE', `/waitlist/${id}`, { token });
    await release(full);
  });

  it('asks the oldest whose party fits into what is free of a session', async () => {
    const [startsAt = ''] = await tea.customer.listStarts('ceremony');
    const [small, big] = [await tea.customer.hold('ceremony', startsAt, 2), await tea.customer.hold('ceremony', startsAt, 4)];
    const rest = await tea.customer.hold('ceremony', startsAt, 2);
    await tea.join('party-of-four@example.com', { package: 'ceremony', startsAt, partySize: 4 });
    product.clock.advance(1_000);
    await tea.join('pair@example.com', { package: 'ceremony', startsAt, partySize: 2 });
    await tea.customer.send('DELETE', `/holds/${small.id}`, { token: small.token });
    await workOutbox(product.services);
    expect([await tea.statusOf('party-of-four@example.com'), await tea.statusOf('pair@example.com')]).toEqual(['waiting', 'offered']);
    await tea.customer.send('DELETE', `/holds/${big.id}`, { token: big.token });
    await workOutbox(product.services);
    expect(await tea.statusOf('party-of-four@example.com')).toBe('offered');
    await tea.customer.send('DELETE', `/holds/${rest.id}`, { token: rest.token });
  });

  it('goes to the next when a booking is turned back from, or is never paid', async () => {
    for (const [email, end] of [
      ['turned-back@example.com', (created: BookingCreated) => bella.customer.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token })],
      ['never-paid@example.com', async () => {
        product.clock.advance(30 * MINUTE_MS);
        await sweepDue(product.services);
      }],
    ] as const) {
      const full = await fullDay();
      const created = await bella.customer.book(full.hold);
      await bella.join(email, { package: 'elopement', day: full.day });
      await end(created);
      await workOutbox(product.services);
      expect(await bella.statusOf(email), email).toBe('offered');
    }
  });

  it('gives up what has come to its time, and looks again by itself for what no row told', async () => {
    const full = await fullDay();
    await bella.join('by-itself@example.com', { package: 'elopement', day: full.day });
    const { id } = await bella.own('by-itself@example.com');
    // A hold that ends with nobody telling, and a minute in which nobody looks.
    await withTenant(product.database.app, await bella.scope(), async ({ sql, tenantId }) => {
      await sql`update claims set released_at = now() where tenant_id = ${tenantId} and hold_id = ${full.hold.id}`;
      await sql`update holds set status = 'released', client_hash = null where tenant_id = ${tenantId} and id = ${full.hold.id}`;
    });
    await workOutbox(product.services);
    product.clock.advance(61_000);
    await offerToWaiting(product.services);
    expect(await bella.statusOf('by-itself@example.com')).toBe('offered');

    await bella.join('in-vain@example.com', { package: 'elopement', day: full.day });
    await withTenant(product.database.app, await bella.scope(), ({ sql, tenantId }) => sql`
      update waitlist_entries set ends_at = ${product.clock.now()} where tenant_id = ${tenantId} and email = 'in-vain@example.com'`);
    product.clock.advance(61_000);
    await offerToWaiting(product.services);
    const [row] = await withTenant(product.database.app, await bella.scope(), (tx) => tx.sql<{ status: string }[]>`
      select status from waitlist_entries where tenant_id = ${tx.tenantId} and email = 'in-vain@example.com'`);
    expect(row?.status).toBe('expired');
    expect(id).not.toBe('');
  });

  it('is listed for the tenant, which may take somebody off and say how long offers last', async () => {
    const key = await giveSecretKey(product, await bella.scope());
    const send = (method: string, path: string, body?: unknown) => product.request(`/api/v1/tenant${path}`, {
      method, headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const full = await fullDay();
    await bella.join('listed@example.com', { package: 'elopement', day: full.day });
    await bella.join('stays@example.com', { package: 'elopement', day: full.day });
    const list = async (query: string) => (await answered<WaitlistList>(await send('GET', `/waitlist?${query}`), 200));
    const { entries } = await list(`day=${full.day}&package=elopement&status=waiting`);
    expect(entries.map(({ customer, position }: TenantWaitlistEntry) => [customer.email, position])).toEqual([['listed@example.com', 1], ['stays@example.com', 2]]);
    const page = await list(`day=${full.day}&limit=1`);
    expect(page.nextAfter).toBe(entries[0]?.id);
    expect((await list(`day=${full.day}&limit=1&after=${page.nextAfter}`)).entries[0]?.id).toBe(entries[1]?.id);

    expect(await answered(await send('GET', '/waitlist-settings'), 200)).toEqual({ offerMinutes: 120 });
    expect(await answered(await send('PUT', '/waitlist-settings', { offerMinutes: 15 }), 200)).toEqual({ offerMinutes: 15 });
    expect((await send('DELETE', `/waitlist/${entries[0]?.id}`)).status).toBe(204);
    expect((await send('DELETE', `/waitlist/${entries[0]?.id}`)).status).toBe(204);
    await release(full);
    const { offer } = await bella.read(await bella.own('stays@example.com'));
    expect(Date.parse(offer?.expiresAt ?? '') - product.clock.now().getTime()).toBe(15 * MINUTE_MS);
    expect(await bella.statusOf('listed@example.com')).toBe('left');

    // Also while something is offered to them: it goes to the next.
    await bella.join('after-them@example.com', { package: 'elopement', day: full.day });
    expect((await send('DELETE', `/waitlist/${entries[1]?.id}`)).status).toBe(204);
    await workOutbox(product.services);
    expect([await bella.statusOf('stays@example.com'), await bella.statusOf('after-them@example.com')]).toEqual(['left', 'offered']);
  });
});
