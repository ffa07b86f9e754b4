import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

import { check } from './checker/check.ts';
import type { Evidence, Violation } from './checker/evidence.ts';
import { readEvidence } from './checker/read-evidence.ts';
import { ApiClient, type ClientWorld } from './clients/api.ts';
import { type CustomerPlan, drawCustomers } from './clients/client-plan.ts';
import { runCustomer } from './clients/customer.ts';
import { runLaterAction } from './clients/later-actions.ts';
import type { MadeBooking } from './clients/made-booking.ts';
import { drawWaiters, runWaiter } from './clients/waiter.ts';
import { clearFaults, plantFaults, scheduleFaults } from './faults/apply-faults.ts';
import { drawFaults, type FaultKind } from './faults/fault-plan.ts';
import { hastenJobs, heal, waitUntilQuiet } from './heal.ts';
import { createHistory } from './history.ts';
import { createRandom } from './random.ts';
import { untilAborted } from './until-aborted.ts';
import { nameSourcesIn } from './world/name-sources.ts';
import { startWorld, type World } from './world/world.ts';
import { type Template, tenants } from './world/template.ts';

export interface SeedOptions {
  readonly customers: number;
  /** How long customers are busy. */
  readonly durationMs: number;
  readonly faults: readonly FaultKind[];
  /** Leave the folder of a run that failed. */
  readonly keep: boolean;
  /** Ends what is under way: nothing of it is left then, and its result says nothing. */
  readonly signal?: AbortSignal;
  /** Called with what the checker judged by, while the run's database is still there. */
  readonly inspect?: (evidence: Evidence, sql: postgres.Sql) => Promise<void>;
}

export interface SeedResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly violations: readonly Violation[];
  readonly counts: { readonly bookings: number; readonly charges: number; readonly refunds: number; readonly disputes: number; readonly webhooks: number; readonly blows: number };
  readonly seconds: number;
  /** How long each part took, in seconds. */
  readonly parts: Readonly<Record<string, number>>;
  /** Of the history, logs and mail; null where it was removed. */
  readonly folder: string | null;
}

const noCounts: SeedResult['counts'] = { bookings: 0, charges: 0, refunds: 0, disputes: 0, webhooks: 0, blows: 0 };

/** Far more than a run takes, also on a machine that is busy with something else. */
const patienceMs = 10 * 60_000;

/** One run from its beginning to the checker's word. One that breaks, or that doesn't end in ten minutes, is wrong as well. */
export async function runSeed(template: Template, seed: number, options: SeedOptions): Promise<SeedResult> {
  const startedMs = performance.now();
  const late = AbortSignal.timeout(patienceMs);
  try {
    return await playSeed(template, seed, options, options.signal ? AbortSignal.any([options.signal, late]) : late);
  } catch (error) {
    const what = late.aborted ? `it did not end within ${patienceMs / 60_000} minutes` : error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, faults: [], violations: [{ kind: 'run_broke', what }], counts: noCounts, seconds: (performance.now() - startedMs) / 1_000, parts: {}, folder: options.keep ? folderOf(template, seed) : null };
  }
}

function folderOf(template: Template, seed: number): string {
  return join(template.folder, `seed-${seed}`);
}

async function playSeed(template: Template, seed: number, options: SeedOptions, signal: AbortSignal): Promise<SeedResult> {
  const startedMs = performance.now();
  const folder = folderOf(template, seed);
  await mkdir(folder, { recursive: true });
  const databaseUrl = await template.clone(`simulation_${seed}`);
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const history = createHistory(join(folder, 'history.jsonl'));
  const faults = drawFaults(seed, options.faults, options.durationMs);
  history.write({ kind: 'begin', seed, at: new Date().toISOString(), faults: faults.kinds });
  let world: World | null = null;
  let isClean = false;
  const parts: Record<string, number> = {};
  let partBeganMs = startedMs;
  const endPart = (name: string): void => {
    const now = performance.now();
    parts[name] = (now - partBeganMs) / 1_000;
    partBeganMs = now;
  };
  const play = async (running: World): Promise<SeedResult> => {
    const clients: ClientWorld = { bffs: running.bffs, emulator: running.emulator, clock: running.clock, history, secretKeys: template.secretKeys, mailFolder: join(folder, 'mail') };
    await openEndpoints(clients, running);
    await settleHowBalancesAreCollected(clients, seed);
    endPart('start');

    await plantFaults(running, faults);
    running.tenantServer.misbehave(faults.tenantServers);
    const lastFault = scheduleFaults(running, faults, history);
    const customers = drawCustomers(seed, options.customers, options.durationMs);
    const bookings = await Promise.all(customers.map((plan) => runCustomer(clients, seed, plan)));
    // By then what no webhook told is asked about, and there is something to give back and to dispute.
    running.clock.advance(2 * 60_000);
    // Without trouble what happens next hangs on nothing but the plan.
    if (faults.kinds.length === 0) await waitUntilQuiet(running, sql, 60_000);
    const inTheWay = customers.flatMap((plan, index) => (mayMakeRoom(plan) ? (bookings[index] ?? []) : []));
    await Promise.all([
      ...customers.map((plan, index) => goOn(clients, seed, plan, bookings[index] ?? null)),
      ...drawWaiters(seed, waiters).map((plan) => runWaiter(clients, seed, plan, inTheWay)),
    ]);
    await letDaysPass(running, sql);
    await lastFault();

    endPart('trouble');
    await running.calm();
    await clearFaults(running);
    running.tenantServer.misbehave(0);
    await releaseOrphanedJobs(sql);
    const left = await heal(running, sql, createRandom(seed, 'payouts').pick(['paid', 'failed']));
    endPart('healing');
    const evidence = await readEvidence({ sql, emulator: running.emulator, historyFile: history.file, now: running.clock.now() });
    const violations = [...left.map((what) => ({ kind: 'not_quiet', what: `after everything was healed, there are still ${what}` })), ...check(evidence)];
    await options.inspect?.(evidence, sql);
    isClean = violations.length === 0;
    return { seed, faults: faults.kinds, violations, counts: countAll(evidence), seconds: (performance.now() - startedMs) / 1_000, parts, folder: isClean || !options.keep ? null : folder };
  };
  try {
    world = await startWorld({ template, databaseUrl, folder, seed, faults, history, signal });
    return await Promise.race([play(world), untilAborted(signal)]);
  } finally {
    await world?.close();
    await sql.end({ timeout: 5 });
    await template.drop(`simulation_${seed}`);
    if (isClean || !options.keep || options.signal?.aborted) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    else await nameSourcesIn(join(folder, 'logs'));
  }
}

