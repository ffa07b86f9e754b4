import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, libraryFor, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let account: { stripeAccount: string };

beforeAll(async () => {
  emulator = await startTestEmulator({ processingDelayMs: 150 });
  ({ stripe } = emulator);
  account = await emulator.connectedAccount();
});
afterAll(() => emulator.close());

function createWith(paymentMethod: string, extra: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ ...PAYMENT, ...extra, payment_method: paymentMethod, confirm: true }, account);
}

async function eventsAbout(id: string): Promise<string[]> {
  const events = await stripe.events.list({ limit: 100 }, account);
  return events.data.filter(({ data }) => JSON.stringify(data.object).includes(id)).map((event) => event.type).toReversed();
}

describe('an intent', () => {
  test('begins by waiting for a payment method, with what it was made of', async () => {
    const intent = await stripe.paymentIntents.create(
      { ...PAYMENT, application_fee_amount: 1250, description: 'A wedding', receipt_email: 'ada@example.com', metadata: { booking: 'b_1' }, statement_descriptor_suffix: 'WEDDING' },
      account,
    );
    expect(intent).toMatchObject({
      amount: 10_000,
      amount_received: 0,
      application_fee_amount: 1250,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      capture_method: 'automatic_async',
      currency: 'usd',
      description: 'A wedding',
      latest_charge: null,
      livemode: false,
      metadata: { booking: 'b_1' },
      object: 'payment_intent',
      receipt_email: 'ada@example.com',
      statement_descriptor_suffix: 'WEDDING',
      status: 'requires_payment_method',
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    expect(await stripe.paymentIntents.retrieve(intent.id, {}, account)).toEqual(intent);
  });

  test('waits for confirmation once it has a payment method, then succeeds', async () => {
    const intent = await stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa' }, account);
    expect(intent.status).toBe('requires_confirmation');
    const paid = await stripe.paymentIntents.confirm(intent.id, { expand: ['latest_charge', 'payment_method'] }, account);
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: 10_000,
      latest_charge: { object: 'charge', amount: 10_000, captured: true, paid: true, status: 'succeeded', payment_intent: intent.id, outcome: { type: 'authorized' } },
      payment_method: { card: { brand: 'visa', last4: '4242' }, type: 'card' },
    });
    expect(await eventsAbout(intent.id)).toEqual(['payment_intent.created', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded']);
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_radarBlock', 'card_declined', 'fraudulent'],
  ])('is declined with %s as %s, %s, and waits for another card', async (method, code, declineCode) => {
    const error = await caught(createWith(method));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, rawType: 'card_error', code, decline_code: declineCode });
    const id = error.payment_intent?.id ?? '';
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }, account);
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { type: 'card_error', code },
      latest_charge: { id: error.charge, status: 'failed', failure_code: code, paid: false },
    });
    expect(await eventsAbout(id)).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
    expect((await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }, account)).status).toBe('succeeded');
  });

  test('asks for a step of Stripe.js with a card that needs 3DS, or for a redirect when it knows where to return', async () => {
    const inPlace = await createWith('pm_card_threeDSecure2Required');
    expect(inPlace).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' }, latest_charge: null });
    expect(await eventsAbout(inPlace.id)).toEqual(['payment_intent.created', 'payment_intent.requires_action']);
    const elsewhere = await createWith('pm_card_authenticationRequired', { return_url: 'https://example.com/back' });
    expect(elsewhere).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: 'https://example.com/back' } } });
  });

  test('fails instead of asking when told to', async () => {
    const error = await caught(createWith('pm_card_authenticationRequired', { error_on_requires_action: true }));
    expect(error).toMatchObject({ statusCode: 402, decline_code: 'authentication_required' });
  });

  test('is processing with such a card and succeeds by itself later', async () => {
    const intent = await createWith('pm_card_processing');
    expect(intent).toMatchObject({ status: 'processing', processing: { type: 'card' } });
    await expect.poll(async () => (await stripe.paymentIntents.retrieve(intent.id, {}, account)).status).toBe('succeeded');
    expect(await eventsAbout(intent.id)).toEqual([
      'payment_intent.created', 'charge.pending', 'payment_intent.processing', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded',
    ]);
  });

  test('may also fail after processing', async () => {
    const intent = await createWith('pm_card_processingDeclined');
    await expect.poll(async () => (await stripe.paymentIntents.retrieve(intent.id, {}, account)).status).toBe('requires_payment_method');
    const failed = await stripe.paymentIntents.retrieve(intent.id, {}, account);
    expect(failed.last_payment_error).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline' });
  });

  test('is cancelled while it waits, and not after', async () => {
    const intent = await stripe.paymentIntents.create(PAYMENT, account);
    const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' }, account);
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned', canceled_at: expect.any(Number) });
    expect(await eventsAbout(intent.id)).toEqual(['payment_intent.created', 'payment_intent.canceled']);
    for (const again of [stripe.paymentIntents.cancel(intent.id, {}, account), stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }, account)]) {
      expect(await caught(again)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state', payment_intent: { id: intent.id, status: 'canceled' } });
    }
    const paid = await createWith('pm_card_visa');
    expect(await caught(stripe.paymentIntents.cancel(paid.id, {}, account))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(await caught(stripe.paymentIntents.confirm(paid.id, {}, account))).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  test('is changed while it waits: amount, fee, texts, and metadata by name', async () => {
    const intent = await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 1000, metadata: { a: '1', b: '2' }, description: 'x' }, account);
    const changed = await stripe.paymentIntents.update(intent.id, { amount: 5000, application_fee_amount: 500, description: '', metadata: { a: '', c: '3' } }, account);
    expect(changed).toMatchObject({ amount: 5000, application_fee_amount: 500, description: null, metadata: { b: '2', c: '3' } });
    expect(changed.metadata).not.toHaveProperty('a');
    expect(await caught(stripe.paymentIntents.update(intent.id, { amount: 400 }, account))).toMatchObject({ param: 'application_fee_amount' });
  });

  test('refuses capture, since there is nothing to capture', async () => {
    const intent = await createWith('pm_card_visa');
    expect(await caught(stripe.paymentIntents.capture(intent.id, {}, account))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(await caught(stripe.paymentIntents.create({ ...PAYMENT, capture_method: 'manual' }, account))).toMatchObject({ statusCode: 400, param: 'capture_method' });
  });

  test('needs a place to return to when its methods may redirect', async () => {
    const error = await caught(createWith('pm_card_visa', { automatic_payment_methods: { enabled: true } }));
    expect(error.message).toContain('return_url');
    expect((await createWith('pm_card_visa', { automatic_payment_methods: { enabled: true }, return_url: 'https://example.com' })).status).toBe('succeeded');
  });
});

