import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let account: { stripeAccount: string };
let keys = 0;

beforeAll(async () => {
  emulator = await startTestEmulator();
  ({ stripe } = emulator);
  account = await emulator.connectedAccount();
});
afterAll(() => emulator.close());

function withKey(): Stripe.RequestOptions {
  return { ...account, idempotencyKey: `key-${(keys += 1)}` };
}

test('a repeated key gets the first answer and does nothing again', async () => {
  const options = withKey();
  const first = await stripe.paymentIntents.create(PAYMENT, options);
  const second = await stripe.paymentIntents.create(PAYMENT, options);
  expect(second).toEqual(first);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect((await stripe.paymentIntents.list({}, account)).data.filter((intent) => intent.id === first.id)).toHaveLength(1);
});

test('the order of parameters makes no difference, their values do', async () => {
  const options = withKey();
  const first = await stripe.paymentIntents.create({ ...PAYMENT, metadata: { a: '1', b: '2' } }, options);
  const { amount, ...rest } = PAYMENT;
  expect((await stripe.paymentIntents.create({ metadata: { b: '2', a: '1' }, ...rest, amount }, options)).id).toBe(first.id);
  const error = await caught(stripe.paymentIntents.create({ ...PAYMENT, amount: 999 }, options));
  expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect(error).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
});

test('a key belongs to one address and one account', async () => {
  const options = withKey();
  const intent = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa' }, options);
  expect(await caught(stripe.paymentIntents.confirm(intent.id, {}, options))).toMatchObject({ rawType: 'idempotency_error' });
  const other = await emulator.connectedAccount();
  const elsewhere = await stripe.paymentIntents.create(PAYMENT, { ...options, ...other });
  expect(elsewhere.id).not.toBe(intent.id);
});

test('a decline is remembered too, an invalid request is not', async () => {
  const options = withKey();
  const decline = { ...PAYMENT, payment_method: 'pm_card_visa_chargeDeclined', confirm: true };
  const first = await caught(stripe.paymentIntents.create(decline, options));
  const second = await caught(stripe.paymentIntents.create(decline, options));
  expect(second.charge).toBe(first.charge);
  expect(second.headers?.['idempotent-replayed']).toBe('true');

  const fresh = withKey();
  await caught(stripe.paymentIntents.create({ ...PAYMENT, surprise: 1 } as Stripe.PaymentIntentCreateParams, fresh));
  expect((await stripe.paymentIntents.create(PAYMENT, fresh)).status).toBe('requires_payment_method');
});

test('two uses of a key at once: one goes through, the other is told to come again', async () => {
  const options = withKey();
  await emulator.control('POST', '/faults', { kind: 'hang', path: '/v1/payment_intents', delay_ms: '400' });
  const hanging = stripe.paymentIntents.create(PAYMENT, { ...options, maxNetworkRetries: 0 }).catch((error: unknown) => error);
  await expect.poll(() => emulator.control('GET', '/faults')).toEqual({ data: [] });
  expect(await caught(stripe.paymentIntents.create(PAYMENT, options))).toMatchObject({ statusCode: 409, rawType: 'idempotency_error', code: 'idempotency_key_in_use' });
  await hanging;
});

test('a key is forgotten after a day', async () => {
  const options = withKey();
  const first = await stripe.paymentIntents.create(PAYMENT, options);
  await emulator.control('POST', '/clock/advance', { seconds: String(24 * 60 * 60 + 1) });
  expect((await stripe.paymentIntents.create(PAYMENT, options)).id).not.toBe(first.id);
});

test.each([['kept_500', 0], ['kept_500_after_success', 1]])('a 500 of what had begun (%s) is kept, and not tried again by the library', async (kind, made) => {
  const own = await emulator.connectedAccount();
  const options = { ...withKey(), ...own, maxNetworkRetries: 2 };
  await emulator.control('POST', '/faults', { kind, method: 'POST', path: '/v1/payment_intents' });
  const first = await caught(stripe.paymentIntents.create(PAYMENT, options));
  expect(first).toMatchObject({ statusCode: 500, rawType: 'api_error' });
  expect(first.headers?.['idempotent-replayed']).toBeUndefined();
  const second = await caught(stripe.paymentIntents.create(PAYMENT, options));
  expect(second).toMatchObject({ statusCode: 500, message: first.message });
  expect(second.headers?.['idempotent-replayed']).toBe('true');
  expect((await stripe.paymentIntents.list({}, own)).data).toHaveLength(made);
  await emulator.control('POST', '/clock/advance', { seconds: String(24 * 60 * 60 + 1) });
  await stripe.paymentIntents.create(PAYMENT, options);
  expect((await stripe.paymentIntents.list({}, own)).data).toHaveLength(made + 1);
});
