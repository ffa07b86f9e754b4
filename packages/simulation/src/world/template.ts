import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '@mais/embedded-database';
import { findPorts, type PartDefinition, type RunningPart, startPart, waitUntilHealthy } from '@mais/local-stack';
import postgres from 'postgres';

import { bundlePrograms, type Programs } from './bundle-programs.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Where each run begins: the same day, whenever it is run, so that a seed finds the same calendar. A Monday. */
export const startsAt = new Date('2027-01-11T08:00:00Z');

export const tenants = ['bellaweddings', 'harborkayaks', 'studionord', 'matsuritea', 'marinaspa'] as const;
export type TenantSlug = (typeof tenants)[number];

/** A database server with sample tenants that can take payments, from which each run begins. */
export interface Template {
  readonly folder: string;
  readonly database: EmbeddedDatabase;
  readonly programs: Programs;
  /** The emulator's state at the beginning. */
  readonly emulatorState: string;
  /** Of all scopes, in test mode. */
  readonly secretKeys: Readonly<Record<TenantSlug, string>>;
  /** A database of a run's own. */
  clone(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

const templateName = 'simulation_template';

/**
 * Nothing is kept, so nothing has to survive a power cut; what a run kills are clients and connections. Databases are small and soon gone:
 * no statistics are worth gathering, a plan serves every value, and a password that nobody else sees takes no long proof.
 */
const settings = {
  max_connections: '400', fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0',
  autovacuum: 'off', plan_cache_mode: 'force_generic_plan', scram_iterations: '1',
};

export const webhookSecrets = { STRIPE_WEBHOOK_SECRET: 'whsec_simulation_platform', STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_simulation_connect' };

/** What every process is given. Whatever could be drawn by lot is fixed, so that a seed replays. */
export function commonEnv(folder: string, clockFile: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    // Processes are started again and again: without it each of them would compile all of it anew.
    NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    // Little of what is made on the way in lives long.
    NODE_OPTIONS: '--max-semi-space-size=32',
    CLOCK_FILE: clockFile,
    LOG_LEVEL: 'warn',
    JWT_SECRET: 'simulation '.repeat(4),
    TENANT_SECRETS_ENCRYPTION_KEY: '5a'.repeat(32),
    STRIPE_SECRET_KEY: 'sk_test_simulation',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_simulation',
    RATE_LIMITS: 'off',
    WEBHOOKS_TO_LOOPBACK: 'on',
    WORKER_PACE: '30',
    DATABASE_POOL_SIZE: '6',
    ...webhookSecrets,
  };
}

export function bffPart(programs: Programs, name: string, env: Record<string, string>): PartDefinition {
  return { name, script: programs.bff, env, healthUrl: `http://127.0.0.1:${env['PORT']}/readyz` };
}

export function workerPart(programs: Programs, env: Record<string, string>): PartDefinition {
  return { name: 'worker', script: programs.worker, env, healthUrl: null };
}

export function emulatorPart(programs: Programs, port: number, env: Record<string, string>, given: { stateFile: string; endpoints: readonly object[] }): PartDefinition {
  return {
    name: 'emulator', script: programs.emulator, healthUrl: `http://127.0.0.1:${port}/_emulator/health`,
    env: {
      ...Object.fromEntries(['PATH', 'NODE_COMPILE_CACHE', 'NODE_OPTIONS', 'CLOCK_FILE'].map((name) => [name, env[name] ?? ''])),
      EMULATOR_PORT: String(port), EMULATOR_STATE_FILE: given.stateFile, EMULATOR_WEBHOOK_ENDPOINTS: JSON.stringify(given.endpoints),
    },
  };
}

/**
 * @param folder is removed by whoever made it, after `close`
 * @param signal ends what is under way
 */
export async function createTemplate(folder: string, log: (line: string) => void, signal = new AbortController().signal): Promise<Template> {
  log('making the template');
  const programs = await bundlePrograms(join(folder, 'programs'));
  const database = await startEmbeddedDatabase({ folder: join(folder, 'postgres'), temporary: true, settings });
  try {
    const made = await furnish(folder, programs, database, signal);
    return {
      folder, programs, database, ...made,
      async clone(name) {
        await asAdmin(database, (sql) => sql`create database ${sql(name)} template ${sql(templateName)}`);
        return database.url(name);
      },
      async drop(name) {
        await asAdmin(database, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
      },
      close: () => database.stop(),
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function furnish(folder: string, programs: Programs, database: EmbeddedDatabase, signal: AbortSignal): Promise<Pick<Template, 'emulatorState' | 'secretKeys'>> {
  await asAdmin(database, (sql) => sql`create database ${sql(templateName)}`);
  const own = join(folder, 'template');
  await mkdir(own, { recursive: true });
  const [emulatorPort = 0, bffPort = 0] = await findPorts(2);
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`;
  const clock = new VirtualClock(join(own, 'clock'), new Date(startsAt.getTime() - 3_600_000));
  const env = { ...commonEnv(folder, clock.file), DATABASE_URL: database.url(templateName), STRIPE_API_URL: emulatorUrl, MAIL_OUTBOX_DIR: join(own, 'mail'), PORT: String(bffPort) };
  const run = async (...args: string[]): Promise<string> => (await promisify(execFile)(process.execPath, [programs.cli, ...args], { env, signal, timeout: 120_000 })).stdout;
  const running: RunningPart[] = [];
  const start = async (part: PartDefinition): Promise<void> => {
    const started = await startPart(part, own);
    running.push(started);
    await waitUntilHealthy(part, started, signal);
  };

  await run('migrate');
  const emulatorState = join(own, 'emulator.jsonl');
  try {
    await start(emulatorPart(programs, emulatorPort, env, { stateFile: emulatorState, endpoints: [] }));
    await run('seed');
    await onboardAll(emulatorUrl);
    // Nobody listens for the emulator's events yet: the worker asks about accounts of which nothing was heard for a while.
    clock.advance(10 * 60_000);
    await start(workerPart(programs, env));
    await untilOnboarded(database, signal);
    await makeDaysDearer(database);
    const keys = await Promise.all(tenants.map(async (slug) => [slug, keyIn(await run('create-api-key', '--tenant', slug, '--mode', 'test', '--scopes', 'all'))] as const));
    await start(bffPart(programs, 'bff', env));
    return { emulatorState, secretKeys: Object.fromEntries(keys) as Record<TenantSlug, string> };
  } finally {
    // Asked to end, not killed as in the runs: only then they leave in the cache what was compiled. That is all that the BFF is here for.
    for (const part of running.toReversed()) await part.stop();
    await rm(join(own, 'mail'), { recursive: true, force: true });
  }
}

async function onboardAll(emulator: string): Promise<void> {
  const listed = await fetch(`${emulator}/v1/accounts?limit=100`, { headers: { authorization: 'Bearer sk_test_simulation' } });
  for (const { id } of ((await listed.json()) as { data: { id: string }[] }).data) await fetch(`${emulator}/_emulator/accounts/${id}/onboard`, { method: 'POST' });
}

async function untilOnboarded(database: EmbeddedDatabase, signal: AbortSignal): Promise<void> {
  const sql = postgres(database.url(templateName), { max: 1, onnotice: () => {} });
  try {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100, null, { signal })) {
      const [row] = await sql<{ ready: number }[]>`select count(*)::int as ready from stripe_accounts where charges_enabled and payouts_enabled`;
      if (row?.ready === tenants.length) return;
    }
    throw new Error('The accounts did not become ready within a minute.');
  } finally {
    await sql.end();
  }
}

/** Tuesdays, Thursdays and Sundays cost more everywhere, so that whoever moves a booking pays or gets back the difference. */
async function makeDaysDearer(database: EmbeddedDatabase): Promise<void> {
  const sql = postgres(database.url(templateName), { max: 1, onnotice: () => {} });
  try {
    await sql`insert into day_surcharges (tenant_id, id, name, weekdays, percent_bps) select id, gen_random_uuid(), 'A busy day', '{2,4,7}', 1250 from tenants`;
  } finally {
    await sql.end();
  }
}

function keyIn(output: string): string {
  const key = /sk_\S+/.exec(output)?.[0];
  if (key === undefined) throw new Error(`create-api-key printed no key:\n${output}`);
  return key;
}

async function asAdmin(database: EmbeddedDatabase, run: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(database.url('postgres'), { max: 1, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
