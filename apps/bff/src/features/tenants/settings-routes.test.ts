import type { Availability, Booking, Origin, Problem, TenantBranding, TenantSettings } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { builtAssets } from '../../testing/built-assets.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../testing/tenant-server.ts';

const KEY = 'pk_test_studionord_sample';

const long = (count: number) => `https://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.site-${count}.example`;

describe('what a tenant is, by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  let customer: Customer;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets, replicas: 2 });
    server = await createTenantServer(product, 'studionord');
    customer = createCustomer(product, 'studionord');
  });
  afterAll(() => product.close());

  const read = async () => answered<TenantSettings>(await server.send('GET', '/settings'), 200);
  const change = async (fields: object) => answered<TenantSettings>(await server.send('PATCH', '/settings', { version: (await read()).version, ...fields }), 200);
  const refusal = async (fields: object) => {
    const { code, errors } = await answered<Problem>(await server.send('PATCH', '/settings', { version: (await read()).version, ...fields }), 422);
    return [code, [...new Set(errors?.map(({ pointer }) => pointer))]];
  };

  const config = async (replica: number) => (await fetch(`${product.replicas[replica]?.server.url ?? ''}/api/v1/widget/config`, { headers: { 'x-tenant-key': KEY } })).text();

  it('is known to every replica once it is changed', async () => {
    const before = await read();
    expect(before).toMatchObject({ slug: 'studionord', currency: 'EUR', country: 'DE', timeZone: 'Europe/Berlin' });
    for (const replica of [0, 1]) expect(await config(replica)).not.toContain('Studio Süd');
    const after = await change({ name: 'Studio Süd', email: 'desk@studio.example', locale: 'DE-at' });
    expect(after).toEqual({ ...before, version: before.version + 1, name: 'Studio Süd', email: 'desk@studio.example', locale: 'de-AT' });
    expect(await config(0)).toContain('Studio Süd');
    await expect.poll(() => config(1), { timeout: 2_000, interval: 20 }).toContain('Studio Süd');
    // The name is the branding's, too.
    expect((await answered<TenantBranding>(await server.send('GET', '/branding'), 200)).name).toBe('Studio Süd');
    expect(await change({ currency: 'EUR' })).toEqual(after);
  });

  it('leaves bookings at their instants when the time zone is another', async () => {
    const [startsAt = ''] = await customer.listStarts('portrait-30');
    const created = await customer.book(await customer.hold('portrait-30', startsAt));
    const hours = async () => {
      const from = new Date(Date.parse(startsAt) + 7 * 86_400_000).toISOString().slice(0, 10);
      return (await answered<Availability>(await customer.send('GET', `/availability?package=portrait-30&from=${from}&to=${from}`), 200)).days.flatMap(({ slots }) => slots.map((slot) => slot.startsAt.slice(11, 16)));
    };
    const inBerlin = await hours();
    expect(await change({ timeZone: 'america/new_york' })).toMatchObject({ timeZone: 'America/New_York' });
    const booking: Booking = await customer.read(created);
    expect([booking.startsAt, booking.timeZone]).toEqual([created.booking.startsAt, 'Europe/Berlin']);
    expect(await hours()).not.toEqual(inBerlin);
    // The one zone's hours as the other's: six hours apart all the year but for some weeks.
    expect((await hours()).length).toBeGreaterThan(0);
    await change({ timeZone: 'Europe/Berlin' });
    expect(await hours()).toEqual(inBerlin);
  });

  it.each([
    ['a currency other than its own', { currency: 'USD' }, ['/currency']],
    ['no currency at all', { currency: 'euro' }, ['/currency']],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, ['/timeZone']],
    ['an offset', { timeZone: '+02:00' }, ['/timeZone']],
    ['a zone with a path in it', { timeZone: '../../etc/passwd' }, ['/timeZone']],
    ['a zone of a thousand letters', { timeZone: 'A'.repeat(1_000) }, ['/timeZone']],
    ['no zone', { timeZone: '' }, ['/timeZone']],
    ['a language that pages don’t speak', { locale: 'fi' }, ['/locale']],
    ['a language that is none', { locale: 'german' }, ['/locale']],
    ['a language with two scripts', { locale: 'de-Latn-Cyrl' }, ['/locale']],
    ['a list of languages', { locale: ['de'] }, ['/locale']],
    ['an address with a second line', { email: 'desk@studio.example\nBcc: all@studio.example' }, ['/email']],
    ['an address that ends with a line', { email: 'desk@studio.example\n' }, ['/email']],
    ['an address of a person’s name', { email: 'Desk <desk@studio.example>' }, ['/email']],
    ['two addresses', { email: 'a@studio.example,b@studio.example' }, ['/email']],
    ['an address without end', { email: `${'a'.repeat(300)}@studio.example` }, ['/email']],
    ['no address', { email: null }, ['/email']],
    ['no name', { name: ' ' }, ['/name']],
    ['a name with a NUL', { name: 'a\0b' }, ['/name']],
    ['several things at once', { currency: 'USD', locale: 'fi', name: '', timeZone: 'Mars/Olympus' }, ['/name', '/timeZone']],
    ['a slug', { slug: 'other' }, ['/slug']],
    ['a status', { status: 'active' }, ['/status']],
    ['a commission', { commissionBps: 0 }, ['/commissionBps']],
    ['no version', { version: undefined, name: 'X' }, ['/version']],
  ])('is not %s', async (_, fields, pointers) => {
    const before = await read();
    expect(await refusal(fields)).toEqual(['invalid_request', pointers]);
    expect(await read()).toEqual(before);
  });

  it('loses no change where two are made at once, also by way of the branding', async () => {
    const { version } = await read();
    const responses = await Promise.all(['a', 'b', 'c', 'd'].map((name) => server.send('PATCH', '/settings', { version, email: `${name}@studio.example` })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const branding = await answered<TenantBranding>(await server.send('GET', '/branding'), 200);
    await answered(await server.send('PATCH', '/branding', { version: branding.version, name: 'Nord' }), 200);
    expect((await answered<Problem>(await server.send('PATCH', '/settings', { version: version + 1, name: 'Ost' }), 409)).code).toBe('changed_meanwhile');
    expect((await read()).name).toBe('Nord');
  });

  it('takes the scope of settings, and writes down what was changed but no address', async () => {
    const limited = await createTenantServer(product, 'studionord', ['settings:read']);
    for (const path of ['/settings', '/origins']) expect((await limited.send('GET', path)).status).toBe(200);
    const attempts = [await limited.send('PATCH', '/settings', { version: 1, name: 'X' }), await limited.send('POST', '/origins', { origin: 'https://x.example' }), await limited.send('DELETE', '/origins/00000000-0000-4000-8000-000000000000')];
    for (const response of attempts) expect((await answered<Problem>(response, 403)).code).toBe('scope_missing');
    const entries = await withTenant(product.database.app, server.scope, ({ sql, tenantId }) => sql<{ change: unknown }[]>`
      select change from audit_log where tenant_id = ${tenantId} and action = 'settings.updated' order by id limit 1`);
    expect(entries).toEqual([{ change: { fields: ['name', 'email', 'locale'] } }]);
  });
});

