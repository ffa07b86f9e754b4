import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase } from '@mais/test-kit';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecrets } from '../features/secrets/index.ts';
import { createMasterKeys } from '../platform/crypto/master-keys.ts';
import { connectDatabase } from '../platform/db/connect.ts';
import { roleUrl } from '../platform/db/role-urls.ts';
import { withTenant } from '../platform/db/with-tenant.ts';
import type { TenantId } from '../platform/ids.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

describe('the command line', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  const firstKey = 'cd'.repeat(32);
  const nextKey = 'ef'.repeat(32);

  function run(...args: string[]) {
    return runWith({}, ...args);
  }

  async function runWith(extra: Record<string, string>, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, JWT_SECRET: 'x'.repeat(40), TENANT_SECRETS_ENCRYPTION_KEY: firstKey, ...extra };
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, [cli, ...args], { env })) };
    } catch (error) {
      const failed = error as { code: number; stdout: string; stderr: string };
      return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
    }
  }

  const bella = ['--name', 'Bella', '--slug', 'bella', '--email', 'b@example.com', '--country', 'US', '--commission', '12.5', '--time-zone', 'America/New_York', '--currency', 'USD'];

  it('migrates an empty database, and again without harm', async () => {
    expect((await run('migrate')).stdout).toMatch(/Applied 0001/);
    expect((await run('migrate')).stdout).toBe('The schema is up to date.\n');
  });

  it('seeds the sample tenants once', async () => {
    expect((await run('seed')).stdout.match(/created/g)).toHaveLength(5);
    expect((await run('seed')).stdout.match(/there already/g)).toHaveLength(5);
  });

  it('creates a tenant and prints its keys and its tag', async () => {
    const { code, stdout } = await run('create-tenant', ...bella, '--origin', 'https://Bella.example:443');
    expect(code).toBe(0);
    const keys = stdout.match(/[ps]k_(?:test|live)_[\w-]+/g) ?? [];
    expect(new Set(keys).size).toBe(4);
    expect(stdout).toContain('data-tenant="bella"');
    expect((await run('create-tenant', ...bella)).stderr).toContain('Another tenant has the slug "bella" already');
  });

  it('makes a secret key of a tenant, and refuses what there is none of', async () => {
    const { code, stdout } = await run('create-api-key', '--tenant', 'bella', '--mode', 'test', '--scopes', 'bookings:read,payments:read', '--name', 'Till');
    expect(code, stdout).toBe(0);
    expect(stdout.match(/sk_test_[\w-]{20,}/g)).toHaveLength(1);
    expect(stdout).toContain('It may bookings:read, payments:read.');
    expect((await run('create-api-key', '--tenant', 'bella', '--mode', 'live', '--scopes', 'all')).stdout).toMatch(/sk_live_/);
    expect((await run('create-api-key', '--tenant', 'nobody', '--mode', 'test', '--scopes', 'all')).stderr).toBe('There is no tenant "nobody".\n');
    const { stderr } = await run('create-api-key', '--mode', 'both', '--scopes', 'everything');
    expect(stderr).toMatch(/--tenant is required/);
    expect(stderr).toMatch(/--mode must be test or live/);
    expect(stderr).toMatch(/--scopes must be "all" or some of bookings:read/);
  });

  it('wraps the data keys with another master key, and says when it can’t', async () => {
    const owner = postgres(database.url, { max: 1 });
    const rows = await owner<{ id: TenantId }[]>`select set_config('app.tenant_id', id::text, false), id from (select '018f0000-0000-7000-8000-000000000001'::uuid as id) as one`;
    const tenantId = rows[0]?.id as TenantId;
    await owner`insert into tenants (id, slug, name, email, country, currency, time_zone, commission_bps) values (${tenantId}, 'sealed', 'Sealed', 's@example.com', 'DE', 'EUR', 'UTC', 1000)`;
    const keys = createMasterKeys(Buffer.from(firstKey, 'hex'), null);
    const app = connectDatabase(roleUrl(database.url, 'mais_app'), { name: 'test', poolSize: 1 });
    const place = { table: 't', column: 'c', row: 'r' };
    const sealed = await withTenant(app, { tenantId, livemode: false }, (tx) => createSecrets(keys).sealSecret(tx, place, 'secret', new Date()));

    const alone = await runWith({ TENANT_SECRETS_ENCRYPTION_KEY: nextKey }, 'rotate-master-key');
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain('TENANT_SECRETS_PREVIOUS_KEY');
    const both = { TENANT_SECRETS_ENCRYPTION_KEY: nextKey, TENANT_SECRETS_PREVIOUS_KEY: firstKey };
    expect((await runWith(both, 'rotate-master-key')).stdout).toContain('1 data keys are wrapped with it now.');
    expect((await runWith(both, 'rotate-master-key')).stdout).toContain('Every data key is wrapped with it.');
    const after = createSecrets(createMasterKeys(Buffer.from(nextKey, 'hex'), null));
    expect(await withTenant(app, { tenantId, livemode: false }, (tx) => after.openSecret(tx, place, sealed))).toBe('secret');
    await Promise.all([app.end(), owner.end()]);
  });

  it('compares no ledger where Stripe is not configured', async () => {
    const { code, stderr } = await run('check-ledger');
    expect(code).toBe(1);
    expect(stderr).toBe('Stripe is not configured, so there is nothing to compare with.\n');
  });

  it('names every wrong option, and tells what there is', async () => {
    const { code, stderr } = await run('create-tenant', '--name', 'X', '--slug', 'Not A Slug', '--origin', 'ftp://x');
    expect(code).toBe(1);
    expect(stderr).toMatch(/--slug must be/);
    expect(stderr).toMatch(/--email is required/);
    expect(stderr).toMatch(/--origin must be an origin/);
    expect((await run('dance')).stderr).toMatch(/There is no command "dance"[\s\S]+create-tenant/);
  });
});
