import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PAYMENT, libraryFor, startTestEmulator } from '../testing/running.ts';
import { receiveWebhooks } from '../testing/webhook-receiver.ts';
import { Store } from './store.ts';

let folder: string;
let stateFile: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
  stateFile = join(folder, 'state', 'stripe.jsonl');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts the emulator as its own process and waits for its address. */
async function spawnEmulator(environment: Record<string, string> = {}): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], EMULATOR_PORT: '0', EMULATOR_STATE_FILE: stateFile, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { child, port: Number(/:(\d+)\s*$/.exec(line.toString())?.[1]) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a killed process loses nothing that it acknowledged', async () => {
  const first = await spawnEmulator();
  const stripe = libraryFor(first.port);
  const { id } = await stripe.accounts.create({ type: 'express', country: 'US', capabilities: { card_payments: { requested: true } } });
  await fetch(`http://127.0.0.1:${first.port}/_emulator/accounts/${id}/onboard`, { method: 'POST' });
  const account = { stripeAccount: id };
  const acknowledged: string[] = [];
  const pay = async (): Promise<void> => {
    for (;;) {
      const intent = await stripe.paymentIntents.create({ ...PAYMENT, application_fee_amount: 100, payment_method: 'pm_card_visa', confirm: true }, { ...account, idempotencyKey: crypto.randomUUID() });
      acknowledged.push(intent.id);
    }
  };
  const payers = Promise.allSettled(Array.from({ length: 8 }, pay));
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(60);
  await kill(first.child);
  await payers;

  const second = await spawnEmulator();
  const after = libraryFor(second.port);
  const found = new Map<string, string>();
  for await (const intent of after.paymentIntents.list({ limit: 100 }, account)) found.set(intent.id, intent.status);
  expect(acknowledged.filter((intent) => found.get(intent) !== 'succeeded')).toEqual([]);
  // A commit is whole or not there: no charge without its intent, fee and transaction.
  const charges = await after.charges.list({ limit: 100 }, account).autoPagingToArray({ limit: 10_000 });
  const fees = await after.applicationFees.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  expect(charges).toHaveLength(found.size);
  expect(fees).toHaveLength(found.size);
  await kill(second.child);
});

test('webhooks that were not delivered, and idempotency keys, survive', async () => {
  const receiver = await receiveWebhooks();
  const endpoint = JSON.stringify([{ url: receiver.url, secret: receiver.secret, connect: true }]);
  const first = await spawnEmulator({ EMULATOR_WEBHOOK_ENDPOINTS: endpoint });
  const url = `http://127.0.0.1:${first.port}/_emulator`;
  const body = new URLSearchParams({ id: 'acct_known', country: 'US' });
  await fetch(`${url}/deliveries/hold`, { method: 'POST' });
  await fetch(`${url}/accounts`, { method: 'POST', body });
  const options = { stripeAccount: 'acct_known', idempotencyKey: 'once' };
  const intent = await libraryFor(first.port).paymentIntents.create(PAYMENT, options);
  await kill(first.child);
  expect(receiver.events).toEqual([]);

  const second = await spawnEmulator({ EMULATOR_WEBHOOK_ENDPOINTS: endpoint });
  const replayed = await libraryFor(second.port).paymentIntents.create(PAYMENT, options);
  expect(replayed.id).toBe(intent.id);
  await fetch(`http://127.0.0.1:${second.port}/_emulator/deliveries/release`, { method: 'POST' });
  expect(await receiver.types('payment_intent.created')).toEqual(['account.updated', 'payment_intent.created']);
  await kill(second.child);
  await receiver.close();
});

test('a payment that was processing goes on after a restart', async () => {
  const first = await startTestEmulator({ stateFile, processingDelayMs: 300 });
  const account = await first.connectedAccount();
  const intent = await first.stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_processing', confirm: true }, account);
  await first.close();
  const second = await startTestEmulator({ stateFile });
  await expect.poll(async () => (await second.stripe.paymentIntents.retrieve(intent.id, {}, account)).status).toBe('succeeded');
  await second.close();
});

test('the clock and the hold are as they were', async () => {
  const first = await startTestEmulator({ stateFile });
  await first.control('POST', '/clock/advance', { seconds: '86400' });
  await first.control('POST', '/deliveries/hold');
  await first.close();
  const second = await startTestEmulator({ stateFile });
  const { now } = (await second.control('GET', '/health')) as { now: string };
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000);
  expect(second.emulator.settings.deliveriesHeld).toBe(true);
  await second.close();
});

