import { FirstView } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtAssets } from '../../testing/built-assets.ts';
import { watchDatabase, type DatabaseWatcher } from '../../testing/database-state.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { rawRequest, sendRaw } from '../../testing/raw-http.ts';

const SLUG = 'studionord';
const KEY = `pk_test_${SLUG}_sample`;

describe('the embed page', () => {
  let product: ProductFixture;
  let watcher: DatabaseWatcher;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    watcher = watchDatabase(product.database.ownerUrl);
    await setOrigins(SLUG, ['https://www.studionord.example', 'https://builder.example']);
    await setOrigins('marinaspa', ['https://www.marinaspa.example']);
  });
  afterAll(async () => {
    await watcher.close();
    await product.close();
  });

  it('may be framed by exactly the tenant’s stored websites', async () => {
    const { response, policy, view } = await open({ host: 'https://www.studionord.example' });
    expect(response.status).toBe(200);
    expect(policy['frame-ancestors']).toEqual(['https://builder.example', 'https://www.studionord.example']);
    expect(response.headers.has('x-frame-options')).toBe(false);
    expect(view?.hostOrigin).toBe('https://www.studionord.example');
  });

  it('speaks to its host under the stored spelling, whatever spelling came', async () => {
    const { policy, view } = await open({ host: 'HTTPS://WWW.StudioNord.example.:443/' });
    expect(policy['frame-ancestors']).toEqual(['https://builder.example', 'https://www.studionord.example']);
    expect(view?.hostOrigin).toBe('https://www.studionord.example');
  });

  it('adds the developer’s machine alone while no websites are set', async () => {
    const { response, policy } = await open({ slug: 'bellaweddings', key: 'pk_test_bellaweddings_sample', host: 'http://localhost:8788' });
    expect(response.status).toBe(200);
    expect(policy['frame-ancestors']).toEqual(['http://localhost:8788']);
  });

  it('runs scripts of this answer alone, and loads from nowhere it need not', async () => {
    const [one, other] = [await open({ host: 'https://builder.example' }), await open({ host: 'https://builder.example' })];
    const emulator = new URL(product.emulator.url).origin;
    const nonce = one.policy['script-src']?.[0] ?? '';
    expect(nonce).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
    expect(other.policy['script-src']?.[0]).not.toBe(nonce);
    expect(one.policy).toMatchObject({
      'default-src': [`'none'`], 'script-src': [nonce, `'strict-dynamic'`, `'self'`, emulator], 'connect-src': [`'self'`, emulator], 'frame-src': [emulator],
      'base-uri': [`'none'`], 'form-action': [`'none'`], 'require-trusted-types-for': [`'script'`],
    });
    const scripts = [...one.html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes ?? '');
    for (const attributes of scripts.filter((candidate) => !candidate.includes('application/json'))) expect(attributes).toContain(`nonce="${nonce.slice(7, -1)}"`);
    expect(one.html).not.toMatch(/ on\w+=/i);
  });

  it('is for nobody’s cache, keeps its type, and may stand in an isolated page', async () => {
    const { response } = await open({ host: 'https://builder.example' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin', 'referrer-policy': 'strict-origin-when-cross-origin',
    });
    expect(response.headers.get('permissions-policy')).toContain('camera=()');
  });

  it.each([
    ['a website that isn’t listed', { host: 'https://elsewhere.example' }, 403],
    ['another tenant’s website', { host: 'https://www.marinaspa.example' }, 403],
    ['a listed website by another scheme', { host: 'http://www.studionord.example' }, 403],
    ['a page without an origin', { host: 'null' }, 403],
    ['the developer’s machine, once websites are set', { host: 'http://localhost:8788' }, 403],
    ['a website in a websites clothing', { host: 'https://www.studionord.example@elsewhere.example' }, 403],
    ['no website', { host: '' }, 400],
    ['no key', { key: '' }, 400],
    ['a key of nobody', { key: 'pk_test_nobody_sample' }, 401],
    ['another tenant’s key', { key: 'pk_test_marinaspa_sample' }, 401],
    ['a secret key', { key: 'sk_test_studionord_sample' }, 401],
    ['a tenant of nobody', { slug: 'nobody' }, 401],
  ])('tells %s why not, to whoever frames it, with no data and no script', async (_, change, status) => {
    const { response, html, policy } = await open({ host: 'https://builder.example', ...change });
    expect(response.status).toBe(status);
    expect(policy['frame-ancestors']).toEqual(['*']);
    expect(policy['default-src']).toEqual([`'none'`]);
    expect(policy['script-src']).toBeUndefined();
    expect(html).not.toMatch(/<script|<link|Studio Nord|portrait-60|Marina|acct_|pk_test/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it('shows what it was sent as text', async () => {
    const { html } = await open({ host: `https://"><script>alert(1)</script>'&` });
    expect(html).toContain('https://&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script');
  });

  it('reads nothing out of a parameter that says two things', async () => {
    for (const name of ['key', 'host']) {
      const query = new URLSearchParams({ key: KEY, host: 'https://builder.example' });
      query.append(name, query.get(name) ?? '');
      expect((await product.request(`/embed/${SLUG}?${query}`)).status, name).toBe(400);
    }
  });

  it('names no website that could say more in a header than a website', async () => {
    await setOrigins('marinaspa', ["https://a.example;script-src 'unsafe-inline'", 'https://b.example c.example', 'https://*.example', 'https://D.example.']);
    const query = { slug: 'marinaspa', key: 'pk_test_marinaspa_sample' };
    const { response, policy } = await open({ ...query, host: 'https://d.example' });
    expect(response.status).toBe(200);
    expect(policy['frame-ancestors']).toEqual(['https://d.example']);
    for (const host of ["https://a.example;script-src 'unsafe-inline'", 'https://b.example', 'https://x.example', 'https://*.example']) {
      expect((await open({ ...query, host })).response.status, host).toBe(403);
    }
  });

  it('pauses with its tenant', async () => {
    await watcher.sql`update tenants set status = 'suspended' where slug = 'harborkayaks'`;
    await expect.poll(async () => (await open({ slug: 'harborkayaks', key: 'pk_test_harborkayaks_sample', host: 'http://localhost' })).response.status).toBe(403);
    const { html, policy } = await open({ slug: 'harborkayaks', key: 'pk_test_harborkayaks_sample', host: 'http://localhost' });
    expect(html).toContain('Bookings are paused');
    expect(html).not.toContain('Harbor');
    expect(policy['frame-ancestors']).toEqual(['*']);
    expect((await product.request('/book/harborkayaks')).status).toBe(404);
  });

  it('answers whatever stands in its address', async () => {
    const before = await watcher.checksum();
    const values = ['%00', '%FF', '%ED%A0%80', '%', '%zz', '..%2F..', "'%20or%20''='", 'x'.repeat(5000), '%F0%9F%92%A9', '%3Cscript%3E', '__proto__', '%0d%0aX-Injected:%20yes'];
    const url = product.replicas[0]?.server.url ?? '';
    for (const value of values) {
      const host = encodeURIComponent('https://builder.example');
      for (const target of [
        `/embed/${value}?key=${KEY}&host=${host}`, `/embed/${SLUG}?key=${value}&host=${host}`, `/embed/${SLUG}?key=${KEY}&host=${value}`,
        `/embed/${SLUG}?key=${KEY}&host=${host}&package=${value}&lang=${value}&theme=${value}&v=${value}`, `/book/${value}`, `/book/${SLUG}/${value}`, `/book/${SLUG}?key=${value}`, `/book/${SLUG}?lang=${value}&package=${value}`,
        `/sdk/${value}`, `/assets/${value}`, `/images/${value}`, `/${value}`,
      ]) {
        const response = await sendRaw(url, rawRequest('GET', target, [['Accept-Language', decodeLatin1(value)]]));
        expect(response.status, `${target}: ${response.text.slice(0, 400)}`).toBeLessThan(500);
        expect(response.headers.has('x-injected'), target).toBe(false);
        expect(response.body, target).not.toMatch(/<script>|node_modules|PostgresError/);
      }
    }
    expect(await watcher.checksum()).toEqual(before);
  });

  async function open(asked: { slug?: string; key?: string; host?: string }) {
    const { slug = SLUG, key = KEY, host = '' } = asked;
    const response = await product.request(`/embed/${slug}?${new URLSearchParams({ key, host })}`);
    const html = await response.text();
    const json = /<script type="application\/json" id="mais-first-view">(.*?)<\/script>/.exec(html)?.[1];
    return { response, html, policy: readPolicy(response), view: json === undefined ? null : FirstView.parse(JSON.parse(json)) };
  }

  /** Straight into the table, past everything that would put them right. */
  async function setOrigins(slug: string, origins: readonly string[]): Promise<void> {
    await watcher.sql.begin(async (sql) => {
      const [tenant] = await sql`select id from tenants where slug = ${slug}`;
      await sql`delete from tenant_origins where tenant_id = ${tenant?.id as string}`;
      for (const origin of origins) await sql`insert into tenant_origins (tenant_id, origin) values (${tenant?.id as string}, ${origin})`;
    });
    product.services.directory.forgetAll();
  }
});

function readPolicy(response: Response): Record<string, string[]> {
  const header = response.headers.get('content-security-policy') ?? '';
  return Object.fromEntries(header.split(';').map((directive) => directive.trim().split(/\s+/)).map(([name = '', ...values]) => [name, values]));
}

function decodeLatin1(value: string): string {
  return value.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => (hex.startsWith('0') ? '' : String.fromCharCode(Number.parseInt(hex, 16))));
}
