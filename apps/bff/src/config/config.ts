import type { Env } from './env.ts';
import { type Clock, fileClock, offsetClock } from '../platform/clock.ts';
import { createMasterKeys, type MasterKeys } from '../platform/crypto/master-keys.ts';
import type { MailConfig } from '../platform/mail/mail-transport.ts';
import { roleUrl } from '../platform/db/role-urls.ts';

export interface StripeConfig {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly platformWebhookSecret: string;
  readonly connectWebhookSecret: string;
  readonly livemode: boolean;
  readonly apiUrl: string | null;
  readonly scriptUrl: string;
}

export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Where customers reach the widget and the hosted pages: ours, or the front's before it. */
  readonly widgetUrl: string;
  readonly databases: { readonly owner: string; readonly app: string; readonly platform: string; readonly manageRoles: boolean; readonly poolSize: number };
  readonly stripe: StripeConfig | null;
  readonly masterKeys: MasterKeys;
  readonly tokenSecret: string;
  readonly holdTtlMs: number;
  /** The front whose word on addresses is taken; null where clients reach us directly. */
  readonly front: { readonly secret: string; readonly hops: number } | null;
  readonly limits: LimitsConfig;
  readonly clock: Clock;
  /** How many times as often the worker makes its rounds. */
  readonly workerPace: number;
  readonly mail: MailConfig;
  /** Where what customers upload is kept; every process has to see the same. */
  readonly filesFolder: string;
  /** Where requests may go whose target a tenant has chosen. */
  readonly outbound: { readonly allowLoopback: boolean };
  readonly logLevel: Env['LOG_LEVEL'];
}

export interface LimitsConfig {
  /** What every limit is multiplied by; Infinity for none. */
  readonly factor: number;
  /** `memory` counts in each process by itself, `postgres` for all of them together. */
  readonly store: 'memory' | 'postgres';
}

/** On one's own machine every client has the same address, and tests send more than people do. */
const limitFactors = { on: 1, relaxed: 1_000, off: Number.POSITIVE_INFINITY } as const;

/** Stripe.js of the release train that the pinned `stripe` library's API version belongs to. */
const STRIPE_JS_URL = 'https://js.stripe.com/endive/stripe.js';

export function configFrom(env: Env): Config {
  const publicUrl = env.API_URL ?? `http://${env.HOST}:${env.PORT}`;
  return Object.freeze({
    production: env.NODE_ENV === 'production',
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    widgetUrl: env.WIDGET_URL ?? publicUrl,
    databases: {
      owner: env.DATABASE_URL,
      app: env.DATABASE_APP_URL ?? roleUrl(env.DATABASE_URL, 'mais_app'),
      platform: env.DATABASE_PLATFORM_URL ?? roleUrl(env.DATABASE_URL, 'mais_platform'),
      // Roles with addresses of their own are somebody else's to make.
      manageRoles: !(env.DATABASE_APP_URL && env.DATABASE_PLATFORM_URL),
      poolSize: env.DATABASE_POOL_SIZE,
    },
    stripe: stripeConfig(env),
    masterKeys: createMasterKeys(env.TENANT_SECRETS_ENCRYPTION_KEY, env.TENANT_SECRETS_PREVIOUS_KEY ?? null),
    tokenSecret: env.JWT_SECRET,
    holdTtlMs: env.HOLD_TTL_SECONDS * 1000,
    front: env.PROXY_SECRET === undefined ? null : { secret: env.PROXY_SECRET, hops: env.PROXY_HOPS },
    limits: { factor: limitFactors[env.RATE_LIMITS ?? (env.NODE_ENV === 'production' ? 'on' : 'relaxed')], store: env.RATE_LIMIT_STORE },
    clock: clockOf(env),
    workerPace: env.WORKER_PACE,
    mail: { smtpUrl: env.SMTP_URL ?? null, outboxFolder: env.MAIL_OUTBOX_DIR, from: env.MAIL_FROM },
    filesFolder: env.FILES_DIR,
    outbound: { allowLoopback: env.WEBHOOKS_TO_LOOPBACK === 'on' },
    logLevel: env.LOG_LEVEL,
  });
}

function clockOf(env: Env): Clock {
  const clock = offsetClock(env.CLOCK_OFFSET_SECONDS);
  return env.CLOCK_FILE === undefined ? clock : fileClock(env.CLOCK_FILE, clock);
}

function stripeConfig(env: Env): StripeConfig | null {
  const { STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_CONNECT_WEBHOOK_SECRET } = env;
  if (!STRIPE_SECRET_KEY || !STRIPE_PUBLISHABLE_KEY || !STRIPE_WEBHOOK_SECRET || !STRIPE_CONNECT_WEBHOOK_SECRET) return null;
  return {
    secretKey: STRIPE_SECRET_KEY,
    publishableKey: STRIPE_PUBLISHABLE_KEY,
    platformWebhookSecret: STRIPE_WEBHOOK_SECRET,
    connectWebhookSecret: STRIPE_CONNECT_WEBHOOK_SECRET,
    livemode: STRIPE_SECRET_KEY.includes('_live_'),
    apiUrl: env.STRIPE_API_URL ?? null,
    scriptUrl: env.STRIPE_JS_URL ?? STRIPE_JS_URL,
  };
}
