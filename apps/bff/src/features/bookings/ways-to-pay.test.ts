// A booking is paid in a frame or on a page of its own, where a bank may be visited; never in both.
import type { BookingCreated, PaymentAttempt } from '@mais/contract';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorker } from '../../jobs/start-worker.ts';
import { answered, createCustomer, type Customer } from '../../testing/booking-steps.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';

let product: ProductFixture;
let studio: Customer;
let worker: { stop(): Promise<void> };
let starts: string[] = [];
let nextStart = 0;

beforeAll(async () => {
  product = await createProductFixture();
  studio = createCustomer(product, 'studionord');
  starts = await studio.listStarts('portrait-60');
  worker = await startWorker(product.services);
});
afterAll(async () => {
  await worker.stop();
  await product.close();
});

async function bookFreshTime(): Promise<BookingCreated> {
  // Far enough apart, whatever stands before and after a session.
  const startsAt = starts[nextStart] ?? '';
  nextStart += 6;
  return studio.book(await studio.hold('portrait-60', startsAt));
}

function ask(created: BookingCreated, allowRedirects: boolean): Promise<Response> {
  return studio.send('POST', `/bookings/${created.booking.id}/payment-intents`, { token: created.token, body: { allowRedirects } });
}

async function attemptFor(created: BookingCreated, allowRedirects: boolean): Promise<PaymentAttempt> {
  return (await answered<{ payment: PaymentAttempt }>(await ask(created, allowRedirects), 200)).payment;
}

/** Every intent that was ever made for the booking. */
function intentsOf(created: BookingCreated): Stripe.PaymentIntent[] {
  const all = [...product.emulator.emulator.context.store.all('payment_intent')].map((row) => row.object as Stripe.PaymentIntent);
  return all.filter((intent) => intent.metadata['mais_booking_id'] === created.booking.id);
}

function chargeable(created: BookingCreated): Stripe.PaymentIntent[] {
  return intentsOf(created).filter(({ status }) => status !== 'canceled');
}

/** What Stripe.js does with a way to pay that leads away, and the customer at the bank. */
async function payAtBank({ paymentIntentId, accountId }: PaymentAttempt, outcome: 'complete' | 'fail'): Promise<string> {
  const confirmed = await fetch(`${product.emulator.url}/v1/payment_intents/${paymentIntentId}/confirm`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_fixture', 'stripe-account': accountId },
    body: new URLSearchParams({ 'payment_method_data[type]': 'ideal', return_url: 'https://example.com/back' }),
  });
  const { next_action: next } = await answered<Stripe.PaymentIntent>(confirmed, 200);
  const body = new URLSearchParams(new URL(next?.redirect_to_url?.url ?? '').searchParams);
  body.set('outcome', outcome);
  const decided = await fetch(`${product.emulator.url}/js/authenticate`, { method: 'POST', body, headers: { origin: product.emulator.url } });
  return (await answered<{ status: string }>(decided, 200)).status;
}

function changeDeliveries(to: 'hold' | 'release'): Promise<Response> {
  return fetch(`${product.emulator.url}/_emulator/deliveries/${to}`, { method: 'POST' });
}

it('takes nothing that leads away in a frame, and on a page of its own what the currency has', async () => {
  const created = await bookFreshTime();
  expect(created.payment).toMatchObject({ allowsRedirects: false });
  const onPage = await attemptFor(created, true);
  expect(onPage).toMatchObject({ allowsRedirects: true, amountMinor: created.payment?.amountMinor });
  expect(intentsOf(created).map((intent) => [intent.status, intent.payment_method_types])).toEqual([
    ['canceled', ['card']],
    ['requires_payment_method', ['card', 'ideal', 'bancontact']],
  ]);
  expect(await studio.pay(created), 'the form in the frame is of no use any more').toBe('payment_intent_unexpected_state');
});

it('gives the same payment again to a place of the same kind', async () => {
  const created = await bookFreshTime();
  expect((await attemptFor(created, false)).paymentIntentId).toBe(created.payment?.paymentIntentId);
  const onPage = await attemptFor(created, true);
  expect((await attemptFor(created, true)).paymentIntentId).toBe(onPage.paymentIntentId);
});

it('confirms what was authorized at the bank, and leaves payable what was refused there', async () => {
  const created = await bookFreshTime();
  const onPage = await attemptFor(created, true);
  expect(await payAtBank(onPage, 'fail')).toBe('requires_payment_method');
  expect(await studio.read(created)).toMatchObject({ status: 'pending_payment' });
  expect(await payAtBank(await attemptFor(created, true), 'complete')).toBe('succeeded');
  expect(await studio.readUntil(created, ({ status }) => status === 'confirmed')).toMatchObject({ paymentStatus: 'paid' });
});

it('lets a customer who is at the bank pay in the frame instead, once', async () => {
  const created = await bookFreshTime();
  const onPage = await attemptFor(created, true);
  const inFrame = await attemptFor(created, false);
  expect(await payAtBank(onPage, 'complete').catch((error: unknown) => String(error))).toMatch(/unexpected_state/);
  expect(await studio.pay({ ...created, payment: inFrame })).toBe('succeeded');
  const booking = await studio.readUntil(created, ({ status }) => status === 'confirmed');
  expect(booking.paidMinor).toBe(booking.totalMinor);
  expect(chargeable(created)).toHaveLength(1);
});

it('refuses another payment where the first was made, though nobody has told us yet', async () => {
  const created = await bookFreshTime();
  await changeDeliveries('hold');
  expect(await studio.pay(created)).toBe('succeeded');
  const answer = await ask(created, true);
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'booking_not_payable']);
  expect(await studio.read(created)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  await changeDeliveries('release');
  expect(chargeable(created)).toHaveLength(1);
});

it('has one chargeable payment at most, whatever two places ask for at the same moment', async () => {
  const created = await bookFreshTime();
  const answers = await Promise.all([true, false, true, false].map((allowRedirects) => ask(created, allowRedirects)));
  for (const answer of answers) expect([200, 409, 429]).toContain(answer.status);
  expect(chargeable(created).length).toBeLessThanOrEqual(1);
  const last = await attemptFor(created, true);
  expect(chargeable(created).map(({ id }) => id)).toEqual([last.paymentIntentId]);
});
