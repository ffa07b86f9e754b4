import type { ApiKeyCreated, ApiKeyList, KeyScope } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered } from '../../testing/booking-steps.ts';
import { giveSecretKey } from '../../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

describe('secret keys', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let secret: string;
  beforeAll(async () => {
    product = await createProductFixture();
    const tenant = await product.services.directory.findBySlug('bellaweddings');
    scope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    secret = await giveSecretKey(product, scope);
  });
  afterAll(() => product.close());

  function send(key: string | null, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return product.request(`/api/v1/tenant${path}`, {
      method,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function make(scopes: readonly KeyScope[], by = secret): Promise<ApiKeyCreated> {
    return answered<ApiKeyCreated>(await send(by, 'POST', '/api-keys', { kind: 'secret', name: 'till', scopes }), 201);
  }

  it('open the tenant’s API with a scope, and nothing without', async () => {
    expect(await codeOf(await send(null, 'GET', '/api-keys'))).toBe('401 missing_credentials');
    expect(await codeOf(await send('sk_test_nobodyknowsme', 'GET', '/api-keys'))).toBe('401 unknown_api_key');
    expect(await codeOf(await send('pk_test_bellaweddings_sample', 'GET', '/api-keys'))).toBe('401 unknown_api_key');
    const reader = await make(['keys:read']);
    expect((await send(reader.key, 'GET', '/api-keys')).status).toBe(200);
    expect(await codeOf(await send(reader.key, 'POST', '/api-keys', { kind: 'publishable', name: 'site' }))).toBe('403 scope_missing');
    expect(await codeOf(await send((await make(['bookings:read'])).key, 'GET', '/api-keys'))).toBe('403 scope_missing');
  });

  it('do not open the public routes', async () => {
    const response = await product.request('/api/v1/packages', { headers: { 'x-tenant-key': secret } });
    expect(await codeOf(response)).toBe('401 unknown_api_key');
  });

  it('are shown once, and never stored', async () => {
    const { key, apiKey } = await make(['bookings:read', 'bookings:write']);
    expect(key).toMatch(/^sk_test_/);
    expect(apiKey).toMatchObject({ kind: 'secret', name: 'till', livemode: false, scopes: ['bookings:read', 'bookings:write'], revokedAt: null });
    const text = await (await send(secret, 'GET', '/api-keys')).text();
    expect(text).toContain(apiKey.id);
    expect(text).not.toContain(key);
    const rows = await withTenant(product.database.app, scope, (tx) => tx.sql<{ row: string }[]>`select api_keys::text as row from api_keys where tenant_id = ${tx.tenantId}`);
    expect(rows.some(({ row }) => row.includes(key))).toBe(false);
  });

  it('give away no scope that they lack', async () => {
    const maker = await make(['keys:write', 'bookings:read']);
    expect(await codeOf(await send(maker.key, 'POST', '/api-keys', { kind: 'secret', name: 'more', scopes: ['payments:write'] }))).toBe('422 invalid_request');
    const same = await answered<ApiKeyCreated>(await send(maker.key, 'POST', '/api-keys', { kind: 'secret', name: 'same' }), 201);
    expect(same.apiKey.scopes).toEqual(['bookings:read', 'keys:write']);
    const stronger = await make(['payments:write']);
    expect(await codeOf(await send(maker.key, 'POST', `/api-keys/${stronger.apiKey.id}/rotate`, { overlapHours: 1 }))).toBe('422 invalid_request');
  });

  it('are replaced with an overlap, once', async () => {
    const old = await make(['keys:read']);
    const fresh = await answered<ApiKeyCreated>(await send(secret, 'POST', `/api-keys/${old.apiKey.id}/rotate`, { overlapHours: 2 }), 201);
    expect(fresh.apiKey.scopes).toEqual(['keys:read']);
    expect((await send(old.key, 'GET', '/api-keys')).status).toBe(200);
    expect((await send(fresh.key, 'GET', '/api-keys')).status).toBe(200);
    expect(await codeOf(await send(secret, 'POST', `/api-keys/${old.apiKey.id}/rotate`, { overlapHours: 1 }))).toBe('409 api_key_not_active');
    product.clock.advance(2 * 3_600_000 + 1);
    product.services.directory.forgetAll();
    expect(await codeOf(await send(old.key, 'GET', '/api-keys'))).toBe('401 unknown_api_key');
    expect((await send(fresh.key, 'GET', '/api-keys')).status).toBe(200);
  });

  it('end at once when revoked, on every replica that hears of it', async () => {
    const { key, apiKey } = await make(['keys:read']);
    expect((await send(key, 'GET', '/api-keys')).status).toBe(200);
    const revoked = await answered<{ revokedAt: string }>(await send(secret, 'POST', `/api-keys/${apiKey.id}/revoke`), 200);
    expect(await answered(await send(secret, 'POST', `/api-keys/${apiKey.id}/revoke`), 200)).toMatchObject({ revokedAt: revoked.revokedAt });
    await expect.poll(async () => (await send(key, 'GET', '/api-keys')).status).toBe(401);
  });

  it('are made once for one idempotency key, and shown again', async () => {
    const body = { kind: 'secret', name: 'once', scopes: ['keys:read'] };
    const headers = { 'idempotency-key': 'make-it-once' };
    const first = await answered<ApiKeyCreated>(await send(secret, 'POST', '/api-keys', body, headers), 201);
    expect(await answered(await send(secret, 'POST', '/api-keys', body, headers), 201)).toEqual(first);
    expect(await codeOf(await send(secret, 'POST', '/api-keys', { ...body, name: 'twice' }, headers))).toBe('422 idempotency_key_reused');
    const { apiKeys } = await answered<ApiKeyList>(await send(secret, 'GET', '/api-keys'), 200);
    expect(apiKeys.filter(({ name }) => name === 'once')).toHaveLength(1);
  });

  it('tell when they were last used', async () => {
    const { key, apiKey } = await make(['keys:read']);
    await send(key, 'GET', '/api-keys');
    await expect.poll(async () => {
      const { apiKeys } = await answered<ApiKeyList>(await send(secret, 'GET', '/api-keys'), 200);
      return apiKeys.find(({ id }) => id === apiKey.id)?.lastUsedAt;
    }).toBe(product.clock.now().toISOString());
  });

  it('of a suspended tenant are refused', async () => {
    await withTenant(product.database.app, scope, (tx) => tx.sql`update tenants set status = 'suspended' where id = ${tx.tenantId}`);
    await expect.poll(async () => codeOf(await send(secret, 'GET', '/api-keys'))).toBe('403 tenant_suspended');
  });
});

async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { code: string }).code}`;
}
