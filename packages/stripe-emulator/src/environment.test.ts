import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

test('an empty environment has defaults', () => {
  expect(readEnvironment({})).toEqual({ port: 12_111, host: '127.0.0.1', stateFile: undefined, publicUrl: undefined, webhookEndpoints: [] });
});

test('the endpoints are read from JSON', () => {
  const endpoints = [{ url: 'http://127.0.0.1:8787/api/v1/webhooks/stripe', secret: 'whsec_x', connect: false }];
  expect(readEnvironment({ EMULATOR_PORT: '0', EMULATOR_WEBHOOK_ENDPOINTS: JSON.stringify(endpoints) })).toMatchObject({ port: 0, webhookEndpoints: endpoints });
});

test.each([
  [{ STRIPE_SECRET_KEY: 'sk_live_abc' }, 'STRIPE_SECRET_KEY is a live key'],
  [{ STRIPE_PUBLISHABLE_KEY: 'pk_live_abc' }, 'STRIPE_PUBLISHABLE_KEY is a live key'],
  [{ EMULATOR_PORT: 'http' }, 'EMULATOR_PORT is not a port'],
  [{ EMULATOR_WEBHOOK_ENDPOINTS: '[{"url":"x"}]' }, 'EMULATOR_WEBHOOK_ENDPOINTS is not'],
  [{ EMULATOR_PUBLIC_URL: 'here' }, 'EMULATOR_PUBLIC_URL is not a URL'],
  [{ EMULATOR_WEBHOOK_ENDPOINTS: 'nonsense' }, 'EMULATOR_WEBHOOK_ENDPOINTS is not'],
])('%j is refused', (variables, complaint) => {
  expect(() => readEnvironment(variables)).toThrow(complaint);
});

test('every bad variable is named at once', () => {
  expect(() => readEnvironment({ STRIPE_SECRET_KEY: 'sk_live_abc', EMULATOR_PORT: '-1' })).toThrow(/live key[\s\S]*not a port/);
});
