import { keyScopes, type KeyScope } from '@mais/contract';
import { createApiKey } from '../features/api-keys/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import type { ProductFixture } from './product-fixture.ts';

/** What a tenant's own server does, over HTTP, with a secret key of test data. */
export interface TenantServer {
  readonly scope: TenantScope;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export async function createTenantServer(product: ProductFixture, slug: string, scopes: readonly KeyScope[] = keyScopes): Promise<TenantServer> {
  const tenant = await product.services.directory.findBySlug(slug);
  if (!tenant) throw new Error(`there is no tenant ${slug}`);
  const scope = { tenantId: tenant.id, livemode: false };
  const maker = { actor: 'test', scopes: keyScopes, now: product.clock.now() };
  const { key } = await withTenant(product.database.app, scope, (tx) => createApiKey(tx, maker, { kind: 'secret', name: 'server', scopes: [...scopes] }));
  return {
    scope,
    send: (method, path, body, headers = {}) => product.request(`/api/v1/tenant${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  };
}
