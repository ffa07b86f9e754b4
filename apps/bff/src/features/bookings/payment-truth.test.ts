// However the money comes, twice, late, or not at all, the booking ends right.
import { randomUUID } from 'node:crypto';
import type { BookingCreated } from '@mais/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { sweepDue, reconcileUnsettled } from '../../jobs/sweep-due.ts';
import { startWorker } from '../../jobs/start-worker.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

const MINUTE_MS = 60_000;

describe('the truth of a payment', () => {
  let product: ProductFixture;
  let bella: Customer;
  let nextStart = 0;
  let starts: string[] = [];
  let worker: { stop(): Promise<void> };

  beforeAll(async () => {
    product = await createProductFixture();
    bella = createCustomer(product, 'bellaweddings');
    starts = await bella.listStarts('elopement');
    worker = await startWorker(product.services);
  });
  afterAll(async () => {
    await worker.stop();
    await product.close();
  });
  afterEach(async () => {
    await control('DELETE', '/faults');
    await control('POST', '/deliveries/release');
  });

  async function control(method: string, path: string, form: Record<string, string> = {}): Promise<unknown> {
    const response = await fetch(`${product.emulator.url}/_emulator${path}`, { method, ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async function bookFreshDay(): Promise<BookingCreated & { startsAt: string }> {
    const startsAt = starts[nextStart++] ?? '';
    const created = await bella.book(await bella.hold('elopement', startsAt));
    return { ...created, startsAt };
  }

  async function causesOf(created: BookingCreated): Promise<string[]> {
    const tenant = await product.services.directory.getByPublishableKey('pk_test_bellaweddings_sample');
    const rows = await withTenant(product.database.app, { tenantId: tenant.tenant.id, livemode: false }, (tx) =>
      tx.sql<{ cause: string }[]>`select cause from booking_transitions where tenant_id = ${tx.tenantId} and booking_id = ${created.booking.id} order by occurred_at, id`);
    return rows.map((row) => row.cause);
  }

  function intentOf(created: BookingCreated) {
    return product.emulator.emulator.context.store.get('payment_intent', created.payment?.paymentIntentId ?? '')?.object;
  }

  function refundsOf(created: BookingCreated) {
    return [...product.emulator.emulator.context.store.all('refund')].map((row) => row.object).filter((refund) => refund.payment_intent === created.payment?.paymentIntentId);
  }

  async function eventId(created: BookingCreated, type: string): Promise<string> {
    const { data } = (await control('GET', `/deliveries?type=${type}`)) as { data: { event: string }[] };
    const found = data.find(({ event }) => {
      const object = product.emulator.emulator.context.store.get('event', event)?.object.data.object as { id?: string } | undefined;
      return object?.id === created.payment?.paymentIntentId;
    });
    if (!found) throw new Error(`no ${type} for the booking`);
    return found.event;
  }

  it('stays unconfirmed until the webhook has come, whatever the browser was told', async () => {
    await control('POST', '/deliveries/hold');
    const created = await bookFreshDay();
    expect(await bella.pay(created)).toBe('succeeded');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await bella.read(created)).toMatchObject({ status: 'pending_payment', paymentStatus: 'none' });
    await control('POST', '/deliveries/release');
    expect(await bella.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid' });
  });

  it('takes the webhook twice as once', async () => {
    const created = await bookFreshDay();
    await bella.pay(created);
    await bella.readUntil(created, ({ status }) => status === 'confirmed');
    const id = await eventId(created, 'payment_intent.succeeded');
    await control('POST', `/events/${id}/redeliver`, { times: '3' });
    await expect.poll(async () => ((await control('GET', `/deliveries?event=${id}`)) as { data: { state: string }[] }).data.filter(({ state }) => state === 'delivered').length).toBe(4);
    expect(await causesOf(created)).toEqual(['booked', 'payment_intent.succeeded']);
    expect(await bella.read(created)).toMatchObject({ paidMinor: created.booking.totalMinor, refundedMinor: 0 });
  });

  it('lets a declined customer try another card on the same payment', async () => {
    const created = await bookFreshDay();
    expect(await bella.pay(created, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
    expect(await bella.read(created)).toMatchObject({ status: 'pending_payment' });
    expect(await bella.pay(created)).toBe('succeeded');
    await bella.readUntil(created, ({ status }) => status === 'confirmed');
    expect(await causesOf(created)).toHaveLength(2);
  });

  it('frees the time of a customer who closed the tab, and cancels the intent', async () => {
    const created = await bookFreshDay();
    product.clock.advance(11 * MINUTE_MS);
    await sweepDue(product.services);
    expect(await bella.read(created)).toMatchObject({ status: 'expired' });
    expect(intentOf(created)?.status).toBe('canceled');
    expect((await bella.hold('elopement', created.startsAt)).startsAt).toBe(created.startsAt);
  });

  it('confirms a payment that arrives an hour after the expiry when the time is still free', async () => {
    await control('POST', '/deliveries/hold');
    const created = await bookFreshDay();
    await bella.pay(created);
    product.clock.advance(61 * MINUTE_MS);
    // Nobody swept: the booking is expired by the clock alone, and its time is open to others.
    await control('POST', '/deliveries/release');
    await bella.readUntil(created, ({ status }) => status === 'confirmed');
    const again = await bella.send('POST', '/holds', { body: { package: 'elopement', startsAt: created.startsAt, partySize: 1 } });
    expect(again.status).toBe(409);
  });

  it('refunds a late payment in full, with its fee, when the time is another’s by then', async () => {
    await control('POST', '/deliveries/hold');
    const created = await bookFreshDay();
    await bella.pay(created);
    product.clock.advance(61 * MINUTE_MS);
    const other = await bella.book(await bella.hold('elopement', created.startsAt), { email: 'other@example.com' });
    await control('POST', '/deliveries/release');
    const booking = await bella.readUntil(created, ({ paymentStatus }) => paymentStatus === 'refunded');
    expect(booking).toMatchObject({ status: 'expired', paidMinor: 180_000, refundedMinor: 180_000 });
    expect(await causesOf(created)).toEqual(['booked', 'paid_too_late']);
    expect(refundsOf(created).map(({ amount, status }) => [amount, status])).toEqual([[180_000, 'succeeded']]);
    const fees = [...product.emulator.emulator.context.store.all('application_fee')].map((row) => row.object).filter((fee) => fee.charge === intentOf(created)?.latest_charge);
    expect(fees.map(({ amount, amount_refunded: given }) => [amount, given])).toEqual([[21_600, 21_600]]);
    await bella.pay(other);
    await bella.readUntil(other, ({ status }) => status === 'confirmed');
  });

  it('learns of a payment whose webhook was lost, by asking', async () => {
    await control('POST', '/deliveries/hold');
    const created = await bookFreshDay();
    await bella.pay(created);
    product.clock.advance(2 * MINUTE_MS);
    await reconcileUnsettled(product.services);
    expect(await bella.read(created)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    await control('POST', '/deliveries/release');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await causesOf(created)).filter((cause) => cause !== 'booked')).toHaveLength(1);
  });

  it('gives the same answer to a double click, with one intent', async () => {
    const startsAt = starts[nextStart++] ?? '';
    const hold = await bella.hold('elopement', startsAt);
    const key = randomUUID();
    const [first, second, third] = await Promise.all([bella.book(hold, { key }), bella.book(hold, { key }), bella.book(hold, { key })]);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    const intents = [...product.emulator.emulator.context.store.all('payment_intent')].filter((row) => row.object.metadata['mais_booking_id'] === first.booking.id);
    expect(intents).toHaveLength(1);
  });

  it('goes on from a booking whose intent Stripe could not make at first', async () => {
    const hold = await bella.hold('elopement', starts[nextStart++] ?? '');
    const key = randomUUID();
    await control('POST', '/faults', { kind: 'error_500', path: '/v1/payment_intents', method: 'POST', times: '3' });
    await expect(bella.book(hold, { key })).rejects.toThrow(/payment_provider_unavailable/);
    const created = await bella.book(hold, { key });
    expect(created.payment?.clientSecret).toMatch(/_secret_/);
    await bella.pay(created);
    await bella.readUntil(created, ({ status }) => status === 'confirmed');
  });

  it('cancels for a customer who turns back, and refunds one who pays all the same', async () => {
    const created = await bookFreshDay();
    const cancelled = await answered<{ booking: { status: string } }>(await bella.send('POST', `/bookings/${created.booking.id}/cancel`, { token: created.token }), 200);
    expect(cancelled.booking.status).toBe('cancelled');
    expect(intentOf(created)?.status).toBe('canceled');
    expect(await bella.pay(created)).toBe('payment_intent_unexpected_state');
    const again = await bella.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects: false } });
    expect(again.status).toBe(409);
  });

  it('spares a booking whose bank takes its time, and confirms it when the bank is done', async () => {
    const created = await bookFreshDay();
    expect(await bella.pay(created, 'pm_card_processing')).toBe('processing');
    await bella.readUntil(created, ({ paymentStatus }) => paymentStatus === 'processing');
    product.clock.advance(12 * MINUTE_MS);
    await sweepDue(product.services);
    expect(await bella.read(created)).toMatchObject({ status: 'pending_payment' });
    await control('POST', `/payment_intents/${created.payment?.paymentIntentId}/settle`);
    expect(await bella.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid' });
  });
});