describe('amounts', () => {
  test.each([
    ['usd', 49, 'amount_too_small'],
    ['gbp', 29, 'amount_too_small'],
    ['jpy', 49, 'amount_too_small'],
    ['aed', 199, 'amount_too_small'],
    ['usd', 100_000_000, 'amount_too_large'],
    ['kwd', 1005, undefined],
    ['isk', 150, undefined],
    ['xxq', 1000, undefined],
  ])('in %s of %d are refused (%s)', async (currency, amount, code) => {
    const error = await caught(stripe.paymentIntents.create({ ...PAYMENT, currency, amount }, account));
    expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', code });
    expect(['amount', 'currency']).toContain(error.param);
  });

  test.each([['usd', 50], ['jpy', 50], ['kwd', 1000], ['aed', 200], ['nzd', 50]])('in %s of %d are taken', async (currency, amount) => {
    expect(await stripe.paymentIntents.create({ ...PAYMENT, currency, amount }, account)).toMatchObject({ amount, currency });
  });

  test('bound the application fee, which needs a connected account', async () => {
    expect(await caught(stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 10_001 }, account))).toMatchObject({ param: 'application_fee_amount' });
    expect(await caught(stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 100 }))).toMatchObject({ param: 'application_fee_amount' });
    expect((await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 10_000 }, account)).application_fee_amount).toBe(10_000);
  });
});

