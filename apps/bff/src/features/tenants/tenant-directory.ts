import { Slug } from '@mais/contract';
import { LRUCache } from 'lru-cache';
import type { Sql } from '../../platform/db/connect.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ApiKeyId, TenantId } from '../../platform/ids.ts';
import { parseApiKey, type ParsedApiKey } from './api-key.ts';
import { UnknownApiKeyError } from './errors.ts';
import { knownScopes, type KeyScope } from './key-scopes.ts';
import { findKeyByHash, findTenantById, findTenantBySlug, type KeyRow } from './platform-repository.ts';
import type { Tenant } from './tenant.ts';

/** Long enough to spare the database, short enough that a lost notification heals by itself. */
const REMEMBER_MS = 15_000;

export interface KeyOwner {
  readonly tenant: Tenant;
  readonly livemode: boolean;
}

/** What a secret key opens, and of whom. */
export interface SecretKeyOwner extends KeyOwner {
  readonly keyId: ApiKeyId;
  readonly scopes: readonly KeyScope[];
}

/** Finds tenants by key and by slug, and remembers them until something of theirs changes. */
export interface TenantDirectory {
  /** @throws UnknownApiKeyError for a key that is unknown, revoked or of the wrong kind */
  getByPublishableKey(key: string): Promise<KeyOwner>;
  /** The same when it is remembered already; for paths that must not wait. */
  peekPublishableKey(key: string): KeyOwner | undefined;
  /** @throws UnknownApiKeyError for a key that is unknown, revoked, expired or of the wrong kind */
  getBySecretKey(key: string): Promise<SecretKeyOwner>;
  findBySlug(slug: string): Promise<Tenant | null>;
  forget(tenantId: TenantId): void;
  forgetAll(): void;
}

export function createTenantDirectory(deps: { platform: Sql; clock: Clock }): TenantDirectory {
  const byKey = new LRUCache<string, KeyOwner>({ max: 20_000, ttl: REMEMBER_MS });
  // By hash: a secret doesn't stay in memory longer than its request.
  const bySecret = new LRUCache<string, SecretKeyOwner>({ max: 20_000, ttl: REMEMBER_MS });
  const bySlug = new LRUCache<string, Tenant>({ max: 20_000, ttl: REMEMBER_MS });
  const running = new Map<string, Promise<KeyOwner>>();
  // A look-up that began before a change must not be remembered after it.
  let generation = 0;

  async function lookUpKey(key: string): Promise<KeyOwner> {
    const startedIn = generation;
    const parsed = parseApiKey(key);
    if (parsed?.kind !== 'publishable') throw new UnknownApiKeyError();
    const { tenant, ttl } = await findOwner(parsed);
    const owner = { tenant, livemode: parsed.livemode };
    if (generation === startedIn) byKey.set(key, owner, { ttl });
    return owner;
  }

  async function lookUpSecret(parsed: ParsedApiKey): Promise<SecretKeyOwner> {
    const startedIn = generation;
    const { tenant, row, ttl } = await findOwner(parsed);
    const owner = { tenant, livemode: parsed.livemode, keyId: row.id, scopes: knownScopes(row.scopes) };
    if (generation === startedIn) bySecret.set(parsed.hash.toString('base64'), owner, { ttl });
    return owner;
  }

  /** `ttl` is how long it may be remembered: no key outlives its expiry. */
  async function findOwner(parsed: ParsedApiKey): Promise<{ tenant: Tenant; row: KeyRow; ttl: number }> {
    const now = deps.clock.now();
    const row = await findKeyByHash(deps.platform, parsed.hash, now);
    const tenant = row && (await findTenantById(deps.platform, row.tenantId));
    if (!row || !tenant) throw new UnknownApiKeyError();
    const leftMs = row.expiresAt === null ? REMEMBER_MS : row.expiresAt.getTime() - now.getTime();
    return { tenant, row, ttl: Math.max(1, Math.min(REMEMBER_MS, leftMs)) };
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
    async getBySecretKey(key) {
      const parsed = parseApiKey(key);
      if (parsed?.kind !== 'secret') throw new UnknownApiKeyError();
      return bySecret.get(parsed.hash.toString('base64')) ?? lookUpSecret(parsed);
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
      for (const [hash, owner] of bySecret.entries()) if (owner.tenant.id === tenantId) bySecret.delete(hash);
      for (const [slug, tenant] of bySlug.entries()) if (tenant.id === tenantId) bySlug.delete(slug);
    },
    forgetAll() {
      generation += 1;
      running.clear();
      byKey.clear();
      bySecret.clear();
      bySlug.clear();
    },
  };
}
