import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStripeEmulator, type RunningEmulator } from '@mais/stripe-emulator';
import { TestClock } from '@mais/test-kit';
import { createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { loadEmbedAssets, type EmbedAssets } from '../features/embed/index.ts';
import { quickAnswers } from '../hot-answers.ts';
import { createMasterKeys } from '../platform/crypto/master-keys.ts';
import { roleUrl } from '../platform/db/role-urls.ts';
import { serveHttp, type QuickAnswer, type RunningServer } from '../platform/http/serve.ts';
import { createLogger } from '../platform/log.ts';
import { createServices, type Services } from '../services.ts';
import { seed } from '../seed/index.ts';
import { createMigratedDatabase, type MigratedDatabase } from './database.ts';

/** The whole BFF on a real database and the Stripe emulator, with the sample tenants in it. */
export interface ProductFixture {
  readonly database: MigratedDatabase;
  readonly emulator: RunningEmulator;
  readonly config: Config;
  readonly clock: TestClock;
  /** One entry a replica; the first one gets Stripe's webhooks. */
  readonly replicas: readonly Replica[];
  readonly services: Services;
  /** Sends a request to the first replica, over HTTP. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export interface Replica {
  readonly services: Services;
  readonly server: RunningServer;
}

const SECRETS = { platform: 'whsec_platform_test', connect: 'whsec_connect_test' } as const;

export interface ProductFixtureOptions {
  readonly replicas?: number;
  readonly poolSize?: number;
  /** When the test's clock begins; on a Tuesday morning when left out. */
  readonly now?: Date;
  /** None when left out: tests send more than people do. */
  readonly limits?: Config['limits'];
  readonly front?: Config['front'];
  /** Files when left out. */
  readonly smtpUrl?: string;
  /** The builds of this repository when left out, which may not be there. */
  readonly assets?: EmbedAssets;
}

/**
 * A Tuesday morning: what is free, and how soon, hangs on the day of the week and the time of day, and tests shall not.
 * `TEST_NOW=2026-11-29T22:40:00Z pnpm exec vitest …` looks whether they do.
 */
const NOW = '2027-02-09T09:00:00Z';

export async function createProductFixture(options: ProductFixtureOptions = {}): Promise<ProductFixture> {
  const database = await createMigratedDatabase();
  const clock = new TestClock(options.now ?? process.env.TEST_NOW ?? NOW);
  const handlers: ((request: Request, env: never) => Response | Promise<Response>)[] = [];
  const quick: QuickAnswer[] = [];
  const servers = await Promise.all(Array.from({ length: options.replicas ?? 1 }, (_, index) =>
    serveHttp((request, env) => handlers[index]?.(request, env as never) ?? new Response(null, { status: 503 }), {
      host: '127.0.0.1', port: 0, quick: (request, response) => quick[index]?.(request, response) ?? false,
    })));
  const url = servers[0]?.url ?? '';
  const emulator = await startStripeEmulator({
    // A processing payment stays so until the test settles it.
    processingDelayMs: 7 * 86_400_000,
    // One clock for both sides, or a test that moves it would make every signature look old.
    clock,
    webhookEndpoints: [
      { url: `${url}/api/v1/webhooks/stripe`, secret: SECRETS.platform, connect: false },
      { url: `${url}/api/v1/webhooks/stripe/connect`, secret: SECRETS.connect, connect: true },
    ],
  });
  const config = testConfig({ ownerUrl: database.ownerUrl, emulatorUrl: emulator.url, publicUrl: url, poolSize: options.poolSize ?? 8, limits: options.limits, front: options.front, clock, smtpUrl: options.smtpUrl });
  const assets = options.assets ?? (await loadEmbedAssets());
  const log = createLogger({ level: process.env.TEST_LOG ?? 'silent', name: 'test' });
  const replicas = await Promise.all(servers.map(async (server, index) => {
    const services = await createServices({ config, log, name: `test ${index}` });
    const app = createApp(services, { assets });
    handlers[index] = app.fetch as (typeof handlers)[number];
    quick[index] = quickAnswers(services);
    return { server, services };
  }));
  const services = replicas[0]?.services as Services;
  await seed(services);
  await onboardAccounts(services, emulator);
  return {
    database, emulator, config, clock, replicas, services,
    request: (path, init) => fetch(`${url}${path}`, init),
    async close() {
      await emulator.close();
      await Promise.all(replicas.map(async (replica) => {
        replica.services.live.drain();
        await replica.server.drain(500);
        await replica.services.close();
      }));
      await database.close();
      await Promise.all([config.mail.outboxFolder, config.filesFolder].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function testConfig(given: { ownerUrl: string; emulatorUrl: string; publicUrl: string; poolSize: number; limits: Config['limits'] | undefined; front: Config['front'] | undefined; clock: Config['clock']; smtpUrl: string | undefined }): Config {
  return {
    production: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: given.publicUrl,
    widgetUrl: given.publicUrl,
    databases: {
      owner: given.ownerUrl, app: roleUrl(given.ownerUrl, 'mais_app'), platform: roleUrl(given.ownerUrl, 'mais_platform'),
      manageRoles: true, poolSize: given.poolSize,
    },
    stripe: {
      secretKey: 'sk_test_fixture', publishableKey: 'pk_test_fixture', platformWebhookSecret: SECRETS.platform, connectWebhookSecret: SECRETS.connect,
      livemode: false, apiUrl: given.emulatorUrl, scriptUrl: `${given.emulatorUrl}/js/stripe.js`,
    },
    masterKeys: createMasterKeys(randomBytes(32), null),
    tokenSecret: randomBytes(32).toString('hex'),
    holdTtlMs: 600_000,
    front: given.front ?? null,
    limits: given.limits ?? { factor: Number.POSITIVE_INFINITY, store: 'memory' },
    clock: given.clock,
    workerPace: 1,
    mail: { smtpUrl: given.smtpUrl ?? null, outboxFolder: join(tmpdir(), `mais-mail-${randomBytes(6).toString('hex')}`), from: 'bookings@mais.example' },
    filesFolder: join(tmpdir(), `mais-files-${randomBytes(6).toString('hex')}`),
    outbound: { allowLoopback: true },
    logLevel: 'silent',
  };
}

/** Does what each business does on Stripe's onboarding page, and waits until we have heard of it. */
async function onboardAccounts(services: Services, emulator: RunningEmulator): Promise<void> {
  const accounts = await services.platform<{ accountId: string }[]>`select account_id from stripe_accounts`;
  for (const { accountId } of accounts) {
    const response = await fetch(`${emulator.url}/_emulator/accounts/${accountId}/onboard`, { method: 'POST' });
    if (!response.ok) throw new Error(`the emulator did not onboard ${accountId}: ${response.status}`);
  }
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const [waiting] = await services.platform<{ count: number }[]>`select count(*)::int as count from stripe_accounts where not charges_enabled`;
    if (waiting?.count === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the connected accounts were not onboarded in time');
}
