import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPorts } from '@mais/local-stack';

import type { FaultPlan, PlannedBlow, Victim } from '../faults/fault-plan.ts';
import type { History } from '../history.ts';
import { createRandom } from '../random.ts';
import { untilAborted } from '../until-aborted.ts';
import { type CuttingProxy, startCuttingProxy, type Watch, watchCommits, watchStripeCalls } from './cutting-proxy.ts';
import { type ManagedProcess, manageProcess } from './processes.ts';
import { bffPart, commonEnv, emulatorPart, startsAt, type Template, webhookSecrets, workerPart } from './template.ts';
import { startTenantServer, type TenantServer } from './tenant-server.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The processes of one run, and what stands between them. */
export interface World {
  readonly clock: VirtualClock;
  readonly bffs: readonly string[];
  readonly emulator: string;
  /** Past the proxies, as the owner. */
  readonly databaseUrl: string;
  readonly tenantServer: TenantServer;
  readonly processes: Readonly<Record<Victim, ManagedProcess>>;
  /** Nothing strikes any more; what was killed comes back. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder of this run alone */
export async function startWorld(given: { template: Template; databaseUrl: string; folder: string; seed: number; faults: FaultPlan; history: History; signal: AbortSignal }): Promise<World> {
  const { template, databaseUrl, folder, seed, faults, history, signal } = given;
  await mkdir(folder, { recursive: true });
  const clock = new VirtualClock(join(folder, 'clock'), startsAt);
  const stateFile = join(folder, 'emulator.jsonl');
  await copyFile(template.emulatorState, stateFile);
  const tenantServer = await startTenantServer(history, createRandom(seed, 'tenant servers'));
  const [bff1 = 0, bff2 = 0, emulatorPort = 0] = await findPorts(3);
  const env = commonEnv(template.folder, clock.file);
  const emulatorUrl = addressOf(emulatorPort);
  const proxies: CuttingProxy[] = [];
  const processes = {} as Record<Victim, ManagedProcess>;
  let isCalm = false;

  const blowsFor = (victim: Victim, planned: readonly PlannedBlow[], place: string) => {
    let count = 0;
    return () => {
      count += 1;
      const blow = isCalm ? undefined : planned.find((one) => one.victim === victim && one.nth === count);
      if (!blow) return null;
      return {
        when: blow.when,
        strike: () => {
          history.write({ kind: 'blow', at: clock.now().toISOString(), what: `${blow.killedForMs === null ? 'cut' : 'killed'} ${victim} ${blow.when} its ${place} ${count}` });
          if (blow.killedForMs !== null) processes[victim].kill(blow.killedForMs);
        },
      };
    };
  };
  const proxyTo = async (port: number, watch: () => Watch, onMoment: ReturnType<typeof blowsFor>): Promise<number> => {
    const proxy = await startCuttingProxy(port, watch, onMoment);
    proxies.push(proxy);
    return proxy.port;
  };
  const serverEnv = async (victim: Victim, port: number | null): Promise<Record<string, string>> => {
    const database = new URL(databaseUrl);
    // Every byte that passes a proxy is this process's work: there is one only where something strikes.
    const isStruck = (planned: readonly PlannedBlow[]): boolean => planned.some((blow) => blow.victim === victim);
    if (isStruck(faults.commits)) database.port = String(await proxyTo(Number(database.port), watchCommits, blowsFor(victim, faults.commits, 'commit')));
    const stripe = isStruck(faults.stripeCalls) ? await proxyTo(emulatorPort, watchStripeCalls, blowsFor(victim, faults.stripeCalls, 'call of Stripe')) : emulatorPort;
    return {
      ...env, DATABASE_URL: database.href, STRIPE_API_URL: addressOf(stripe), STRIPE_JS_URL: `${emulatorUrl}/js/stripe.js`, MAIL_OUTBOX_DIR: join(folder, 'mail'),
      API_URL: addressOf(bff1), WIDGET_URL: addressOf(bff1), ...(port === null ? {} : { PORT: String(port) }),
    };
  };
  // Stripe's two endpoints go to different replicas.
  const endpoints = [
    { url: `${addressOf(bff1)}/api/v1/webhooks/stripe`, secret: webhookSecrets.STRIPE_WEBHOOK_SECRET, connect: false },
    { url: `${addressOf(bff2)}/api/v1/webhooks/stripe/connect`, secret: webhookSecrets.STRIPE_CONNECT_WEBHOOK_SECRET, connect: true },
  ];
  const { programs } = template;
  processes.emulator = manageProcess(emulatorPart(programs, emulatorPort, env, { stateFile, endpoints }), folder);
  processes['bff-1'] = manageProcess(bffPart(programs, 'bff-1', await serverEnv('bff-1', bff1)), folder);
  processes['bff-2'] = manageProcess(bffPart(programs, 'bff-2', await serverEnv('bff-2', bff2)), folder);
  processes.worker = manageProcess(workerPart(programs, await serverEnv('worker', null)), folder);
  const all = Object.values(processes);
  const world: World = {
    clock, tenantServer, processes, databaseUrl,
    bffs: [addressOf(bff1), addressOf(bff2)],
    emulator: emulatorUrl,
    async calm() {
      isCalm = true;
      await Promise.all(all.map((one) => one.up()));
    },
    async close() {
      isCalm = true;
      await Promise.all(all.map((one) => one.stop()));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await tenantServer.close();
    },
  };
  try {
    await Promise.race([Promise.all(all.map((one) => one.start())), untilAborted(signal)]);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