describe('a publishable key', () => {
  test('confirms and reads an intent whose secret it knows, and sees no more than a customer may', async () => {
    const intent = await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 100, metadata: { note: 'private' } }, account);
    const answer = await asBrowser(`/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret ?? '', payment_method: 'pm_card_visa', use_stripe_sdk: 'true' });
    expect(answer).toMatchObject({ status: 200, body: { id: intent.id, status: 'succeeded' } });
    expect(Object.keys(answer.body)).not.toEqual(expect.arrayContaining(['metadata']));
    expect(JSON.stringify(answer.body)).not.toMatch(/application_fee|latest_charge|private/);
  });

  test('gets nowhere without the secret, with a wrong one, or beyond that', async () => {
    const intent = await stripe.paymentIntents.create(PAYMENT, account);
    expect(await asBrowser(`/v1/payment_intents/${intent.id}/confirm`, { payment_method: 'pm_card_visa' })).toMatchObject({ status: 400, body: { error: { code: 'parameter_missing', param: 'client_secret' } } });
    expect(await asBrowser(`/v1/payment_intents/${intent.id}/confirm`, { client_secret: `${intent.id}_secret_wrong`, payment_method: 'pm_card_visa' })).toMatchObject({ status: 400, body: { error: { param: 'client_secret' } } });
    expect(await asBrowser('/v1/refunds', { payment_intent: intent.id })).toMatchObject({ status: 401, body: { error: { code: 'secret_key_required' } } });
  });

  test.each([
    ['4242424242424241', '12', '2034', '123', 'incorrect_number'],
    ['42424242', '12', '2034', '123', 'invalid_number'],
    ['4242424242424242', '13', '2034', '123', 'invalid_expiry_month'],
    ['4242424242424242', '12', '2020', '123', 'invalid_expiry_year'],
    ['4242424242424242', '12', '2034', '12', 'invalid_cvc'],
    ['4111111111111111', '12', '2034', '123', 'card_declined'],
  ])('is told what is wrong with card %s %s/%s %s: %s', async (number, month, year, cvc, code) => {
    const intent = await stripe.paymentIntents.create(PAYMENT, account);
    const answer = await asBrowser(`/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: intent.client_secret ?? '',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': month,
      'payment_method_data[card][exp_year]': year,
      'payment_method_data[card][cvc]': cvc,
      use_stripe_sdk: 'true',
    });
    expect(answer).toMatchObject({ status: 402, body: { error: { type: 'card_error', code } } });
  });

  test('makes payment methods of card data, which a secret key may not', async () => {
    const card = { type: 'card', 'card[number]': '5555 5555 5555 4444', 'card[exp_month]': '3', 'card[exp_year]': '34', 'card[cvc]': '123' };
    const answer = await asBrowser('/v1/payment_methods', card);
    expect(answer).toMatchObject({ status: 200, body: { object: 'payment_method', card: { brand: 'mastercard', exp_year: 2034, last4: '4444' } } });
    expect(JSON.stringify(answer.body)).not.toContain('555555');
    const error = await caught(stripe.paymentMethods.create({ type: 'card', card: { number: '4242424242424242', exp_month: 3, exp_year: 2034 } }, account));
    expect(error.message).toContain('unsafe');
    expect((await createWith(String(answer.body['id']))).status).toBe('succeeded');
  });
});

test('an account that cannot take charges yet takes none', async () => {
  const fresh = await stripe.accounts.create({ type: 'express', country: 'US', capabilities: { card_payments: { requested: true } } });
  const error = await caught(stripe.paymentIntents.create(PAYMENT, { stripeAccount: fresh.id }));
  expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
  expect(error.message).toContain('cannot currently make charges');
});

test('pages through an account, newest first', async () => {
  const other = await emulator.connectedAccount();
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.unshift((await stripe.paymentIntents.create(PAYMENT, other)).id);
  const first = await stripe.paymentIntents.list({ limit: 3 }, other);
  expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/payment_intents' });
  expect(first.data.map((intent) => intent.id)).toEqual(ids.slice(0, 3));
  const rest = await stripe.paymentIntents.list({ limit: 10, starting_after: ids[2] ?? '' }, other);
  expect(rest).toMatchObject({ has_more: false });
  expect(rest.data.map((intent) => intent.id)).toEqual(ids.slice(3));
  const before = await stripe.paymentIntents.list({ limit: 2, ending_before: ids[4] ?? '' }, other);
  expect(before.data.map((intent) => intent.id)).toEqual(ids.slice(2, 4));
  const all: string[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 2 }, other)) all.push(intent.id);
  expect(all).toEqual(ids);
  expect((await stripe.paymentIntents.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } }, other)).data).toEqual([]);
  expect(await caught(stripe.paymentIntents.list({ limit: 101 }, other))).toMatchObject({ param: 'limit' });
});

test('a live key gets nowhere', async () => {
  for (const key of ['sk_live_abcdefghijk', 'pk_live_abcdefghijk', 'rk_live_abcdefghijk', 'nonsense']) {
    const error = await caught(libraryFor(emulator.port, key).paymentIntents.create(PAYMENT));
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).not.toContain('abcdefg');
  }
});

interface BrowserAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function asBrowser(path: string, form: Record<string, string>): Promise<BrowserAnswer> {
  const response = await fetch(`${emulator.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer pk_test_emulated', 'stripe-account': account.stripeAccount },
    body: new URLSearchParams(form),
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
