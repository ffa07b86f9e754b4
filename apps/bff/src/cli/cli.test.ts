import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase } from '@mais/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

describe('the command line', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, JWT_SECRET: 'x'.repeat(40), TENANT_SECRETS_ENCRYPTION_KEY: 'cd'.repeat(32) };
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

  it('names every wrong option, and tells what there is', async () => {
    const { code, stderr } = await run('create-tenant', '--name', 'X', '--slug', 'Not A Slug', '--origin', 'ftp://x');
    expect(code).toBe(1);
    expect(stderr).toMatch(/--slug must be/);
    expect(stderr).toMatch(/--email is required/);
    expect(stderr).toMatch(/--origin must be an origin/);
    expect((await run('dance')).stderr).toMatch(/There is no command "dance"[\s\S]+create-tenant/);
  });
});