test('a torn last line is dropped, and the file is whole again', async () => {
  const store = Store.open(stateFile);
  store.put('settings', 'a', { clockOffsetMs: 1, deliveriesHeld: false });
  store.commit();
  await appendFile(stateFile, '[["settings","b",{"clockOff');
  const reopened = Store.open(stateFile);
  expect([reopened.get('settings', 'a')?.clockOffsetMs, reopened.get('settings', 'b')]).toEqual([1, undefined]);
  reopened.put('settings', 'c', { clockOffsetMs: 3, deliveriesHeld: false });
  reopened.close();
  const lines = (await readFile(stateFile, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toHaveLength(2);
});

test('a file of something else is refused, and left as it is', async () => {
  await mkdir(join(folder, 'state'));
  await writeFile(stateFile, 'Dear diary,\n');
  expect(() => Store.open(stateFile)).toThrow('is not a state of the Stripe emulator');
  expect(await readFile(stateFile, 'utf8')).toBe('Dear diary,\n');
});

test('a state longer than one read comes back whole', () => {
  const store = Store.open(stateFile);
  const long = 'é'.repeat(700_000);
  for (const id of ['a', 'b', 'c']) {
    store.put('idempotency', id, { fingerprint: id, status: 200, body: `${id}${long}`, requestId: 'req', createdAtMs: 0 });
    store.commit();
  }
  store.close();
  for (let opening = 0; opening < 2; opening += 1) {
    const reopened = Store.open(stateFile);
    expect(Array.from(reopened.all('idempotency'), ({ body }) => body === `${body[0]}${long}`)).toEqual([true, true, true]);
    reopened.close();
  }
});

test('compaction keeps what was put last, and its order', async () => {
  const store = Store.open(stateFile);
  for (let round = 0; round < 3; round += 1) {
    for (const id of ['a', 'b', 'c']) store.put('settings', id, { clockOffsetMs: round, deliveriesHeld: false });
    store.commit();
  }
  store.delete('settings', 'b');
  store.compact();
  store.close();
  const reopened = Store.open(stateFile);
  expect(Array.from(reopened.keys('settings'))).toEqual(['a', 'c']);
  expect(Array.from(reopened.all('settings'), ({ clockOffsetMs }) => clockOffsetMs)).toEqual([2, 2]);
  reopened.close();
});

test('it does not start with a live key', async () => {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], EMULATOR_PORT: '0', STRIPE_SECRET_KEY: 'sk_live_abc' }, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, Buffer.concat(chunks).toString()]).toEqual([1, expect.stringContaining('STRIPE_SECRET_KEY is a live key')]);
});

test('what was due, saved or kept back is still so after a restart', async () => {
  const endpoint = await receiveWebhooks();
  const webhookEndpoints = [{ url: endpoint.url, secret: endpoint.secret, connect: true }];
  const before = await startTestEmulator({ stateFile, webhookEndpoints });
  const account = await before.connectedAccount();
  const customer = await before.stripe.customers.create({}, account);
  const method = await before.stripe.paymentMethods.attach('pm_card_authenticationRequiredOnSetup', { customer: customer.id }, account);
  const disputed = await before.stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_createDispute', confirm: true }, account);
  await before.stripe.paymentIntents.create({ ...PAYMENT, payment_method: 'pm_card_visa', confirm: true }, account);
  await before.control('POST', '/clock/advance', { seconds: String(2 * 86_400 + 1) });
  await before.control('POST', '/payouts/run', { account: account.stripeAccount });
  await before.control('POST', '/webhook-faults', { kind: 'reorder', type: 'payment_intent.created', delay_ms: '3600000' });
  const waiting = await before.stripe.paymentIntents.create(PAYMENT, account);
  await before.close();

  const after = await startTestEmulator({ stateFile, webhookEndpoints });
  const [dispute] = (await after.stripe.disputes.list({ payment_intent: disputed.id }, account)).data;
  const [payout] = (await after.stripe.payouts.list({}, account)).data;
  expect((await after.stripe.balanceTransactions.list({ payout: payout?.id ?? '' }, account)).data.length).toBeGreaterThan(2);
  expect([dispute?.status, payout?.status]).toEqual(['needs_response', 'in_transit']);
  expect((await after.stripe.customers.listPaymentMethods(customer.id, {}, account)).data.map(({ id }) => id)).toEqual([method.id]);
  expect(endpoint.events.some((event) => 'id' in event.data.object && event.data.object.id === waiting.id)).toBe(false);
  await after.control('POST', '/clock/advance', { seconds: String(12 * 86_400) });
  await expect.poll(() => endpoint.events.filter((event) => 'id' in event.data.object && event.data.object.id === waiting.id).map((event) => event.type)).toEqual(['payment_intent.created']);
  expect((await after.stripe.disputes.retrieve(dispute?.id ?? '', {}, account)).status).toBe('lost');
  expect((await after.stripe.payouts.retrieve(payout?.id ?? '', {}, account)).status).toBe('paid');
  await after.close();
  await endpoint.close();
});
