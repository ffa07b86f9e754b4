import { Slug } from '@mais/contract';
import { LRUCache } from 'lru-cache';
import type { Sql } from '../../platform/db/connect.ts';
import type { Clock } from '../../platform/clock.ts';
import type { TenantId } from '../../platform/ids.ts';
import { parseApiKey } from './api-key.ts';
import { UnknownApiKeyError } from './errors.ts';
import { findTenantById, findTenantBySlug, findTenantIdByKeyHash } from './platform-repository.ts';
import type { Tenant } from './tenant.ts';

/** Long enough to spare the database, short enough that a lost notification heals by itself. */
const REMEMBER_MS = 15_000;

export interface KeyOwner {
  readonly tenant: Tenant;
  readonly livemode: boolean;
}

/** Finds tenants by key and by slug, and remembers them until something of theirs changes. */
export interface TenantDirectory {
  /** @throws UnknownApiKeyError for a key that is unknown, revoked or of the wrong kind */
  getByPublishableKey(key: string): Promise<KeyOwner>;
  /** The same when it is remembered already; for paths that must not wait. */
  peekPublishableKey(key: string): KeyOwner | undefined;
  findBySlug(slug: string): Promise<Tenant | null>;
  forget(tenantId: TenantId): void;
  forgetAll(): void;
}

export function createTenantDirectory(deps: { platform: Sql; clock: Clock }): TenantDirectory {
  const byKey = new LRUCache<string, KeyOwner>({ max: 20_000, ttl: REMEMBER_MS });
  const bySlug = new LRUCache<string, Tenant>({ max: 20_000, ttl: REMEMBER_MS });
  const running = new Map<string, Promise<KeyOwner>>();
  // A look-up that began before a change must not be remembered after it.
  let generation = 0;

  async function lookUpKey(key: string): Promise<KeyOwner> {
    const startedIn = generation;
    const parsed = parseApiKey(key);
    if (parsed?.kind !== 'publishable') throw new UnknownApiKeyError();
    const tenantId = await findTenantIdByKeyHash(deps.platform, parsed.hash, deps.clock.now());
    const tenant = tenantId && (await findTenantById(deps.platform, tenantId));
    if (!tenant) throw new UnknownApiKeyError();
    const owner = { tenant, livemode: parsed.livemode };
    if (generation === startedIn) byKey.set(key, owner);
    return owner;
  }

  return {
    peekPublishableKey: (key) => byKey.get(key),
    async getByPublishableKey(key) {
      const known = byKey.get(key) ?? running.get(key);
      if (known) return known;
      // A burst of first requests asks the database once.
      const lookUp = lookUpKey(key).finally(() => running.delete(key));
      running.set(key, lookUp);
      return lookUp;
    },
    async findBySlug(slug) {
      // Anything can stand in an address; the database is asked only for what could be there.
      if (!Slug.safeParse(slug).success) return null;
      const known = bySlug.get(slug);
      if (known) return known;
      const startedIn = generation;
      const tenant = await findTenantBySlug(deps.platform, slug);
      if (tenant && generation === startedIn) bySlug.set(slug, tenant);
      return tenant;
    },
    forget(tenantId) {
      generation += 1;
      running.clear();
      for (const [key, owner] of byKey.entries()) if (owner.tenant.id === tenantId) byKey.delete(key);
      for (const [slug, tenant] of bySlug.entries()) if (tenant.id === tenantId) bySlug.delete(slug);
    },
    forgetAll() {
      generation += 1;
      running.clear();
      byKey.clear();
      bySlug.clear();
    },
  };
}