describe('the websites of a tenant, by its own server', () => {
  let product: ProductFixture;
  let server: TenantServer;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets, replicas: 2 });
    server = await createTenantServer(product, 'studionord');
    await removeAll();
  });
  afterAll(() => product.close());

  const list = async () => (await answered<{ origins: Origin[] }>(await server.send('GET', '/origins'), 200)).origins;
  const removeAll = async () => {
    for (const { id } of await list()) expect((await server.send('DELETE', `/origins/${id}`)).status).toBe(204);
  };
  const add = async (origin: string) => answered<Origin>(await server.send('POST', '/origins', { origin }), 201);
  const embed = async (replica: number, host: string) => (await fetch(`${product.replicas[replica]?.server.url ?? ''}/embed/studionord?key=${KEY}&host=${encodeURIComponent(host)}`)).status;

  it('may embed the widget on every replica from when they are added, and on none once they are removed', async () => {
    const site = 'https://www.studio.example';
    for (const replica of [0, 1]) expect([await embed(replica, site), await embed(replica, 'http://localhost:3000')]).toEqual([403, 200]);
    const added = await add(site);
    expect(added).toEqual({ id: expect.any(String), origin: site, createdAt: product.clock.now().toISOString() });
    expect(await embed(0, site)).toBe(200);
    await expect.poll(() => embed(1, site), { timeout: 2_000, interval: 20 }).toBe(200);
    // There is a list now, and the developer's machine isn't on it.
    expect(await embed(0, 'http://localhost:3000')).toBe(403);
    expect((await server.send('DELETE', `/origins/${added.id}`)).status).toBe(204);
    expect(await embed(0, site)).toBe(403);
    await expect.poll(() => embed(1, site), { timeout: 2_000, interval: 20 }).toBe(403);
    expect(await list()).toEqual([]);
    expect((await server.send('DELETE', `/origins/${added.id}`)).status).toBe(404);
  });

  it('are kept in one spelling, each once', async () => {
    expect((await add('HTTPS://MÜNCHEN.example.:443/')).origin).toBe('https://xn--mnchen-3ya.example');
    for (const again of ['https://xn--mnchen-3ya.example', 'https://münchen.example:443']) {
      expect((await answered<Problem>(await server.send('POST', '/origins', { origin: again }), 409)).code).toBe('origin_exists');
    }
    expect((await add('https://münchen.example:8443')).origin).toBe('https://xn--mnchen-3ya.example:8443');
    expect((await add('http://localhost:3000')).origin).toBe('http://localhost:3000');
    const responses = await Promise.all([1, 2, 3, 4].map(() => server.send('POST', '/origins', { origin: 'https://once.example' })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    const headers = { 'idempotency-key': 'a-website' };
    const twice = [await server.send('POST', '/origins', { origin: 'https://twice.example' }, headers), await server.send('POST', '/origins', { origin: 'https://twice.example' }, headers)];
    const [first, second] = await Promise.all(twice.map((response) => answered<Origin>(response, 201)));
    expect(second).toEqual(first);
  });

  it.each([
    'null', '*', '', 'https://*.example.com', 'https://example.com/book', 'https://example.com/?x', 'https://user:secret@example.com', 'https://example.com#top', 'example.com', 'http://example.com',
    'http://localhost.example.com', 'http://10.0.0.1', 'ftp://example.com', 'javascript:alert(1)', 'https://example.com:99999', 'https://example.com\nhttps://evil.example', "https://a.example; script-src 'unsafe-inline'",
    'https://a.example https://b.example', 'https://xn--.example/', 'https://exa_mple.com', `https://${'a.'.repeat(200)}example`, null, 1, ['https://example.com'], { origin: 'https://example.com' }, undefined,
  ])('are not %j', async (origin) => {
    const before = await list();
    const problem = await answered<Problem>(await server.send('POST', '/origins', { origin }), 422);
    expect([problem.code, problem.errors?.map(({ pointer }) => pointer)]).toEqual(['invalid_request', ['/origin']]);
    expect(await list()).toEqual(before);
  });

  it('are at most fifty, of which one header has room', async () => {
    for (let count = (await list()).length; count < 50; count += 1) await add(`https://site-${count}.example`);
    expect((await answered<Problem>(await server.send('POST', '/origins', { origin: 'https://one-more.example' }), 409)).code).toBe('origin_limit');
    await removeAll();
    for (let count = 0; count < 19; count += 1) await add(long(count));
    expect((await answered<Problem>(await server.send('POST', '/origins', { origin: long(20) }), 409)).code).toBe('origin_limit');
  });

  it('are no other tenant’s to see or to remove', async () => {
    const other = await createTenantServer(product, 'marinaspa');
    const [own] = await list();
    expect((await other.send('DELETE', `/origins/${own?.id ?? ''}`)).status).toBe(404);
    expect(JSON.stringify(await (await other.send('GET', '/origins')).json())).not.toContain('site-0');
    expect((await list()).map(({ id }) => id)).toContain(own?.id);
  });
});
