import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

test('an empty environment has defaults', () => {
  expect(readEnvironment({})).toMatchObject({ port: 12_111, host: '127.0.0.1', stateFile: undefined, publicUrl: undefined, webhookEndpoints: [] });
});

test('the endpoints are read from JSON', () => {
  const endpoints = [{ url: 'http://127.0.0.1:8787/api/v1/webhooks/stripe', secret: 'whsec_x', connect: false }];
  expect(readEnvironment({ EMULATOR_PORT: '0', EMULATOR_WEBHOOK_ENDPOINTS: JSON.stringify(endpoints) })).toMatchObject({ port: 0, webhookEndpoints: endpoints });
});

test.each([
  [{ STRIPE_SECRET_KEY: 'sk_live_abc' }, 'STRIPE_SECRET_KEY is a live key'],
  [{ STRIPE_PUBLISHABLE_KEY: 'pk_live_abc' }, 'STRIPE_PUBLISHABLE_KEY is a live key'],
  [{ EMULATOR_PORT: 'http' }, 'EMULATOR_PORT is not a port'],
  [{ CLOCK_OFFSET_SECONDS: 'tomorrow' }, 'CLOCK_OFFSET_SECONDS is not'],
  [{ EMULATOR_WEBHOOK_ENDPOINTS: '[{"url":"x"}]' }, 'EMULATOR_WEBHOOK_ENDPOINTS is not'],
  [{ EMULATOR_PUBLIC_URL: 'here' }, 'EMULATOR_PUBLIC_URL is not a URL'],
  [{ EMULATOR_WEBHOOK_ENDPOINTS: 'nonsense' }, 'EMULATOR_WEBHOOK_ENDPOINTS is not'],
])('%j is refused', (variables, complaint) => {
  expect(() => readEnvironment(variables)).toThrow(complaint);
});

test('the clock can be set off from the machine’s', () => {
  const aheadMs = readEnvironment({ CLOCK_OFFSET_SECONDS: '-86400' }).clock.now().getTime() - Date.now();
  expect(Math.round(aheadMs / 1000)).toBe(-86_400);
});

test('the clock moves with a file, while the emulator runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mais-clock-file-'));
  const file = join(folder, 'clock');
  await writeFile(file, '3600000');
  const { clock } = readEnvironment({ CLOCK_FILE: file });
  const aheadMinutes = (): number => Math.round((clock.now().getTime() - Date.now()) / 60_000);
  expect(aheadMinutes()).toBe(60);
  await writeFile(file, '7200000');
  expect(aheadMinutes()).toBe(120);
  await rm(folder, { recursive: true });
});

test('every bad variable is named at once', () => {
  expect(() => readEnvironment({ STRIPE_SECRET_KEY: 'sk_live_abc', EMULATOR_PORT: '-1' })).toThrow(/live key[\s\S]*not a port/);
});
