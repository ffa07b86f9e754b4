import { LRUCache } from 'lru-cache';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';
import type { Catalog } from './catalog.ts';
import { loadCatalog } from './load-catalog.ts';

const REMEMBER_MS = 15_000;

/** Catalogs by tenant, remembered until something of the tenant's changes. */
export interface Catalogs {
  get(scope: TenantScope): Promise<Catalog>;
  forget(tenantId: TenantId): void;
  forgetAll(): void;
}

export function createCatalogs(deps: { app: Sql; clock: Clock }): Catalogs {
  // Promises are remembered, so that a burst of first requests reads the catalog once.
  const cache = new LRUCache<TenantId, Promise<Catalog>>({ max: 5_000, ttl: REMEMBER_MS });
  return {
    get(scope) {
      const known = cache.get(scope.tenantId);
      if (known) return known;
      const loading = loadCatalog(deps.app, scope, deps.clock.now());
      cache.set(scope.tenantId, loading);
      loading.catch(() => {
        if (cache.peek(scope.tenantId) === loading) cache.delete(scope.tenantId);
      });
      return loading;
    },
    forget: (tenantId) => void cache.delete(tenantId),
    forgetAll: () => cache.clear(),
  };
}
