import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PAYMENT, startTestEmulator } from '../testing/running.ts';
import type { TestEmulator } from '../testing/running.ts';
import { receiveWebhooks } from '../testing/webhook-receiver.ts';
import type { WebhookReceiver } from '../testing/webhook-receiver.ts';

let emulator: TestEmulator;
let receiver: WebhookReceiver;
let account: { stripeAccount: string };

const PAID = { ...PAYMENT, payment_method: 'pm_card_visa', confirm: true };
const IN_ORDER = ['payment_intent.created', 'charge.succeeded', 'charge.updated', 'payment_intent.succeeded'];

beforeEach(async () => {
  receiver = await receiveWebhooks();
  emulator = await startTestEmulator({ webhookEndpoints: [{ url: receiver.url, secret: receiver.secret, connect: true }] });
  account = await emulator.connectedAccount();
  await receiver.types('account.updated');
  receiver.events.length = 0;
});
afterEach(() => Promise.all([emulator.close(), receiver.close()]));

function plant(form: Record<string, string>): Promise<Record<string, unknown>> {
  return emulator.control('POST', '/webhook-faults', form);
}

async function pay(): Promise<void> {
  await emulator.stripe.paymentIntents.create(PAID, account);
}

/** Everything that is due now has been sent. */
async function settled(count: number): Promise<string[]> {
  await expect.poll(() => receiver.events.length).toBe(count);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return receiver.events.map((event) => event.type);
}

describe('a planted fault of webhooks', () => {
  test('delays an event by the emulator\'s clock, and lets later ones pass', async () => {
    await plant({ kind: 'delay', type: 'charge.succeeded', delay_ms: String(72 * 60 * 60 * 1000) });
    await pay();
    expect(await settled(3)).toEqual(IN_ORDER.filter((type) => type !== 'charge.succeeded'));
    await emulator.control('POST', '/clock/advance', { seconds: String(72 * 60 * 60 + 1) });
    expect((await settled(4)).at(-1)).toBe('charge.succeeded');
  });

  test('sends an event twice, with the same id', async () => {
    await plant({ kind: 'duplicate', type: 'payment_intent.succeeded' });
    await pay();
    await settled(5);
    const ids = receiver.events.filter((event) => event.type === 'payment_intent.succeeded').map((event) => event.id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('has an event overtaken by the next, or sends it a little later when none comes', async () => {
    await plant({ kind: 'reorder', type: 'charge.succeeded' });
    await pay();
    expect(await settled(4)).toEqual(['payment_intent.created', 'charge.updated', 'charge.succeeded', 'payment_intent.succeeded']);
    receiver.events.length = 0;
    await plant({ kind: 'reorder', type: 'payment_intent.succeeded', delay_ms: '300' });
    await pay();
    expect(await settled(4)).toEqual(IN_ORDER);
  });

  test('drops an event, which the API still knows', async () => {
    await plant({ kind: 'drop', type: 'payment_intent.*', times: '2' });
    await pay();
    expect(await settled(2)).toEqual(['charge.succeeded', 'charge.updated']);
    expect(await emulator.control('GET', '/deliveries?state=abandoned')).toMatchObject({
      data: [{ type: 'payment_intent.created', lastError: 'dropped by a planted fault' }, { type: 'payment_intent.succeeded' }],
    });
    expect((await emulator.stripe.events.list({ type: 'payment_intent.succeeded' }, account)).data).toHaveLength(1);
    await pay();
    expect(await settled(6)).toHaveLength(6);
  });

  test('strikes by chance, the same for the same seed, until it is cleared', async () => {
    const runs: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      receiver.events.length = 0;
      await emulator.control('DELETE', '/webhook-faults');
      await plant({ kind: 'drop', chance: '0.5', seed: '11', account: account.stripeAccount });
      for (let payment = 0; payment < 5; payment += 1) await pay();
      await emulator.control('DELETE', '/webhook-faults');
      await emulator.stripe.paymentIntents.create({ ...PAYMENT, description: 'the last' }, account);
      const last = (): boolean => receiver.events.some((event) => event.type === 'payment_intent.created' && event.data.object.description === 'the last');
      await expect.poll(last).toBe(true);
      runs.push(receiver.events.map((event) => event.type).join());
    }
    expect(runs[0]).toBe(runs[1]);
    expect(runs[0]?.split(',').length).toBeLessThan(19);
  });

  test('is of a kind that exists, and no later than a week', async () => {
    expect(await plant({ kind: 'shuffle' })).toMatchObject({ error: { param: 'kind' } });
    expect(await plant({ kind: 'delay', delay_ms: String(8 * 24 * 60 * 60 * 1000) })).toMatchObject({ error: { param: 'delay_ms' } });
    expect(await plant({ kind: 'delay', delay_ms: '5', min_delay_ms: '6' })).toMatchObject({ error: { param: 'min_delay_ms' } });
    expect(await plant({ kind: 'drop', times: '0' })).toMatchObject({ error: { param: 'times' } });
    expect(await emulator.control('GET', '/webhook-faults')).toEqual({ data: [] });
  });
});
