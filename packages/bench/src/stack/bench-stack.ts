import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase, roleUrl, seedTenant, systemClock, type Sql } from '@mais/bff';
import { startEmbeddedDatabase } from '@mais/embedded-database';
import { findFreePorts, type PartDefinition, type RunningPart, runPart, startPart, waitUntilHealthy } from '@mais/local-stack';

import { benchTenant } from './bench-tenant.ts';

/** A database with the sample tenants and the bench tenant in it, and processes of the BFF on it. */
export interface BenchStack {
  /** of the superuser, whom row-level security doesn't bind */
  readonly databaseUrl: string;
  /** of the role that the BFF uses */
  readonly appUrl: string;
  /** the superuser's */
  readonly sql: Sql;
  readonly postgresVersion: string;
  /** @returns the port that a new BFF process listens on */
  startReplica(): Promise<number>;
  stopReplicas(): Promise<void>;
  close(): Promise<void>;
}

const bffFolder = new URL('../../../../apps/bff/src/', import.meta.url);

/** What a production server has, fsync included; only the number of connections is raised for two replicas and a crowd. */
const databaseSettings = { max_connections: '200' };

export async function startBenchStack(): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), 'mais-bench-'));
  const database = await startEmbeddedDatabase({ folder: join(folder, 'postgres'), temporary: true, settings: databaseSettings });
  const replicas: RunningPart[] = [];
  const databaseUrl = database.url('postgres');
  const sql = connectDatabase(databaseUrl, { name: 'bench', poolSize: 4 });
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    JWT_SECRET: randomBytes(48).toString('base64url'),
    TENANT_SECRETS_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    // All of the load comes from one address.
    RATE_LIMITS: 'off',
    // For looking inside: `BFF_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/profiles' pnpm bench hold-to-booking`.
    NODE_OPTIONS: process.env.BFF_NODE_OPTIONS ?? '',
  };

  async function stopReplicas(): Promise<void> {
    await Promise.all(replicas.splice(0).map((replica) => replica.stop()));
  }

  async function close(): Promise<void> {
    await stopReplicas();
    await sql.end({ timeout: 5 });
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }

  let postgresVersion: string;
  try {
    await runPart(bffPart('migrate', 'cli.ts', env, ['migrate']), folder, new AbortController().signal);
    await runPart(bffPart('seed', 'cli.ts', env, ['seed']), folder, new AbortController().signal);
    await seedBenchTenant(databaseUrl);
    postgresVersion = await readVersion(sql);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    databaseUrl, appUrl: roleUrl(databaseUrl, 'mais_app'), sql, postgresVersion, stopReplicas, close,
    async startReplica() {
      const { bff: port } = await findFreePorts();
      const url = `http://127.0.0.1:${port}`;
      const definition = { ...bffPart(`bff-${replicas.length}`, 'main.ts', { ...env, PORT: String(port), API_URL: url }), healthUrl: `${url}/readyz` };
      const replica = await startPart(definition, folder);
      replicas.push(replica);
      await waitUntilHealthy(definition, replica, new AbortController().signal);
      return port;
    },
  };
}

function bffPart(name: string, script: string, env: Record<string, string>, args: string[] = []): PartDefinition {
  return { name, script: fileURLToPath(new URL(script, bffFolder)), args, env, healthUrl: null };
}

async function seedBenchTenant(databaseUrl: string): Promise<void> {
  const app = connectDatabase(roleUrl(databaseUrl, 'mais_app'), { name: 'bench seed', poolSize: 1 });
  try {
    await seedTenant(app, benchTenant, systemClock.now());
  } finally {
    await app.end({ timeout: 5 });
  }
}

async function readVersion(sql: Sql): Promise<string> {
  const [row] = await sql<{ serverVersion: string }[]>`show server_version`;
  return row?.serverVersion ?? 'unknown';
}
