import { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, libraryFor, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let account: { stripeAccount: string };

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await emulator.control('DELETE', '/faults');
  account = await emulator.connectedAccount();
});

async function countIntents(): Promise<number> {
  return (await stripe.paymentIntents.list({}, account)).data.length;
}

describe('a planted fault', () => {
  test.each([
    ['error_500', 500, Stripe.errors.StripeAPIError],
    ['conflict_409', 409, Stripe.errors.StripeAPIError],
    ['rate_limit_429', 429, Stripe.errors.StripeRateLimitError],
  ])('%s answers with %d and changes nothing', async (kind, statusCode, type) => {
    await emulator.control('POST', '/faults', { kind, method: 'POST', path: '/v1/payment_intents' });
    const error = await caught(stripe.paymentIntents.create(PAYMENT, account));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ statusCode });
    expect(await countIntents()).toBe(0);
    await stripe.paymentIntents.create(PAYMENT, account);
    expect(await countIntents()).toBe(1);
  });

  test('is got over by the library\'s own retries', async () => {
    await emulator.control('POST', '/faults', { kind: 'error_500', path: '/v1/payment_intents', times: '2' });
    const patient = libraryFor(emulator.port, 'sk_test_x', { maxNetworkRetries: 2 });
    expect((await patient.paymentIntents.create(PAYMENT, account)).status).toBe('requires_payment_method');
    expect(await countIntents()).toBe(1);
  });

  test('time out after success leaves the thing done, and the same key finds it', async () => {
    await emulator.control('POST', '/faults', { kind: 'timeout_after_success', path: '/v1/payment_intents' });
    const hasty = libraryFor(emulator.port, 'sk_test_x', { timeout: 200 });
    const options = { ...account, idempotencyKey: 'lost-answer' };
    expect(await caught(hasty.paymentIntents.create(PAYMENT, options))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await countIntents()).toBe(1);
    const again = await stripe.paymentIntents.create(PAYMENT, options);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await countIntents()).toBe(1);
  });

  test('hang and disconnect do nothing at all', async () => {
    const hasty = libraryFor(emulator.port, 'sk_test_x', { timeout: 200 });
    await emulator.control('POST', '/faults', { kind: 'hang', path: '/v1/payment_intents' });
    expect(await caught(hasty.paymentIntents.create(PAYMENT, account))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    // The library sends a closed connection once more by itself.
    await emulator.control('POST', '/faults', { kind: 'disconnect', path: '/v1/payment_intents', times: '2' });
    expect(await caught(stripe.paymentIntents.create(PAYMENT, account))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await countIntents()).toBe(0);
  });

  test('strikes only the calls it was planted for', async () => {
    await emulator.control('POST', '/faults', { kind: 'error_500', method: 'POST', path: '/v1/refunds', account: account.stripeAccount });
    expect((await stripe.paymentIntents.create(PAYMENT, account)).object).toBe('payment_intent');
    expect((await stripe.refunds.list({}, account)).data).toEqual([]);
    expect(await caught(stripe.refunds.create({ payment_intent: 'pi_x' }, account))).toMatchObject({ statusCode: 500 });
  });

  test.each([
    [400, 'parameter_invalid', Stripe.errors.StripeInvalidRequestError],
    [402, 'card_declined', Stripe.errors.StripeCardError],
    [401, undefined, Stripe.errors.StripeAuthenticationError],
    [403, undefined, Stripe.errors.StripePermissionError],
    [503, undefined, Stripe.errors.StripeAPIError],
  ])('may answer with %d', async (status, code, type) => {
    await emulator.control('POST', '/faults', { kind: 'error', status: String(status), ...(code === undefined ? {} : { code }), path: '/v1/payment_intents' });
    const error = await caught(stripe.paymentIntents.create(PAYMENT, account));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ statusCode: status, ...(code === undefined ? {} : { code }) });
    expect(await emulator.control('POST', '/faults', { kind: 'error', status: '200' })).toMatchObject({ error: { param: 'status' } });
  });

  test('names an address by its beginning, with * for one part of it', async () => {
    const intent = await stripe.paymentIntents.create(PAYMENT, account);
    await emulator.control('POST', '/faults', { kind: 'error_500', path: '/v1/payment_intents/*/cancel' });
    expect((await stripe.paymentIntents.retrieve(intent.id, {}, account)).id).toBe(intent.id);
    expect(await caught(stripe.paymentIntents.cancel(intent.id, {}, account))).toMatchObject({ statusCode: 500 });
    expect((await stripe.paymentIntents.cancel(intent.id, {}, account)).status).toBe('canceled');
  });

  test('strikes by chance as long as it is planted, and the same for the same seed', async () => {
    const runs: string[] = [];
    for (const seed of ['7', '7', '8']) {
      await emulator.control('DELETE', '/faults');
      const planted = await emulator.control('POST', '/faults', { kind: 'error_500', path: '/v1/payment_intents', chance: '0.4', seed });
      expect(planted).toMatchObject({ data: [{ chance: 0.4, seed: Number(seed), times: null }] });
      let run = '';
      for (let call = 0; call < 40; call += 1) run += await stripe.paymentIntents.list({}, account).then(() => '.', () => 'x');
      runs.push(run);
    }
    expect(runs[0]).toBe(runs[1]);
    expect(runs[0]).not.toBe(runs[2]);
    const struck = runs[0]?.replaceAll('.', '').length ?? 0;
    expect(struck).toBeGreaterThan(8);
    expect(struck).toBeLessThan(25);
    for (const chance of ['1.5', 'often', '-1']) expect(await emulator.control('POST', '/faults', { kind: 'hang', chance })).toMatchObject({ error: { param: 'chance' } });
    await emulator.control('DELETE', '/faults');
    expect(await emulator.control('POST', '/faults', { kind: 'hang', path: '/none', chance: '0.1' })).toMatchObject({ data: [{ seed: expect.any(Number) }] });
  });

  test('must be of a kind that exists', async () => {
    expect(await emulator.control('POST', '/faults', { kind: 'earthquake' })).toMatchObject({ error: { param: 'kind' } });
  });
});

describe('control routes', () => {
  test('settle a processing payment, either way', async () => {
    for (const [outcome, status] of [['succeed', 'succeeded'], ['fail', 'requires_payment_method']] as const) {
      const intent = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_processing', confirm: true }, account);
      expect(await emulator.control('POST', `/payment_intents/${intent.id}/settle`, { outcome })).toMatchObject({ id: intent.id, status });
      expect(await emulator.control('POST', `/payment_intents/${intent.id}/settle`, { outcome })).toMatchObject({ error: { type: 'invalid_request_error' } });
    }
  });

  test('move the clock, and what is due is done', async () => {
    const intent = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_processing', confirm: true }, account);
    await emulator.control('POST', '/clock/advance', { seconds: '60' });
    expect((await stripe.paymentIntents.retrieve(intent.id, {}, account)).status).toBe('succeeded');
    expect(await emulator.control('POST', '/clock/advance', { seconds: '-1' })).toMatchObject({ error: { param: 'seconds' } });
  });

  test('answer whether the emulator lives', async () => {
    expect(await emulator.control('GET', '/health')).toMatchObject({ status: 'ok' });
  });

  test('are not for pages of other sites', async () => {
    const response = await fetch(`${emulator.url}/_emulator/deliveries/hold`, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
  });
});
