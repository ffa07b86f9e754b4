import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotateMasterKey } from '../../jobs/rotate-master-key.ts';
import { systemClock } from '../../platform/clock.ts';
import { createMasterKeys, type MasterKeys } from '../../platform/crypto/master-keys.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { createLogger } from '../../platform/log.ts';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';
import { createTenant } from '../tenants/index.ts';
import { createSecrets, type SecretPlace } from './index.ts';

const place: SecretPlace = { table: 'stripe_restricted_keys', column: 'sealed_key', row: 'test' };
const now = new Date('2027-01-01T00:00:00Z');

describe('the secrets of a tenant', () => {
  let database: MigratedDatabase;
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const before = createMasterKeys(old, null);
  let count = 0;
  beforeAll(async () => {
    database = await createMigratedDatabase();
  });
  afterAll(() => database.close());

  async function newTenant(): Promise<TenantScope> {
    count += 1;
    const { id } = await createTenant({ app: database.app, actor: 'test', now }, {
      slug: `tenant-${count}`, name: 'T', email: 't@example.com', country: 'DE', currency: 'EUR', timeZone: 'UTC', locale: 'en', status: 'active', commissionBps: 1000, origins: [],
    });
    return { tenantId: id, livemode: false };
  }
  const seal = (scope: TenantScope, secret: string, keys: MasterKeys = before, at = place) => withTenant(database.app, scope, (tx) => createSecrets(keys).sealSecret(tx, at, secret, now));
  const open = (scope: TenantScope, sealed: Buffer, keys: MasterKeys = before, at = place) => withTenant(database.app, scope, (tx) => createSecrets(keys).openSecret(tx, at, sealed));
  const rotate = (keys: MasterKeys) => rotateMasterKey({
    app: database.app, platform: database.platform, clock: systemClock, config: { masterKeys: keys } as never, secrets: createSecrets(keys), log: createLogger({ level: 'silent', name: 'test' }),
  }, () => {});
  const keysOf = (scope: TenantScope) => withTenant(database.app, scope, ({ sql, tenantId }) => sql<{ masterKeyId: string; wrappedKey: Buffer }[]>`select master_key_id, wrapped_key from tenant_data_keys where tenant_id = ${tenantId}`);

  it('open where they were sealed and nowhere else', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const sealed = await seal(one, 'rk_test_secret');
    await seal(other, 'another');
    expect(sealed.includes('rk_test_secret')).toBe(false);
    expect(await open(one, sealed)).toBe('rk_test_secret');
    await expect(open(other, sealed)).rejects.toThrow(/no data key/);
    for (const wrong of [{ ...place, table: 'webhook_endpoints' }, { ...place, column: 'other' }, { ...place, row: 'live' }]) await expect(open(one, sealed, before, wrong)).rejects.toThrow();
    for (const at of [0, 5, 20, 40, sealed.length - 1]) {
      const spoilt = Buffer.from(sealed);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      await expect(open(one, spoilt), `byte ${at}`).rejects.toThrow();
    }
    expect(await seal(one, 'rk_test_secret')).not.toEqual(sealed);
  });

  it('can’t be opened with a data key that was moved from another tenant', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const sealed = await seal(one, 'secret');
    await seal(other, 'secret');
    const [[stolen], [own]] = [await keysOf(one), await keysOf(other)];
    const give = (wrappedKey: Buffer | undefined) => withTenant(database.app, other, ({ sql, tenantId }) => sql`update tenant_data_keys set wrapped_key = ${wrappedKey ?? ''} where tenant_id = ${tenantId}`);
    await give(stolen?.wrappedKey);
    await expect(seal(other, 'more')).rejects.toThrow();
    await give(own?.wrappedKey);
    await seal(other, 'more');
    await expect(open(other, sealed)).rejects.toThrow();
  });

  it('have one data key, also when the first secrets are sealed at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scope = await newTenant();
      const sealed = await Promise.all(Array.from({ length: 6 }, (_, index) => seal(scope, `secret ${index}`)));
      expect(await keysOf(scope)).toHaveLength(1);
      expect(await Promise.all(sealed.map((one) => open(scope, one)))).toEqual(sealed.map((_, index) => `secret ${index}`));
    }
  });

  it('stay open in every step of replacing the master key, with replicas of both steps beside each other', async () => {
    const scopes = await Promise.all(Array.from({ length: 7 }, newTenant));
    const sealed = await Promise.all(scopes.map((scope) => seal(scope, `of ${scope.tenantId}`)));
    const announced = createMasterKeys(old, fresh);
    const swapped = createMasterKeys(fresh, old);
    const after = createMasterKeys(fresh, null);
    const allOpen = async (keys: MasterKeys) => {
      for (const [index, scope] of scopes.entries()) expect(await open(scope, sealed[index] as Buffer, keys)).toBe(`of ${scope.tenantId}`);
    };
    await allOpen(announced);
    await allOpen(swapped);
    await expect(open(scopes[0] as TenantScope, sealed[0] as Buffer, after)).rejects.toThrow(/TENANT_SECRETS_PREVIOUS_KEY/);

    // Twice at once, while both kinds of replicas read and write.
    const late = await newTenant();
    const [one, two] = await Promise.all([rotate(swapped), rotate(swapped), allOpen(announced), allOpen(swapped), seal(late, 'late', announced)]);
    expect([...one.failed, ...two.failed]).toEqual([]);
    expect(one.rewrapped + two.rewrapped).toBeGreaterThanOrEqual(7);
    for (const scope of scopes) expect(await keysOf(scope)).toMatchObject([{ masterKeyId: after.current.id }]);
    await allOpen(announced);
    await rotate(swapped);
    await allOpen(after);
    expect(await rotate(swapped)).toEqual({ rewrapped: 0, failed: [] });
    for (const scope of scopes) await seal(scope, 'more', after);
  });

  it('are left alone, and named, where neither master key opens their data key', async () => {
    const [lost, kept] = [await newTenant(), await newTenant()];
    const third = createMasterKeys(randomBytes(32), null);
    await seal(lost, 'secret', third);
    await seal(kept, 'secret', createMasterKeys(old, null));
    const swapped = createMasterKeys(fresh, old);
    const outcome = await rotate(swapped);
    expect(outcome.failed).toEqual([lost.tenantId]);
    expect(outcome.rewrapped).toBeGreaterThanOrEqual(1);
    expect(await keysOf(kept)).toMatchObject([{ masterKeyId: swapped.current.id }]);
    // With the key that was missing, a second run ends it.
    expect(await rotate(createMasterKeys(fresh, third.current.bytes))).toEqual({ rewrapped: 1, failed: [] });
  });
});
