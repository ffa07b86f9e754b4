import { LRUCache } from 'lru-cache';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantScope, TenantTx } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';
import type { TenantAccess } from '../tenants/index.ts';
import type { Catalog } from './catalog.ts';
import { loadCatalog, loadCatalogWithin } from './load-catalog.ts';
import { offeredCatalog } from './offered-catalog.ts';

const REMEMBER_MS = 15_000;

/** Catalogs by tenant, remembered until something of the tenant's changes. */
export interface Catalogs {
  /** All there is, for what was begun before and for the tenant itself. */
  get(scope: TenantScope): Promise<Catalog>;
  /** The same inside a transaction, over its connection alone: one that waited for another of the pool could wait for ever. */
  getWithin(tx: TenantTx): Promise<Catalog>;
  /** What customers may see and begin to book. */
  offered(access: TenantAccess): Promise<Catalog>;
  /** The same when it is remembered already; for paths that must not wait. */
  peekOffered(access: TenantAccess): Catalog | undefined;
  /** Whether the tenant can be paid now. */
  canCharge(access: TenantAccess): boolean;
  forget(tenantId: TenantId): void;
  forgetAll(): void;
}

interface Entry {
  readonly loading: Promise<Catalog>;
  loaded: Catalog | undefined;
}

export function createCatalogs(deps: { app: Sql; clock: Clock; canCharge: (access: TenantAccess) => boolean }): Catalogs {
  // Promises are remembered, so that a burst of first requests reads the catalog once.
  const cache = new LRUCache<TenantId, Entry>({ max: 5_000, ttl: REMEMBER_MS });

  /** What failed to load is asked for again by the next who comes. */
  async function settle(entry: Entry, tenantId: TenantId): Promise<void> {
    try {
      entry.loaded = await entry.loading;
    } catch {
      if (cache.peek(tenantId) === entry) cache.delete(tenantId);
    }
  }

  function get(scope: TenantScope): Promise<Catalog> {
    const known = cache.get(scope.tenantId);
    if (known) return known.loading;
    const entry: Entry = { loading: loadCatalog(deps.app, scope, deps.clock.now()), loaded: undefined };
    cache.set(scope.tenantId, entry);
    void settle(entry, scope.tenantId);
    return entry.loading;
  }

  return {
    get,
    getWithin: async (tx) => cache.get(tx.tenantId)?.loaded ?? loadCatalogWithin(tx, deps.clock.now()),
    offered: async (access) => offeredCatalog(await get(access.scope), deps.canCharge(access)),
    peekOffered(access) {
      const loaded = cache.get(access.scope.tenantId)?.loaded;
      return loaded && offeredCatalog(loaded, deps.canCharge(access));
    },
    canCharge: deps.canCharge,
    forget: (tenantId) => void cache.delete(tenantId),
    forgetAll: () => cache.clear(),
  };
}
