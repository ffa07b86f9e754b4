import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFrom } from './config.ts';
import { EnvError, readEnv } from './env.ts';

const good = {
  DATABASE_URL: 'postgres://owner:secret@127.0.0.1:5432/mais',
  TENANT_SECRETS_ENCRYPTION_KEY: 'ab'.repeat(32),
  JWT_SECRET: 'x'.repeat(32),
};
const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2' };

function problemsOf(source: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('lists every wrong variable at once, and no value', () => {
    const problems = problemsOf({ DATABASE_URL: 'mysql://secret', PORT: '99999', JWT_SECRET: 'short-secret' });
    expect(problems.map((line) => line.split(' ')[0]).toSorted()).toEqual(['DATABASE_URL', 'JWT_SECRET', 'PORT', 'TENANT_SECRETS_ENCRYPTION_KEY']);
    expect(problems.join()).not.toMatch(/short-secret|mysql/);
  });

  it.each([
    ['a live key outside production', { ...stripe, STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }, /STRIPE_SECRET_KEY is a live key/],
    ['a live key that would be sent elsewhere', { ...stripe, NODE_ENV: 'production', STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1', STRIPE_API_URL: 'http://127.0.0.1:12111' }, /STRIPE_API_URL must not be set/],
    ['a key without its webhook secrets', { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }, /STRIPE_WEBHOOK_SECRET is needed/],
    ['one master key as both', { TENANT_SECRETS_PREVIOUS_KEY: 'ab'.repeat(32) }, /TENANT_SECRETS_PREVIOUS_KEY is TENANT_SECRETS_ENCRYPTION_KEY again/],
    ['another time than the machine’s in production', { NODE_ENV: 'production', CLOCK_OFFSET_SECONDS: '60' }, /CLOCK_OFFSET_SECONDS is for tests/],
    ['a clock that moves in production', { NODE_ENV: 'production', CLOCK_FILE: '/tmp/clock' }, /CLOCK_FILE is for tests/],
    ['a hurried worker in production', { NODE_ENV: 'production', WORKER_PACE: '30' }, /WORKER_PACE is for tests/],
    ['a mail server without a sender', { SMTP_URL: 'smtp://127.0.0.1:25' }, /MAIL_FROM is needed/],
    ['a mail server that isn’t one', { SMTP_URL: 'https://127.0.0.1', MAIL_FROM: 'bookings@example.com' }, /SMTP_URL must be an smtp/],
    ['webhooks to this machine in production', { NODE_ENV: 'production', WEBHOOKS_TO_LOOPBACK: 'on' }, /WEBHOOKS_TO_LOOPBACK is for development/],
    ['keys of two modes', { ...stripe, STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }, /must be of the same mode/],
  ])('refuses %s', (_, extra, expected) => {
    expect(problemsOf({ ...good, ...extra }).join('\n')).toMatch(expected);
  });

  it('takes an empty variable for none, and a key in hex or base64', () => {
    const env = readEnv({ ...good, STRIPE_SECRET_KEY: '', TENANT_SECRETS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect(configFrom(env).stripe).toBeNull();
    expect(env.TENANT_SECRETS_ENCRYPTION_KEY.equals(Buffer.alloc(32, 7))).toBe(true);
  });

  it('limits requests in production, far less elsewhere, and not at all where that is said', () => {
    const cases: NodeJS.ProcessEnv[] = [{ NODE_ENV: 'production' }, {}, { RATE_LIMITS: 'on' }, { RATE_LIMITS: 'off' }];
    expect(cases.map((extra) => configFrom(readEnv({ ...good, ...extra })).limits.factor)).toEqual([1, 1_000, 1, Number.POSITIVE_INFINITY]);
  });

  it('sets the clock off where that is said', () => {
    const aheadMs = configFrom(readEnv({ ...good, CLOCK_OFFSET_SECONDS: '-86400' })).clock.now().getTime() - Date.now();
    expect(Math.round(aheadMs / 1000)).toBe(-86_400);
  });

  it('moves the clock with a file, while it runs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mais-clock-file-'));
    const file = join(folder, 'clock');
    await writeFile(file, '3600000');
    const { clock } = configFrom(readEnv({ ...good, CLOCK_FILE: file }));
    const aheadMinutes = (): number => Math.round((clock.now().getTime() - Date.now()) / 60_000);
    expect(aheadMinutes()).toBe(60);
    await writeFile(file, '-60000');
    expect(aheadMinutes()).toBe(-1);
    await writeFile(file, 'tomorrow');
    expect(aheadMinutes).toThrow(/no whole number of milliseconds/);
    await rm(folder, { recursive: true });
  });

  it('believes a front only with a secret that can\'t be guessed', () => {
    expect(configFrom(readEnv(good)).front).toBeNull();
    expect(problemsOf({ ...good, PROXY_SECRET: 'short' })).toEqual(['PROXY_SECRET must have at least 16 characters']);
    expect(configFrom(readEnv({ ...good, PROXY_SECRET: 'x'.repeat(16), PROXY_HOPS: '2' })).front).toEqual({ secret: 'x'.repeat(16), hops: 2 });
  });

  it('derives the two roles from the owner, with passwords that differ from its own and from each other', () => {
    const { databases } = configFrom(readEnv(good));
    const [app, platform] = [new URL(databases.app), new URL(databases.platform)];
    expect([app.username, platform.username]).toEqual(['mais_app', 'mais_platform']);
    expect(new Set([app.password, platform.password, 'secret']).size).toBe(3);
    expect(databases.manageRoles).toBe(true);
  });
});
