import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { goodRequest, knownOperations, signedOperations } from './bad-input/good-requests.ts';
import { quickAnswers } from './hot-answers.ts';
import { serveHttp } from './platform/http/serve.ts';
import { fillPath, listOperations, type ApiOperation } from './testing/api-operations.ts';
import { builtAssets } from './testing/built-assets.ts';
import { furnishTenant, type FurnishedTenant } from './testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from './testing/product-fixture.ts';

describe('the headers of every answer', () => {
  let product: ProductFixture;
  let tenant: FurnishedTenant;
  let operations: ApiOperation[];
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets });
    [operations, tenant] = await Promise.all([listOperations(product), furnishTenant(product, 'matsuritea')]);
  });
  afterAll(() => product.close());

  it('keep what is a tenant’s out of every cache but the asker’s own, right or wrong', async () => {
    // Readers first: some of the others end what they read.
    const inOrder = operations.filter(({ id }) => knownOperations.includes(id) && !signedOperations.includes(id))
      .toSorted((one, other) => Number(one.method !== 'GET') - Number(other.method !== 'GET'));
    expect(inOrder.length).toBeGreaterThan(12);
    for (const operation of inOrder) {
      const good = goodRequest(operation.id, tenant);
      for (const headers of [good.headers, { 'x-tenant-key': 'pk_test_nobody_sample' }, {}]) {
        const response = await send(operation, headers);
        expectPrivate(response, `${operation.id} ${response.status}`);
        await response.body?.cancel();
      }
    }
  });

  it('let a browser keep the catalog and the configuration for itself, under the key that it asked with', async () => {
    for (const path of ['/api/v1/packages', '/api/v1/widget/config']) {
      // The first one goes the long way, the second the short one; both must say the same.
      const [long, short] = [await ask(path), await ask(path)];
      for (const response of [long, short]) {
        expectPrivate(response, path);
        expect(Object.fromEntries(response.headers)).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'x-tenant-key', etag: expect.stringMatching(/^"[\w-]{22}"$/) as string });
      }
      const etag = short.headers.get('etag') ?? '';
      const kept = await ask(path, { 'if-none-match': etag });
      expect(kept.status).toBe(304);
      expect(Object.fromEntries(kept.headers)).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'x-tenant-key', etag });
      // Another key's answer is another, under the same address.
      expect((await ask(path, { 'if-none-match': etag, 'x-tenant-key': tenant.liveKey.replace('matsuritea', 'nobody') })).status).toBe(401);
      const other = await ask(path, { 'if-none-match': etag, 'x-tenant-key': 'pk_test_marinaspa_sample' });
      expect(other.status).toBe(200);
      expect(other.headers.get('etag')).not.toBe(etag);
    }
  });

  it('let anybody keep what is the same for all', async () => {
    const app = createApp(product.services, { assets: {
      ...builtAssets,
      files: new Map([['/assets/main-abc.js', file('text/javascript; charset=utf-8')], ['/images/a/b.svg', file('image/svg+xml')]]),
    } });
    for (const [path, cacheControl] of [
      ['/assets/main-abc.js', 'public, max-age=31536000, immutable'], ['/images/a/b.svg', 'public, max-age=86400'], ['/openapi.json', 'public, max-age=300'],
    ] as const) {
      const response = await app.request(path);
      expect(response.status, path).toBe(200);
      expect(Object.fromEntries(response.headers), path).toMatchObject({ 'cache-control': cacheControl, 'x-content-type-options': 'nosniff' });
      expectNoTrace(response, path);
      const missing = await app.request(`${path}.nothing`);
      expect(missing.status).toBe(404);
      expectPrivate(missing, `${path}.nothing`);
    }
    expect((await app.request('/assets/main-abc.js')).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    // A picture that is drawn must not become a page that runs.
    expect((await app.request('/images/a/b.svg')).headers.get('content-security-policy')).toBe(`default-src 'none'; style-src 'unsafe-inline'; sandbox`);
  });

  it('bind browsers to https where we are reached by it, and nowhere else', async () => {
    const secure = { ...product.services, config: { ...product.config, publicUrl: 'https://book.example' } };
    const app = createApp(secure, { assets: builtAssets });
    const quick = await serveHttp(app.fetch as never, { host: '127.0.0.1', port: 0, quick: quickAnswers(secure) });
    const headers = { 'x-tenant-key': tenant.testKey };
    for (const path of ['/healthz', '/api/v1/packages', '/api/v1/packages', '/api/v1/nothing', '/api/v1/packages?nothing=1', `/book/${tenant.slug}`, `/embed/${tenant.slug}`, '/openapi.json', '/nothing']) {
      const response = await fetch(`${quick.url}${path}`, { headers });
      expect(response.headers.get('strict-transport-security'), path).toBe('max-age=63072000; includeSubDomains');
      const plain = await product.request(path, { headers });
      expect(plain.status, path).toBe(response.status);
      expect(plain.headers.has('strict-transport-security'), path).toBe(false);
    }
    await quick.drain(100);
  });

  it('answer HEAD as GET, without the body', async () => {
    for (const path of ['/api/v1/packages', `/api/v1/packages/${tenant.paid.packageSlug}`, '/healthz', '/openapi.json']) {
      const headers = { 'x-tenant-key': tenant.testKey };
      const [get, head] = [await product.request(path, { headers }), await product.request(path, { method: 'HEAD', headers })];
      expect([head.status, await head.text()], path).toEqual([get.status, '']);
      for (const name of ['cache-control', 'content-type', 'vary', 'cross-origin-resource-policy']) expect(head.headers.get(name), `${path} ${name}`).toBe(get.headers.get(name));
    }
  });

  it('let no other website read the API', async () => {
    for (const init of [{ headers: { origin: tenant.origin } }, { method: 'OPTIONS', headers: { origin: tenant.origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-tenant-key' } }]) {
      const response = await product.request('/api/v1/packages', { ...init, headers: { ...init.headers, 'x-tenant-key': tenant.testKey } });
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return product.request(path, { headers: { 'x-tenant-key': tenant.testKey, ...headers } });
  }

  function send(operation: ApiOperation, headers: Readonly<Record<string, string>>): Promise<Response> {
    const good = goodRequest(operation.id, tenant);
    const query = new URLSearchParams(good.query).toString();
    return product.request(`${fillPath(operation.path, good.path)}${query && `?${query}`}`, {
      method: operation.method,
      headers: { ...headers, ...(good.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(good.body === undefined ? {} : { body: JSON.stringify(good.body) }),
    });
  }
});

function expectPrivate(response: Response, label: string): void {
  const cacheControl = response.headers.get('cache-control') ?? '';
  expect(cacheControl, label).toMatch(/\bno-store\b|^private, no-cache$/);
  expect(cacheControl, label).not.toContain('public');
  if (response.status !== 304) expect(response.headers.get('cross-origin-resource-policy'), label).toBe('same-origin');
  expect(response.headers.get('x-content-type-options'), label).toBe('nosniff');
  expect(response.headers.get('x-request-id'), label).toMatch(/^req_[0-9a-f]{32}$/);
  expectNoTrace(response, label);
}

/** Nothing that names what we run on, and nothing that a browser would send back by itself. */
function expectNoTrace(response: Response, label: string): void {
  for (const name of ['x-powered-by', 'server', 'set-cookie', 'via']) expect(response.headers.has(name), `${label} ${name}`).toBe(false);
}

function file(contentType: string) {
  return { contentType, etag: '"x"', bytes: Buffer.from('x'), compressed: {} };
}
