import type { AvailabilityNews, Hold } from '@mais/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../../testing/booking-steps.ts';
import { readEvents, type EventReader, type ReceivedEvent } from '../../../testing/event-reader.ts';
import { createProductFixture, type ProductFixture } from '../../../testing/product-fixture.ts';
import { expireHold } from '../../bookings/index.ts';
import type { HoldId } from '../../../platform/ids.ts';

describe('live availability', () => {
  let product: ProductFixture;
  const open: EventReader[] = [];

  beforeAll(async () => {
    product = await createProductFixture({ replicas: 2 });
    // A position is vouched for once the process has listened for longer than clocks may differ.
    product.clock.advance(60_000);
  });
  afterEach(() => {
    for (const reader of open.splice(0)) reader.close();
  });
  afterAll(() => product.close());

  async function listen(replica: number, slug: string, options: { query?: Record<string, string>; headers?: Record<string, string> } = {}): Promise<EventReader> {
    const query = new URLSearchParams({ key: `pk_test_${slug}_sample`, since: product.clock.now().toISOString(), ...options.query });
    const reader = await readEvents(`${product.replicas[replica]?.server.url}/api/v1/availability/stream?${query}`, options.headers);
    open.push(reader);
    return reader;
  }

  /** So that what one test did isn't news to the next. */
  function letTimePass(): void {
    product.clock.advance(10_000);
  }

  async function holdFirst(slug: string, packageSlug: string): Promise<Hold> {
    const customer = createCustomer(product, slug);
    const [startsAt] = await customer.listStarts(packageSlug);
    return customer.hold(packageSlug, startsAt ?? '');
  }

  it('tells a stream at another replica that a time was held, for every package that needs the same resource', async () => {
    letTimePass();
    const reader = await listen(1, 'bellaweddings');
    expect(reader.response.headers.get('content-type')).toContain('text/event-stream');
    const heard = reader.next(changed);
    const hold = await holdFirst('bellaweddings', 'elopement');
    const day = dayOf(hold, 'America/New_York');
    const { data } = await heard;
    expect((data as AvailabilityNews).changes).toEqual(
      expect.arrayContaining(['full-day-wedding', 'elopement', 'engagement-session'].map((slug) => ({ package: slug, from: day, to: day }))));
    expect(reader.events).toHaveLength(1);
  });

  it('tells of a release, of an expiry, of a cancelled booking and of one that was paid', async () => {
    letTimePass();
    const customer = createCustomer(product, 'studionord');
    const reader = await listen(1, 'studionord');
    const each = async (act: () => Promise<unknown>): Promise<void> => {
      const heard = reader.next(changed, 5_000);
      await act();
      expect((await heard).data).toMatchObject({ changes: expect.arrayContaining([expect.objectContaining({ package: 'portrait-60' })]) });
    };
    let hold = {} as Hold;
    await each(async () => { hold = await holdFirst('studionord', 'portrait-60'); });
    await each(() => customer.send('DELETE', `/holds/${hold.id}`, { token: hold.token }));
    await each(async () => { hold = await holdFirst('studionord', 'portrait-60'); });
    product.clock.advance(601_000);
    const { directory, bookings } = product.services;
    const tenant = await directory.findBySlug('studionord');
    if (!tenant) throw new Error('no such tenant');
    await each(() => expireHold(bookings, { tenantId: tenant.id, livemode: false }, hold.id as HoldId));
    await each(async () => { hold = await holdFirst('studionord', 'portrait-60'); });
    const cancelled = await customer.book(hold);
    await each(() => customer.send('POST', `/bookings/${cancelled.booking.id}/cancel`, { token: cancelled.token }));
    await each(async () => { hold = await holdFirst('studionord', 'portrait-60'); });
    const paid = await customer.book(hold, { email: 'someone.secret@example.com' });
    await each(() => customer.pay(paid));
    expect(JSON.stringify(reader.events)).not.toMatch(/secret|Ana|confirmed|hold/);
  });

  it('tells nothing of a hold that was refused', async () => {
    letTimePass();
    const customer = createCustomer(product, 'harborkayaks');
    const reader = await listen(1, 'harborkayaks');
    const [startsAt = ''] = await customer.listStarts('harbour-tour', { partySize: 6 });
    const body = { package: 'harbour-tour', startsAt, partySize: 6 };
    const heard = reader.next(changed);
    await Promise.all([1, 2].map(() => customer.send('POST', '/holds', { body })));
    await heard;
    expect((await customer.send('POST', '/holds', { body })).status).toBe(409);
    await wait(300);
    expect(reader.events).toHaveLength(1);
  });

  it('tells another tenant nothing, nor the same tenant in another mode', async () => {
    letTimePass();
    const { platform, clock } = product.services;
    const [bella] = await platform<{ id: string }[]>`select id from tenants where slug = 'bellaweddings'`;
    const other = await listen(1, 'harborkayaks');
    const same = await listen(1, 'bellaweddings');
    const heard = same.next(changed);
    await holdFirst('bellaweddings', 'elopement');
    await heard;
    const quiet = same.events.length;
    product.services.live.announce({ tenantId: bella?.id as never, livemode: true, packageId: '0' as never, startsAtMs: 0, endsAtMs: clock.now().getTime() });
    await wait(400);
    expect(other.events).toEqual([]);
    expect(same.events).toHaveLength(quiet);
  });

  it('goes on at another replica from the last event id, and from the first view\'s time', async () => {
    letTimePass();
    const before = await listen(0, 'matsuritea');
    await before.next(() => true, 50).catch(() => {});
    const position = before.lastId();
    const firstView = product.clock.now().toISOString();
    before.close();
    product.clock.advance(30_000);
    await holdFirst('matsuritea', 'ceremony');
    await wait(200);
    product.clock.advance(30_000);
    for (const options of [{ headers: { 'last-event-id': position } }, { query: { since: firstView } }]) {
      const after = await listen(1, 'matsuritea', options);
      if (after.events.length === 0) await after.next(changed);
      expect(after.events).toMatchObject([{ event: 'changed', data: { changes: expect.arrayContaining([expect.objectContaining({ package: 'ceremony' })]) } }]);
    }
    const upToDate = await listen(1, 'matsuritea');
    await wait(200);
    expect(upToDate.events).toEqual([]);
  });

  it.each([
    ['no position', { query: { since: '' } }],
    ['a position that is none', { headers: { 'last-event-id': 'abc' } }],
    ['a position from before this process listened', { headers: { 'last-event-id': '1000' } }],
  ])('says refresh to who comes with %s', async (_, options) => {
    const reader = await listen(0, 'matsuritea', options);
    if (reader.events.length === 0) await reader.next(() => true);
    expect(reader.events).toMatchObject([{ event: 'refresh' }]);
  });

  it('tells of one package alone where that is asked, and of a hidden one only then', async () => {
    letTimePass();
    const { app, directory } = product.services;
    const tenant = await directory.findBySlug('marinaspa');
    await app.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${tenant?.id ?? ''}, true)`;
      await tx`update packages set visibility = 'hidden' where slug = 'couples-retreat'`;
    });
    await wait(300);
    letTimePass();
    const all = await listen(1, 'marinaspa');
    const hidden = await listen(1, 'marinaspa', { query: { package: 'couples-retreat' } });
    const others = await listen(1, 'marinaspa', { query: { package: 'hammam-ritual' } });
    const heard = Promise.all([all.next(changed), hidden.next(changed)]);
    await holdFirst('marinaspa', 'signature-massage');
    const [ofAll, ofHidden] = (await heard).map(({ data }) => (data as AvailabilityNews).changes.map((change) => change.package));
    expect(ofAll).toEqual(['signature-massage']);
    expect(ofHidden).toEqual(['couples-retreat']);
    expect(others.events).toEqual([]);
  });

  it('says refresh when the tenant changes its rules', async () => {
    letTimePass();
    const reader = await listen(1, 'harborkayaks');
    const heard = reader.next(({ event }) => event === 'refresh');
    const tenant = await product.services.directory.findBySlug('harborkayaks');
    await product.services.app.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${tenant?.id ?? ''}, true)`;
      await tx`update packages set summary = 'New' where slug = 'harbour-tour'`;
    });
    await heard;
  });

  it('takes the slug in the address where there is no key, and refuses two that differ', async () => {
    const url = `${product.replicas[0]?.server.url}/api/v1/availability/stream`;
    const bySlug = await readEvents(`${url}?tenant=bellaweddings`);
    open.push(bySlug);
    expect(bySlug.response.status).toBe(200);
    const mixed = await fetch(`${url}?tenant=bellaweddings&key=pk_test_harborkayaks_sample`);
    expect([mixed.status, ((await mixed.json()) as { code: string }).code]).toEqual([401, 'tenant_mismatch']);
    expect((await fetch(`${url}?tenant=bellaweddings&package=nothing`)).status).toBe(404);
  });

  it('ends its streams when the process is to stop, and takes no new ones', async () => {
    const reader = await listen(1, 'bellaweddings');
    product.replicas[1]?.services.live.drain();
    await reader.ended;
    const refused = await fetch(`${product.replicas[1]?.server.url}/api/v1/availability/stream?tenant=bellaweddings`);
    expect(refused.status).toBe(503);
    const elsewhere = await listen(0, 'bellaweddings', { headers: { 'last-event-id': reader.lastId() } });
    expect(elsewhere.response.status).toBe(200);
  });
});

function changed({ event }: ReceivedEvent): boolean {
  return event === 'changed';
}

function dayOf(hold: Hold, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(hold.startsAt));
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
