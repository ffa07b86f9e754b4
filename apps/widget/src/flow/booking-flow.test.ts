import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Services } from '../app/services.ts';
import { takeHostContext } from '../host/connect.ts';
import { toSaved } from '../storage/session-memory.ts';
import { changeParty } from './choose-package.ts';
import { chooseTime, holdAgain } from './choose-time.ts';
import { FlowLab, aBooking, aProblem, hold } from './flow-lab.fixture.ts';
import { followBooking } from './follow-booking.ts';
import { editOrder } from './leave-order.ts';
import { openPayment } from './open-payment.ts';
import { restoreOrder } from './restore-order.ts';
import { restoredFlow } from './restore.ts';
import { submitBooking } from './submit-booking.ts';

const speaks = { locale: 'en-NZ', timeZone: 'Europe/Berlin' };
const shown = { ...speaks, totalMinor: 9_000 };
const payment = { paymentIntentId: 'pi', clientSecret: 'pi_secret', accountId: 'acct', amountMinor: 17800, currency: 'NZD' };

let lab: FlowLab;
let page: Services;

beforeEach(async () => {
  lab = new FlowLab();
  await lab.open();
  lab.on('POST /holds', [201, hold]);
  lab.on('DELETE /holds/hold-1', [204, null]);
  lab.on('POST /bookings', [201, { booking: aBooking(), token: 'booking-token', payment }]);
  page = lab.load();
});

afterEach(() => lab.close());

test('holds a picked time at once and goes on to the details', async () => {
  await chooseTime(page, hold.startsAt);
  expect(page.flow.getState()).toMatchObject({ step: 'details', busy: null, hold: { id: 'hold-1', deadlineMs: 600_000 } });
  expect(lab.requests('POST /holds')[0]?.body).toEqual({ package: 'sunset-paddle', startsAt: hold.startsAt, partySize: 2 });
});

test('goes back to the details without asking for the time that it holds already', async () => {
  await chooseTime(page, hold.startsAt);
  page.flow.dispatch({ type: 'step_entered', step: 'time' });
  await chooseTime(page, hold.startsAt);
  expect(page.flow.getState().step).toBe('details');
  expect(lab.requests('POST /holds')).toHaveLength(1);
});

test('gives the first time back before it holds another', async () => {
  await chooseTime(page, hold.startsAt);
  await chooseTime(page, '2027-01-10T04:30:00.000Z');
  expect(lab.seen.map((one) => one.route)).toEqual(['POST /holds', 'DELETE /holds/hold-1', 'POST /holds']);
  expect(lab.requests('DELETE /holds/hold-1')[0]?.headers['authorization']).toBe('Bearer hold-token');
});

test('gives the time back when the party changes', async () => {
  await chooseTime(page, hold.startsAt);
  changeParty(page, 4);
  expect(page.flow.getState()).toMatchObject({ partySize: 4, hold: null });
  await expect.poll(() => lab.requests('DELETE /holds/hold-1')).toHaveLength(1);
});

test('stays where it is when somebody was faster, and tells the host page the code', async () => {
  lab.on('POST /holds', aProblem(409, 'slot_taken'));
  page.flow.dispatch({ type: 'step_entered', step: 'time' });
  await chooseTime(page, hold.startsAt);
  expect(page.flow.getState()).toMatchObject({ step: 'time', busy: null, hold: null, trouble: { code: 'slot_taken' } });
  expect(lab.events('error')).toEqual([{ code: 'slot_taken' }]);
});

test('ignores a second pick while the first is on its way', async () => {
  await Promise.all([chooseTime(page, hold.startsAt), chooseTime(page, '2027-01-10T04:30:00.000Z')]);
  expect(lab.requests('POST /holds')).toHaveLength(1);
});

test('holds a time again that ran out, and shows the calendar where somebody else has it', async () => {
  await chooseTime(page, hold.startsAt);
  page.flow.dispatch({ type: 'hold_ran_out' });
  await holdAgain(page);
  expect(page.flow.getState()).toMatchObject({ step: 'details', hold: { hasExpired: false } });

  page.flow.dispatch({ type: 'hold_ran_out' });
  lab.on('POST /holds', aProblem(409, 'slot_taken'));
  await holdAgain(page);
  expect(page.flow.getState()).toMatchObject({ step: 'time', hold: null, trouble: { code: 'slot_taken' } });
});