/** As many as a run has of those who wait for what others have. */
const waiters = 4;

function mayMakeRoom({ later }: CustomerPlan): boolean {
  return later.some(({ name }) => /cancels|moves/.test(name));
}

/** What becomes of a booking, one after the other or all at once. */
async function goOn(clients: ClientWorld, seed: number, { later, allAtOnce }: CustomerPlan, booking: MadeBooking | null): Promise<void> {
  if (booking === null) return;
  const actions = later.map((action) => async () => {
    await sleep(action.afterMs);
    await runLaterAction(clients, seed, booking, action);
  });
  if (allAtOnce) await Promise.all(actions.map((run) => run()));
  else for (const run of actions) await run();
}

/**
 * Balances come due while things still go wrong: those of the first bookings with a deposit after one day and a bit, their next try a day
 * later. Never a day at once, and not before what was going on has ended: no call takes so long that Stripe forgets its key meanwhile.
 */
async function letDaysPass(world: World, sql: postgres.Sql): Promise<void> {
  for (const hours of [22, 22, 14]) {
    world.clock.advance(hours * 3_600_000);
    await releaseOrphanedJobs(sql);
    await sleep(1_000);
    // It may be down.
    await waitUntilQuiet(world, sql, 20_000).catch(() => sleep(7_000));
  }
}

async function settleHowBalancesAreCollected(clients: ClientWorld, seed: number): Promise<void> {
  const random = createRandom(seed, 'balances');
  const api = new ApiClient(clients, 'harborkayaks', { authorization: `Bearer ${clients.secretKeys.harborkayaks}` }, random);
  const { status } = await api.call({ what: 'balance settings', method: 'PUT', path: '/tenant/balance-settings', body: { collectBy: random.chance(0.7) ? 'saved_method' : 'link' } });
  if (status !== 200) throw new Error(`balance settings were answered with ${status}`);
}

/** Every tenant has its events sent to a server of its own. */
async function openEndpoints(clients: ClientWorld, world: World): Promise<void> {
  await Promise.all(tenants.map(async (tenant) => {
    const api = new ApiClient(clients, tenant, { authorization: `Bearer ${clients.secretKeys[tenant]}` }, createRandom(0, tenant));
    const { status, body } = await api.call({
      what: 'open endpoint', method: 'POST', path: '/tenant/webhook-endpoints', headers: { 'idempotency-key': 'the-endpoint' },
      body: { url: world.tenantServer.urlOf(tenant), eventTypes: ['*'] },
    });
    if (status !== 201) throw new Error(`${tenant} could not make its webhook endpoint: ${status} ${JSON.stringify(body)}`);
    world.tenantServer.setSecret(tenant, String(body['secret']));
  }));
}

/** What the queue does with a job whose worker was killed and gives no sign of life. Its clock is the database's, which doesn't move with ours. */
async function releaseOrphanedJobs(sql: postgres.Sql): Promise<void> {
  await sql`update pgboss.job set state = case when retry_count < retry_limit then 'retry' else 'failed' end::pgboss.job_state, retry_count = retry_count + 1, start_after = now() where state = 'active'`;
  await hastenJobs(sql);
}

function countAll({ tables, books, history }: Evidence): SeedResult['counts'] {
  return {
    bookings: tables.bookings.length,
    charges: books.reduce((sum, { charges }) => sum + charges.filter(({ paid }) => paid).length, 0),
    refunds: books.reduce((sum, { refunds }) => sum + refunds.length, 0),
    disputes: books.reduce((sum, { disputes }) => sum + disputes.length, 0),
    webhooks: history.filter(({ kind }) => kind === 'webhook').length,
    blows: history.filter(({ kind }) => kind === 'blow').length,
  };
}
