import { resolve } from 'node:path';

import { buildAll } from './build.ts';
import { writeCommandEnvironment } from './command-environment.ts';
import { claimDataFolder, writeReady } from './data-folder.ts';
import { onboardSamples } from './onboard-samples.ts';
import { runPart } from './part.ts';
import { describeParts, emulatorKeys, type StackAddresses, usesRealStripe } from './parts.ts';
import { assertPortsFree, type StackPorts } from './ports.ts';
import { RunningParts } from './running-parts.ts';
import { loadSecrets } from './secrets.ts';
import { openStackDatabase } from './stack-database.ts';

/** What may be chosen. */
export interface StackOptions {
  ports: StackPorts;
  /** holds the database, secrets, logs and `ready.json`; made when it isn't there */
  dataFolder: string;
  /** given to the parts; `DATABASE_URL` and `STRIPE_SECRET_KEY` replace what is embedded */
  env: NodeJS.ProcessEnv;
  /** told of each step */
  log: (line: string) => void;
  /** stops an unfinished start */
  signal?: AbortSignal;
}

/** A stack whose parts all answer. */
export interface RunningStack {
  addresses: StackAddresses;
  databaseUrl: string;
  /** resolves with the reason when a part ends by itself; the rest still runs then */
  crashed: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the whole product on this machine: database, emulator, BFF, worker, sample tenants, demo site.
 * @returns the stack, when everything answers and `ready.json` is written; the caller stops it
 * @throws Error before anything is started when a port or the folder is taken; later with a part's last lines, and nothing is left running
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const crash = new AbortController();
  const signal = AbortSignal.any([crash.signal, ...(options.signal ? [options.signal] : [])]);
  const dataFolder = resolve(options.dataFolder);
  await assertPortsFree(options.ports, usesRealStripe(options.env) ? ['bff', 'demoSite'] : ['bff', 'demoSite', 'emulator']);
  const release = await claimDataFolder(dataFolder);
  const running = new RunningParts(dataFolder, signal);
  // While the stack starts, a part that ends by itself stops the start; afterwards the caller decides what it means.
  void running.crashed.then((reason) => crash.abort(new Error(reason)));
  try {
    await buildAll(options.log, signal);
    const { addresses, databaseUrl } = await startParts(running, { ...options, dataFolder, signal });
    await writeReady(dataFolder, addresses);
    return {
      addresses,
      databaseUrl,
      crashed: running.crashed,
      stop: async () => {
        await running.stop();
        await release();
      },
    };
  } catch (error) {
    await running.stop();
    await release();
    throw error;
  }
}

async function startParts(running: RunningParts, options: StackOptions & { signal: AbortSignal }) {
  const { dataFolder, ports, env, log, signal } = options;
  const secrets = await loadSecrets(dataFolder);
  log('starting the database');
  const database = await running.open(() => openStackDatabase(dataFolder, env));
  const parts = describeParts({ ports, dataFolder, databaseUrl: database.url, secrets, env });

  await writeCommandEnvironment(dataFolder, parts.serverEnv);

  log('migrating');
  await runPart(parts.migrate, dataFolder, signal);
  if (parts.emulator !== null) {
    log('starting the Stripe emulator');
    await running.start(parts.emulator);
  }
  log('starting the BFF and its worker');
  await Promise.all([running.start(parts.bff), running.start(parts.worker)]);
  log('seeding the sample tenants');
  await runPart(parts.seed, dataFolder, signal);
  if (parts.addresses.emulator !== null) await onboardSamples(parts.addresses.emulator, emulatorKeys.STRIPE_SECRET_KEY, signal);
  log('starting the demo site');
  await running.start(parts.demoSite);
  return { addresses: parts.addresses, databaseUrl: database.url };
}