test('sends what the customer and the host page said, and never a price', async () => {
  page = lab.load({
    attributes: new Map(),
    prefill: { answers: { source: 'newsletter', nobodyAsks: 'this' } },
    attribution: { pageUrl: 'https://kayaks.example/?utm_source=x', utm: { utm_source: 'x' } },
  });
  void takeHostContext(page);
  await typeAndSubmit(page);
  expect(lab.requests('POST /bookings')[0]?.body).toEqual({
    holdId: 'hold-1', holdToken: 'hold-token', addOns: [{ addOn: 'wetsuit', quantity: 2 }], customer: { name: 'Ana', email: 'ana@example.com' },
    answers: { source: 'newsletter' }, attribution: { pageUrl: 'https://kayaks.example/?utm_source=x', utm: { utm_source: 'x' } }, ...speaks, expectedTotalMinor: 9_000,
  });
});

test('leaves what the customer answered as it is, whatever the host page says, and takes nothing that does not fit', async () => {
  page = lab.load({ attributes: new Map(), prefill: { answers: { source: 'x'.repeat(300) } }, attribution: {} });
  await takeHostContext(page);
  expect(page.flow.getState().answers).toEqual({});
  page = lab.load({ attributes: new Map(), prefill: { answers: { source: 'newsletter' } }, attribution: {} });
  page.flow.dispatch({ type: 'answered', answers: { source: 'a friend' } });
  await takeHostContext(page);
  expect(page.flow.getState().answers).toEqual({ source: 'a friend' });
});

test('shows an answer that the server refuses at its question, until it is edited', async () => {
  lab.on('POST /bookings', aProblem(422, 'invalid_request', [{ pointer: '/answers/source', detail: 'is required' }, { pointer: '/customer/email', detail: 'wrong' }]));
  await typeAndSubmit(page);
  expect(page.flow.getState().trouble?.fields).toEqual({ 'answers/source': 'is required', email: 'wrong' });
  page.flow.dispatch({ type: 'answered', answers: { source: 'a friend' } });
  expect(page.flow.getState().trouble?.fields).toEqual({ email: 'wrong' });
});

test('makes one booking out of a double click', async () => {
  await prepare(page);
  await Promise.all([submitBooking(page, shown), submitBooking(page, shown)]);
  expect(lab.requests('POST /bookings')).toHaveLength(1);
  expect(lab.events('booking_submitted')).toHaveLength(1);
});

test('sends the same key again after a lost answer, a second try and a reload', async () => {
  lab.on('POST /bookings', 'cut');
  await typeAndSubmit(page);
  expect(page.flow.getState()).toMatchObject({ step: 'details', trouble: { code: 'unreachable' } });

  const reloaded = lab.load();
  lab.on('POST /bookings', [201, { booking: aBooking(), token: 'booking-token', payment }]);
  await typeAndSubmit(reloaded);
  const keys = lab.requests('POST /bookings').map((one) => one.headers['idempotency-key']);
  expect(keys).toHaveLength(4);
  expect(new Set(keys).size).toBe(1);
});

test('takes a new key when what is sent has changed', async () => {
  lab.on('POST /bookings', aProblem(422, 'invalid_request', [{ pointer: '/customer/email', detail: 'must be' }]), [201, { booking: aBooking(), token: 't', payment }]);
  await typeAndSubmit(page);
  expect(page.flow.getState().trouble).toEqual({ code: 'invalid_request', fields: { email: 'must be' }, waitUntilMs: null });
  page.flow.dispatch({ type: 'customer_edited', customer: { email: 'ana@example.org' } });
  await submitBooking(page, shown);
  const keys = lab.requests('POST /bookings').map((one) => one.headers['idempotency-key']);
  expect(new Set(keys).size).toBe(2);
});

test('asks for the price anew when it is another one by now, and books at what is shown then', async () => {
  lab.on('POST /quotes', [200, { totalMinor: 9_000 }], [200, { totalMinor: 9_900 }]);
  lab.on('POST /bookings', aProblem(409, 'amount_changed'), [201, { booking: aBooking(), token: 't', payment }]);
  const choice = { package: 'sunset-paddle', partySize: 1, addOns: [] };
  page.quotes.load(choice);
  await vi.waitFor(() => expect(page.quotes.latest('sunset-paddle')?.totalMinor).toBe(9_000));
  await typeAndSubmit(page);
  expect(page.flow.getState()).toMatchObject({ step: 'details', trouble: { code: 'amount_changed' } });
  await vi.waitFor(() => expect(page.quotes.get(choice)).toMatchObject({ status: 'ready', quote: { totalMinor: 9_900 } }));
  await submitBooking(page, { ...shown, totalMinor: 9_900 });
  const sent = lab.requests('POST /bookings');
  expect(sent.map(({ body }) => body['expectedTotalMinor'])).toEqual([9_000, 9_900]);
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
});

