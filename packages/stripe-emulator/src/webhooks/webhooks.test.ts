import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caught } from '../testing/caught.ts';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';
import { receiveWebhooks } from '../testing/webhook-receiver.ts';
import type { WebhookReceiver } from '../testing/webhook-receiver.ts';

let emulator: TestEmulator;
let stripe: Stripe;
let platform: WebhookReceiver;
let connect: WebhookReceiver;
let account: { stripeAccount: string };

const PAID = { ...PAYMENT, application_fee_amount: 1250, payment_method: 'pm_card_visa', confirm: true };
const FAST_RETRIES = { retryDelaysMs: [30, 60, 120], giveUpAfterMs: 60_000, timeoutMs: 2000 };

beforeEach(async () => {
  [platform, connect] = await Promise.all([receiveWebhooks('whsec_platform'), receiveWebhooks('whsec_connect')]);
  emulator = await startTestEmulator({
    webhookEndpoints: [
      { url: platform.url, secret: platform.secret, connect: false },
      { url: connect.url, secret: connect.secret, connect: true },
    ],
    deliveries: FAST_RETRIES,
  });
  ({ stripe } = emulator);
  account = await emulator.connectedAccount();
});
afterEach(() => Promise.all([emulator.close(), platform.close(), connect.close()]));

describe('configured endpoints', () => {
  test('get what concerns them: the connected accounts\' events here, the platform\'s there', async () => {
    const intent = await stripe.paymentIntents.create(PAID, { ...account, idempotencyKey: 'order-1' });
    expect(await connect.types('payment_intent.succeeded')).toEqual([
      'account.updated', 'payment_intent.created', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded',
    ]);
    expect(await platform.types('application_fee.created')).toEqual(['application_fee.created']);
    const event = connect.events.at(-1);
    expect(event).toMatchObject({
      id: expect.stringMatching(/^evt_\w{24}$/),
      account: account.stripeAccount,
      api_version: '2026-10-28.endive',
      data: { object: { id: intent.id, status: 'succeeded', metadata: {} } },
      livemode: false,
      object: 'event',
      pending_webhooks: 1,
      request: { id: intent.lastResponse.requestId, idempotency_key: 'order-1' },
    });
    expect(platform.events[0]?.account).toBeUndefined();
    expect(await stripe.events.retrieve(event?.id ?? '', {}, account)).toMatchObject({ id: event?.id, type: 'payment_intent.succeeded' });
  });

  test('get an event again until they take it, and later events meanwhile', async () => {
    await connect.types('account.updated');
    connect.answerWith(500);
    const first = await stripe.paymentIntents.create(PAYMENT, account);
    const before = connect.attempts();
    await expect.poll(() => connect.attempts()).toBeGreaterThan(before + 2);
    connect.answerWith(200);
    await connect.types('payment_intent.created');
    expect(connect.events.filter((event) => event.type === 'payment_intent.created').map((event) => event.data.object)).toMatchObject([{ id: first.id }]);
    await expect.poll(async () => (await stripe.events.list({ type: 'payment_intent.created' }, account)).data[0]?.pending_webhooks).toBe(0);
    const { data } = (await emulator.control('GET', '/deliveries?type=payment_intent.created')) as { data: object[] };
    expect(data).toMatchObject([{ state: 'delivered', lastStatus: 200, lastError: null }]);
  });

  test('do not hold up each other', async () => {
    await connect.close();
    await stripe.paymentIntents.create(PAID, account);
    expect(await platform.types('application_fee.created')).toHaveLength(1);
    const { data } = (await emulator.control('GET', '/deliveries?state=pending')) as { data: Array<{ url: string }> };
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ url }) => url === connect.url)).toBe(true);
  });
});

test('events are held back and released, in order', async () => {
  await connect.types('account.updated');
  await emulator.control('POST', '/deliveries/hold');
  await stripe.paymentIntents.create(PAID, account);
  await new Promise((resolve) => {
    setTimeout(resolve, 150);
  });
  expect(connect.events).toHaveLength(1);
  await emulator.control('POST', '/deliveries/release');
  expect((await connect.types('payment_intent.succeeded')).slice(1)).toEqual(['payment_intent.created', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded']);
});

test('an event is delivered again on demand, past what is held', async () => {
  await connect.types('account.updated');
  const [event] = connect.events;
  await emulator.control('POST', `/events/${event?.id}/redeliver`, { times: '2' });
  await expect.poll(() => connect.events.length).toBe(3);
  expect(new Set(connect.events.map(({ id }) => id)).size).toBe(1);
});

test('an hour later means the clock, not the wait', async () => {
  await connect.types('account.updated');
  await emulator.control('POST', `/events/${connect.events[0]?.id}/redeliver`, { delay_ms: String(60 * 60 * 1000) });
  await emulator.control('POST', '/clock/advance', { seconds: '3601' });
  await expect.poll(() => connect.events.length).toBe(2);
});

describe('endpoints made through the API', () => {
  test('tell their secret once, and get the types they asked for', async () => {
    const endpoint = await stripe.webhookEndpoints.create({ url: connect.url, enabled_events: ['payment_intent.succeeded', 'refund.created'], connect: true });
    expect(endpoint).toMatchObject({ object: 'webhook_endpoint', status: 'enabled', enabled_events: ['payment_intent.succeeded', 'refund.created'] });
    expect(endpoint.secret).toMatch(/^whsec_\w{32}$/);
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    expect((await stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toContain(endpoint.id);
    const own = await receiveWebhooks(endpoint.secret);
    await stripe.webhookEndpoints.update(endpoint.id, { url: own.url });
    await stripe.paymentIntents.create(PAID, account);
    expect(await own.types('payment_intent.succeeded')).toEqual(['payment_intent.succeeded']);
    await stripe.webhookEndpoints.del(endpoint.id);
    expect(await caught(stripe.webhookEndpoints.retrieve(endpoint.id))).toMatchObject({ statusCode: 404 });
    await own.close();
  });

  test('of one account get its events only', async () => {
    const own = await receiveWebhooks();
    const endpoint = await stripe.webhookEndpoints.create({ url: own.url, enabled_events: ['*'] }, account);
    emulator.emulator.change(({ store }) => {
      const record = store.get('webhook_endpoint', endpoint.id);
      if (record) store.put('webhook_endpoint', endpoint.id, { ...record, secret: own.secret });
    });
    const other = await emulator.connectedAccount();
    await stripe.paymentIntents.create(PAYMENT, other);
    await stripe.paymentIntents.create(PAYMENT, account);
    expect(await own.types('payment_intent.created')).toEqual(['payment_intent.created']);
    expect(own.events[0]?.account).toBe(account.stripeAccount);
    await own.close();
  });

  test('are refused without an address', async () => {
    expect(await caught(stripe.webhookEndpoints.create({ url: 'nowhere', enabled_events: ['*'] }))).toMatchObject({ code: 'url_invalid', param: 'url' });
  });
});

test('a signature by another secret, or of another body, does not verify', async () => {
  const body = JSON.stringify({ id: 'evt_1', object: 'event' });
  const { signPayload } = await import('./sign.ts');
  const signature = signPayload(body, 'whsec_right', Date.now());
  expect(Stripe.webhooks.constructEvent(body, signature, 'whsec_right').id).toBe('evt_1');
  expect(() => Stripe.webhooks.constructEvent(body, signature, 'whsec_wrong')).toThrow();
  expect(() => Stripe.webhooks.constructEvent(`${body} `, signature, 'whsec_right')).toThrow();
});
