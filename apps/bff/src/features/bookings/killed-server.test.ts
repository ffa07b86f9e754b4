// A real process that is killed at the worst moments; the customer tries again and Stripe delivers again.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Booking, BookingCreated } from '@mais/contract';
import { findPorts } from '@mais/local-stack';
import { startStripeEmulator, type RunningEmulator } from '@mais/stripe-emulator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));

describe('a server that is killed', () => {
  let database: MigratedDatabase;
  let emulator: RunningEmulator;
  let url: string;
  let env: NodeJS.ProcessEnv;
  let server: ChildProcess;
  let bella: Customer;
  let starts: string[];

  beforeAll(async () => {
    database = await createMigratedDatabase();
    const [port] = await findPorts(1);
    url = `http://127.0.0.1:${port}`;
    emulator = await startStripeEmulator({
      webhookEndpoints: [{ url: `${url}/api/v1/webhooks/stripe/connect`, secret: 'whsec_connect_test', connect: true }],
      deliveries: { retryDelaysMs: [200, 200, 200, 200, 200, 200, 500, 500, 500, 1000, 1000, 1000] },
    });
    env = {
      PATH: process.env.PATH, DATABASE_URL: database.ownerUrl, PORT: String(port), JWT_SECRET: 'k'.repeat(40), TENANT_SECRETS_ENCRYPTION_KEY: 'ef'.repeat(32),
      STRIPE_SECRET_KEY: 'sk_test_fixture', STRIPE_PUBLISHABLE_KEY: 'pk_test_fixture', STRIPE_WEBHOOK_SECRET: 'whsec_platform_test',
      STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_connect_test', STRIPE_API_URL: emulator.url, STRIPE_JS_URL: `${emulator.url}/js/stripe.js`, LOG_LEVEL: 'silent',
    };
    const [code] = (await once(spawn(process.execPath, [cli, 'seed'], { env, stdio: 'ignore' }), 'exit')) as [number];
    expect(code).toBe(0);
    await startServer();
    bella = createCustomer({ request: (path, init) => fetch(`${url}${path}`, init), emulator, clock: { now: () => new Date() } }, 'bellaweddings');
    for (const { accountId } of await database.platform<{ accountId: string }[]>`select account_id from stripe_accounts`) {
      await fetch(`${emulator.url}/_emulator/accounts/${accountId}/onboard`, { method: 'POST' });
    }
    await vi.waitFor(async () => expect(await database.platform`select 1 from stripe_accounts where not charges_enabled`).toHaveLength(0));
    starts = await bella.listStarts('elopement');
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await emulator.close();
    await database.close();
  });

  /** One that isn't ready in time is ended with the others. */
  async function startServer(): Promise<void> {
    server = spawn(process.execPath, [main], { env, stdio: 'ignore' });
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeout: 40_000 });
  }

  async function kill(): Promise<void> {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  async function plantFault(fault: Record<string, string>): Promise<void> {
    const planted = await fetch(`${emulator.url}/_emulator/faults`, { method: 'POST', body: new URLSearchParams({ ...fault, times: '1' }) });
    expect(planted.status).toBe(200);
    expect(countFaultsToCome()).toBe(1);
  }

  /** A fault that strikes is gone; one that is left over has proved nothing. */
  function countFaultsToCome(): number {
    return emulator.emulator.faults.list().length;
  }

  function intentsOf(bookingId: string) {
    return [...emulator.emulator.context.store.all('payment_intent')].filter((row) => row.object.metadata['mais_booking_id'] === bookingId);
  }

  it('hears of a payment that was made while it was down', async () => {
    const created = await bella.book(await bella.hold('elopement', starts.shift() ?? ''));
    await kill();
    expect(await bella.pay(created)).toBe('succeeded');
    await startServer();
    expect(await bella.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid' });
  });

  it('goes on with a booking whose intent it was just making, and makes one only', async () => {
    const hold = await bella.hold('elopement', starts.shift() ?? '');
    const key = randomUUID();
    await plantFault({ kind: 'timeout_after_success', path: '/v1/payment_intents', method: 'POST', delay_ms: '60000' });
    const lost = bella.book(hold, { key }).then(() => 'answered', () => 'lost');
    await expect.poll(() => [...emulator.emulator.context.store.all('payment_intent')].some((row) => row.object.status === 'requires_payment_method')).toBe(true);
    await kill();
    expect(await lost).toBe('lost');
    expect(countFaultsToCome()).toBe(0);
    await startServer();
    const created: BookingCreated = await bella.book(hold, { key });
    expect(intentsOf(created.booking.id)).toHaveLength(1);
    await bella.pay(created);
    expect(await bella.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paidMinor: 180_000 });
    expect(await bella.book(hold, { key })).toEqual(created);
  });

  it('ends running requests when it is told to stop, and takes no new ones', async () => {
    const created = await bella.book(await bella.hold('elopement', starts.shift() ?? ''));
    await plantFault({ kind: 'hang', path: '/v1/payment_intents/*/cancel', method: 'POST', delay_ms: '700' });
    const cancelling = bella.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token });
    // Now the request hangs at Stripe.
    await expect.poll(countFaultsToCome).toBe(0);
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    const { booking } = await answered<{ booking: Booking }>(await cancelling, 200);
    expect(booking.status).toBe('cancelled');
    expect((await exited)[0]).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    await startServer();
  });
});