test('sends the price that was shown first once more where the answer was lost: the booking may be made', async () => {
  lab.on('POST /bookings', 'cut');
  await typeAndSubmit(page);
  const reloaded = lab.load();
  lab.on('POST /bookings', [201, { booking: aBooking(), token: 'booking-token', payment }]);
  await prepare(reloaded);
  await submitBooking(reloaded, { ...shown, totalMinor: null });
  const sent = lab.requests('POST /bookings');
  expect(sent.at(-1)?.body['expectedTotalMinor']).toBe(9_000);
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('offers to hold again when the server says that the hold has run out', async () => {
  lab.on('POST /bookings', aProblem(409, 'hold_expired'));
  await typeAndSubmit(page);
  expect(page.flow.getState()).toMatchObject({ step: 'details', hold: { hasExpired: true }, trouble: null });
});

test('tells the host page of a booking without a word about the customer', async () => {
  await typeAndSubmit(page);
  const [created] = lab.events('booking_created');
  expect(created).toEqual({
    bookingId: 'booking-1', reference: 'HK-1', status: 'pending_payment', package: 'sunset-paddle', startsAt: hold.startsAt, endsAt: hold.endsAt, paymentRequired: true,
  });
  expect(JSON.stringify(lab.heard)).not.toContain('ana');
});

test('confirms a free booking at once', async () => {
  lab.on('POST /bookings', [201, { booking: aBooking({ status: 'confirmed', dueNowMinor: 0, totalMinor: 0 }), token: 't', payment: null }]);
  await typeAndSubmit(page);
  expect(page.flow.getState().step).toBe('confirmation');
  expect(lab.events('booking_completed')).toHaveLength(1);
});

test('waits for the server to confirm a payment, also through a broken connection', async () => {
  lab.on('GET /bookings/booking-1', [200, { booking: aBooking(), payment }], 'cut', 'cut', 'cut', [200, { booking: aBooking({ status: 'confirmed' }), payment: null }]);
  await typeAndSubmit(page);
  page.flow.dispatch({ type: 'payment_sent' });
  expect(lab.events('booking_completed')).toEqual([]);
  await followBooking(page, new AbortController().signal);
  expect(page.flow.getState()).toMatchObject({ step: 'confirmation', order: { booking: { status: 'confirmed' } } });
  expect(lab.events('booking_completed')).toEqual([expect.objectContaining({ bookingId: 'booking-1', status: 'confirmed', totalMinor: 17800, currency: 'NZD' })]);
});

test('keeps following a late payment until it is refunded', async () => {
  lab.on(
    'GET /bookings/booking-1',
    [200, { booking: aBooking({ status: 'expired' }), payment: null }],
    [200, { booking: aBooking({ status: 'expired', refundedMinor: 17800, paymentStatus: 'refunded' }), payment: null }],
  );
  await typeAndSubmit(page);
  page.flow.dispatch({ type: 'payment_sent' });
  await followBooking(page, new AbortController().signal);
  expect(page.flow.getState().order?.booking.refundedMinor).toBe(17800);
  expect(lab.events('booking_completed')).toEqual([]);
});

test('comes back to the booking after a reload, and tells of its completion once', async () => {
  await typeAndSubmit(page);
  page.memory.saved.write(toSaved(page.flow.getState(), { nowMs: 0, wallMs: Date.now() }));
  lab.on('GET /bookings/booking-1', [200, { booking: aBooking({ status: 'confirmed' }), payment: null }]);

  for (let reload = 0; reload < 2; reload++) {
    const reloaded = lab.load();
    reloaded.flow.dispatch({ type: 'restored', state: beginAgain(reloaded) });
    expect(reloaded.flow.getState().busy).toEqual({ kind: 'restoring' });
    await restoreOrder(reloaded);
    expect(reloaded.flow.getState()).toMatchObject({ step: 'confirmation', busy: null });
  }
  expect(lab.requests('GET /bookings/booking-1')[0]?.headers['authorization']).toBe('Bearer booking-token');
  expect(lab.events('booking_completed')).toHaveLength(1);
});

test('keeps looking for the booking while offline, and begins anew when there is none', async () => {
  await typeAndSubmit(page);
  page.memory.saved.write(toSaved(page.flow.getState(), { nowMs: 0, wallMs: Date.now() }));
  const reloaded = lab.load();
  reloaded.flow.dispatch({ type: 'restored', state: beginAgain(reloaded) });
  lab.on('GET /bookings/booking-1', 'cut');
  await restoreOrder(reloaded);
  expect(reloaded.flow.getState()).toMatchObject({ busy: { kind: 'restoring' }, trouble: { code: 'unreachable' } });
  expect(reloaded.memory.saved.read()?.order?.id).toBe('booking-1');

  lab.on('GET /bookings/booking-1', aProblem(404, 'not_found'));
  await restoreOrder(reloaded);
  expect(reloaded.flow.getState()).toMatchObject({ step: 'extras', busy: null, order: null });
  expect(reloaded.memory.saved.read()).toBeNull();
});

test('comes back to a hold after a reload, and knows when it ran out meanwhile', async () => {
  await prepare(page);
  page.memory.saved.write(toSaved(page.flow.getState(), { nowMs: 0, wallMs: Date.now() }));
  expect(beginAgain(lab.load())).toMatchObject({ step: 'details', hold: { hasExpired: false }, customer: { name: 'Ana' } });
  expect(beginAgain(lab.load(), Date.now() + 700_000)).toMatchObject({ step: 'details', hold: { hasExpired: true } });
});

test('goes back from the payment by cancelling and holding anew', async () => {
  await typeAndSubmit(page);
  lab.on('POST /bookings/booking-1/cancel', [200, { booking: aBooking({ status: 'cancelled' }) }]);
  await editOrder(page);
  expect(page.flow.getState()).toMatchObject({ step: 'details', order: null, hold: { id: 'hold-1' }, customer: { name: 'Ana' } });
  expect(lab.events('booking_cancelled')).toEqual([{ bookingId: 'booking-1', reference: 'HK-1', status: 'cancelled' }]);
});

test('shows the booking where it was paid a moment before it could be cancelled', async () => {
  await typeAndSubmit(page);
  lab.on('POST /bookings/booking-1/cancel', aProblem(409, 'booking_not_cancellable'));
  lab.on('GET /bookings/booking-1', [200, { booking: aBooking({ status: 'confirmed' }), payment: null }]);
  await editOrder(page);
  expect(page.flow.getState()).toMatchObject({ step: 'confirmation', busy: null });
  expect(lab.events('booking_cancelled')).toEqual([]);
});

test('asks for a payment attempt where the page has none', async () => {
  lab.on('POST /bookings', [201, { booking: aBooking(), token: 'booking-token', payment: null }]);
  lab.on('POST /bookings/booking-1/payment-intents', [200, { payment }]);
  await typeAndSubmit(page);
  await openPayment(page);
  expect(page.flow.getState()).toMatchObject({ step: 'payment', busy: null, order: { payment } });
});

async function prepare(services: Services): Promise<void> {
  await chooseTime(services, hold.startsAt);
  services.flow.dispatch({ type: 'customer_edited', customer: { name: 'Ana', email: 'ana@example.com' } });
  services.flow.dispatch({ type: 'add_on_changed', addOn: 'wetsuit', quantity: 2 });
}

async function typeAndSubmit(services: Services): Promise<void> {
  await prepare(services);
  await submitBooking(services, shown);
}

function beginAgain(services: Services, wallMs = Date.now()) {
  const { firstView, flow, memory } = services;
  return restoredFlow({ saved: memory.saved.read(), packages: firstView.packages, fallback: flow.getState(), nowMs: 0, wallMs });
}

test('books at the price that was shown: with the promo code and the postal code that were given', async () => {
  await chooseTime(page, hold.startsAt);
  page.flow.dispatch({ type: 'customer_edited', customer: { name: 'Ana', email: 'ana@example.com', promoCode: 'KIAORA', postalCode: '0622' } });
  await submitBooking(page, shown);
  expect(lab.requests('POST /bookings')[0]?.body).toMatchObject({ promoCode: 'KIAORA', postalCode: '0622' });
});
