import { join } from 'node:path';

import type { PartDefinition } from './part.ts';
import type { StackPorts } from './ports.ts';
import type { LocalSecrets } from './secrets.ts';
import { repositoryRoot } from './workspace.ts';

/** Where the parts answer. */
export interface StackAddresses {
  bff: string;
  demoSite: string;
  /** null when the real Stripe is used */
  emulator: string | null;
}

/** What the table is made from. */
export interface PartsInput {
  ports: StackPorts;
  dataFolder: string;
  databaseUrl: string;
  secrets: LocalSecrets;
  env: NodeJS.ProcessEnv;
}

/** Every process of the stack. */
export interface Parts {
  addresses: StackAddresses;
  /** what the BFF's processes and commands are given beyond the developer's own environment */
  serverEnv: Record<string, string>;
  migrate: PartDefinition;
  seed: PartDefinition;
  /** null when the real Stripe is used */
  emulator: PartDefinition | null;
  bff: PartDefinition;
  worker: PartDefinition;
  demoSite: PartDefinition;
}

/** The emulator takes any key of Stripe's shape; these two say that they are nobody's. */
export const emulatorKeys = { STRIPE_SECRET_KEY: 'sk_test_emulator', STRIPE_PUBLISHABLE_KEY: 'pk_test_emulator' };

/** The one table of what runs: script, environment, and where it says that it is well. */
export function describeParts(input: PartsInput): Parts {
  const { ports, env } = input;
  const realStripe = usesRealStripe(env);
  const addresses: StackAddresses = {
    bff: address(ports.bff),
    demoSite: address(ports.demoSite),
    emulator: realStripe ? null : address(ports.emulator),
  };
  const server = serverEnv(input, addresses);
  const bffEnv = { ...inherited(env), ...server };
  const bffFolder = join(repositoryRoot, 'apps/bff/src');
  return {
    addresses,
    serverEnv: server,
    migrate: { name: 'migrate', script: join(bffFolder, 'cli.ts'), args: ['migrate'], env: bffEnv, healthUrl: null },
    seed: { name: 'seed', script: join(bffFolder, 'cli.ts'), args: ['seed'], env: bffEnv, healthUrl: null },
    emulator: addresses.emulator === null ? null : describeEmulator(input, addresses.emulator, addresses.bff),
    bff: { name: 'bff', script: join(bffFolder, 'main.ts'), env: bffEnv, healthUrl: `${addresses.bff}/readyz` },
    worker: { name: 'worker', script: join(bffFolder, 'worker.ts'), env: bffEnv, healthUrl: null },
    demoSite: {
      name: 'demo-site',
      script: join(repositoryRoot, 'apps/demo-site/src/main.ts'),
      env: { ...inherited(env), DEMO_PORT: String(ports.demoSite), WIDGET_ORIGIN: addresses.bff },
      healthUrl: `${addresses.demoSite}/healthz`,
    },
  };
}

/** Whether the developer brought keys of their own. */
export function usesRealStripe(env: NodeJS.ProcessEnv): boolean {
  return env.STRIPE_SECRET_KEY !== undefined && env.STRIPE_SECRET_KEY !== '';
}

function describeEmulator(input: PartsInput, emulator: string, bff: string): PartDefinition {
  const { secrets } = input;
  const webhooks = `${bff}/api/v1/webhooks/stripe`;
  return {
    name: 'stripe-emulator',
    script: join(repositoryRoot, 'packages/stripe-emulator/src/main.ts'),
    env: {
      ...inherited(input.env),
      EMULATOR_PORT: String(input.ports.emulator),
      EMULATOR_STATE_FILE: join(input.dataFolder, 'stripe-emulator', 'state.jsonl'),
      EMULATOR_WEBHOOK_ENDPOINTS: JSON.stringify([
        { url: webhooks, secret: secrets.STRIPE_WEBHOOK_SECRET, connect: false },
        { url: `${webhooks}/connect`, secret: secrets.STRIPE_CONNECT_WEBHOOK_SECRET, connect: true },
      ]),
    },
    healthUrl: `${emulator}/_emulator/health`,
  };
}

/** What the developer sets wins over what was made up for this machine. */
function serverEnv(input: PartsInput, addresses: StackAddresses): Record<string, string> {
  const { secrets, env, ports } = input;
  const stripe =
    addresses.emulator === null
      ? {}
      : {
          ...emulatorKeys,
          STRIPE_API_URL: addresses.emulator,
          STRIPE_JS_URL: `${addresses.emulator}/js/stripe.js`,
          STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET,
          STRIPE_CONNECT_WEBHOOK_SECRET: secrets.STRIPE_CONNECT_WEBHOOK_SECRET,
        };
  return {
    DATABASE_URL: input.databaseUrl,
    PORT: String(ports.bff),
    HOST: '127.0.0.1',
    JWT_SECRET: env.JWT_SECRET || secrets.JWT_SECRET,
    TENANT_SECRETS_ENCRYPTION_KEY: env.TENANT_SECRETS_ENCRYPTION_KEY || secrets.TENANT_SECRETS_ENCRYPTION_KEY,
    API_URL: env.API_URL || addresses.bff,
    WIDGET_URL: env.WIDGET_URL || addresses.bff,
    MAIL_OUTBOX_DIR: env.MAIL_OUTBOX_DIR || join(input.dataFolder, 'mail'),
    FILES_DIR: env.FILES_DIR || join(input.dataFolder, 'files'),
    ...(env.NODE_ENV === 'production' ? {} : { WEBHOOKS_TO_LOOPBACK: env.WEBHOOKS_TO_LOOPBACK || 'on' }),
    ...stripe,
  };
}

function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function address(port: number): string {
  return `http://127.0.0.1:${port}`;
}
