import { z } from 'zod';

/** A 32-byte key in hex or base64. */
const SecretKey = z
  .string()
  .transform((text) => (/^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in hex or base64');

const HttpOrigin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((text) => new URL(text).origin);

const Port = z.coerce.number().int().min(0).max(65535);

const Env = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: Port.default(8787),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
    DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_PLATFORM_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
    STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_/, 'must begin with sk_test_ or sk_live_').optional(),
    STRIPE_PUBLISHABLE_KEY: z.string().regex(/^pk_(test|live)_/, 'must begin with pk_test_ or pk_live_').optional(),
    STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional(),
    STRIPE_CONNECT_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional(),
    STRIPE_API_URL: HttpOrigin.optional(),
    STRIPE_JS_URL: z.url().optional(),
    TENANT_SECRETS_ENCRYPTION_KEY: SecretKey,
    TENANT_SECRETS_PREVIOUS_KEY: SecretKey.optional(),
    JWT_SECRET: z.string().min(32, 'must have at least 32 characters'),
    API_URL: HttpOrigin.optional(),
    WIDGET_URL: HttpOrigin.optional(),
    HOLD_TTL_SECONDS: z.coerce.number().int().min(30).max(3600).default(600),
    PROXY_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
    PROXY_HOPS: z.coerce.number().int().min(1).max(10).default(1),
    RATE_LIMITS: z.enum(['on', 'relaxed', 'off']).optional(),
    RATE_LIMIT_STORE: z.enum(['memory', 'postgres']).default('memory'),
    CLOCK_OFFSET_SECONDS: z.coerce.number().int().default(0),
    CLOCK_FILE: z.string().optional(),
    WORKER_PACE: z.coerce.number().int().min(1).max(60).default(1),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
    MAIL_FROM: z.email('must be an e-mail address').default('bookings@localhost.localdomain'),
    MAIL_OUTBOX_DIR: z.string().default('.mais/mail'),
    FILES_DIR: z.string().default('.mais/files'),
    WEBHOOKS_TO_LOOPBACK: z.enum(['on', 'off']).default('off'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (env.TENANT_SECRETS_PREVIOUS_KEY?.equals(env.TENANT_SECRETS_ENCRYPTION_KEY)) {
      refuse('TENANT_SECRETS_PREVIOUS_KEY', 'is TENANT_SECRETS_ENCRYPTION_KEY again: set the other one of the two, or neither');
    }
    if (env.CLOCK_OFFSET_SECONDS !== 0 && env.NODE_ENV === 'production') {
      refuse('CLOCK_OFFSET_SECONDS', 'is for tests: in production the time is the machine’s');
    }
    if (env.CLOCK_FILE !== undefined && env.NODE_ENV === 'production') refuse('CLOCK_FILE', 'is for tests: in production the time is the machine’s');
    if (env.WORKER_PACE !== 1 && env.NODE_ENV === 'production') refuse('WORKER_PACE', 'is for tests: in production Stripe is asked at our own pace');
    if (env.SMTP_URL && env.MAIL_FROM === 'bookings@localhost.localdomain') refuse('MAIL_FROM', 'is needed beside SMTP_URL: the address that e-mails come from');
    if (env.WEBHOOKS_TO_LOOPBACK === 'on' && env.NODE_ENV === 'production') {
      refuse('WEBHOOKS_TO_LOOPBACK', 'is for development: in production tenants would reach what listens on this machine alone');
    }
    if (env.STRIPE_SECRET_KEY) {
      for (const name of ['STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_CONNECT_WEBHOOK_SECRET'] as const) {
        if (!env[name]) refuse(name, 'is needed beside STRIPE_SECRET_KEY');
      }
      const live = env.STRIPE_SECRET_KEY.includes('_live_');
      if (live && env.NODE_ENV !== 'production') refuse('STRIPE_SECRET_KEY', 'is a live key, which needs NODE_ENV=production');
      if (live && (env.STRIPE_API_URL || env.STRIPE_JS_URL)) refuse('STRIPE_API_URL', 'must not be set with a live key: it would send the key elsewhere');
      if (env.STRIPE_PUBLISHABLE_KEY && env.STRIPE_PUBLISHABLE_KEY.includes('_live_') !== live) {
        refuse('STRIPE_PUBLISHABLE_KEY', 'must be of the same mode as STRIPE_SECRET_KEY');
      }
    }
  });

export type Env = z.infer<typeof Env>;

/** Lists every wrong variable at once. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not valid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/**
 * Reads the environment, the one place that does.
 * @param source defaults to the process's environment; an empty value counts as not set
 * @throws EnvError naming every wrong or missing variable, never their values
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? '');
      return given[name] === undefined && issue.code !== 'custom' ? `${name} is missing` : `${name} ${issue.message}`;
    }),
  );
}
