import type { Booking } from '@mais/contract';
import { expect, test } from 'vitest';

import { canEnter, reduce } from './reduce.ts';
import { type FlowAction, type FlowState, type HeldTime, type Order, initialFlow } from './state.ts';

test('goes from package to confirmation', () => {
  const end = run(initialFlow('package', null), [
    { type: 'package_chosen', packageSlug: 'sunset-paddle', partySize: 1, next: 'extras' },
    { type: 'party_changed', partySize: 2 },
    { type: 'step_entered', step: 'time' },
    { type: 'hold_wanted', startsAt: held.startsAt },
    { type: 'hold_made', hold: held },
    { type: 'customer_edited', customer: { name: 'Ana', email: 'ana@example.com' } },
    { type: 'submitted' },
    { type: 'order_made', order },
    { type: 'payment_sent' },
    { type: 'order_seen', booking: { ...booking, status: 'confirmed' }, deadlineMs: null },
  ]);
  expect(end).toMatchObject({ step: 'confirmation', partySize: 2, busy: null, trouble: null, hold: null });
});

test('lets go of a hold when the party or the package changes, and keeps it when neither does', () => {
  expect(reduce(heldState, { type: 'party_changed', partySize: 3 }).hold).toBeNull();
  expect(reduce(heldState, { type: 'package_chosen', packageSlug: 'island-day', partySize: 1, next: 'extras' }).hold).toBeNull();
  expect(reduce(heldState, { type: 'party_changed', partySize: heldState.partySize })).toBe(heldState);
  expect(reduce(heldState, { type: 'package_chosen', packageSlug: 'sunset-paddle', partySize: 1, next: 'extras' }).hold).toEqual(held);
  expect(reduce(heldState, { type: 'add_on_changed', addOn: 'photos', quantity: 1 }).hold).toEqual(held);
});

test('forgets the add-ons of another package', () => {
  const withAddOn = reduce(heldState, { type: 'add_on_changed', addOn: 'photos', quantity: 2 });
  expect(withAddOn.addOns).toEqual({ photos: 2 });
  expect(reduce(withAddOn, { type: 'add_on_changed', addOn: 'photos', quantity: 0 }).addOns).toEqual({});
  expect(reduce(withAddOn, { type: 'package_chosen', packageSlug: 'other', partySize: 4, next: 'time' })).toMatchObject({ addOns: {}, partySize: 4 });
});

test('forgets the promo code and the place of another package, and keeps who books', () => {
  const given = reduce(heldState, { type: 'customer_edited', customer: { name: 'Ana', promoCode: 'KIAORA', postalCode: '0622' } });
  expect(reduce(given, { type: 'package_chosen', packageSlug: 'sunset-paddle', partySize: 2, next: 'extras' }).customer).toMatchObject({ promoCode: 'KIAORA' });
  expect(reduce(given, { type: 'package_chosen', packageSlug: 'other', partySize: 2, next: 'time' }).customer).toMatchObject({ name: 'Ana', promoCode: '', postalCode: '' });
});

test('enters no step that lacks what it needs', () => {
  const empty = initialFlow('package', null);
  for (const step of ['extras', 'time', 'details', 'payment', 'confirmation'] as const) {
    expect(canEnter(empty, step)).toBe(false);
    expect(reduce(empty, { type: 'step_entered', step })).toBe(empty);
  }
  expect(canEnter(heldState, 'details')).toBe(true);
  expect(canEnter(ordered, 'time')).toBe(false);
});

test('stays on the time step with the reason when the time is taken', () => {
  const state = run({ ...heldState, step: 'time' }, [
    { type: 'hold_wanted', startsAt: '2027-01-02T09:00:00.000Z' },
    { type: 'failed', trouble: { code: 'slot_taken', fields: {}, waitUntilMs: null } },
  ]);
  expect(state).toMatchObject({ step: 'time', busy: null, hold: null, trouble: { code: 'slot_taken' } });
});

test('keeps what was typed when the hold runs out', () => {
  const state = reduce({ ...heldState, customer: { name: 'Ana', email: 'a@b.co', phone: '', note: 'hi' } }, { type: 'hold_ran_out' });
  expect(state).toMatchObject({ step: 'details', hold: { hasExpired: true }, customer: { name: 'Ana', note: 'hi' } });
});

test('goes straight to the confirmation where nothing is due', () => {
  const free: Order = { ...order, booking: { ...booking, status: 'confirmed' }, payment: null };
  expect(reduce(heldState, { type: 'order_made', order: free }).step).toBe('confirmation');
});

test('never takes the browser\'s word for a payment', () => {
  const sent = reduce(ordered, { type: 'payment_sent' });
  expect(sent).toMatchObject({ step: 'payment', order: { paymentSent: true, booking: { status: 'pending_payment' } } });
  expect(reduce(sent, { type: 'order_seen', booking: { ...booking, status: 'expired' }, deadlineMs: null }).step).toBe('payment');
});

test('takes the server\'s complaint about a field away when that field is edited', () => {
  const refused = reduce(heldState, { type: 'failed', trouble: { code: 'invalid_request', fields: { email: 'no', name: 'no' }, waitUntilMs: null } });
  expect(reduce(refused, { type: 'customer_edited', customer: { email: 'x' } }).trouble?.fields).toEqual({ name: 'no' });
});

test('leaves an order only on purpose, and then can hold again', () => {
  const left = reduce(reduce(ordered, { type: 'leaving_order' }), { type: 'order_left', step: 'time' });
  expect(left).toMatchObject({ order: null, step: 'time', busy: null });
  expect(canEnter(left, 'time')).toBe(true);
});

const held: HeldTime = {
  id: 'h', token: 't', package: 'sunset-paddle', partySize: 2, startsAt: '2027-01-01T09:00:00.000Z', endsAt: '2027-01-01T11:00:00.000Z',
  deadlineMs: 600_000, hasExpired: false,
};
const booking: Booking = {
  id: 'b', reference: 'HK-1', status: 'pending_payment', paymentStatus: 'none', package: { slug: 'sunset-paddle', name: 'Sunset paddle' },
  startsAt: held.startsAt, endsAt: held.endsAt, timeZone: 'Pacific/Auckland', partySize: 2, customer: { name: 'Ana', email: 'ana@example.com' },
  answers: [], currency: 'NZD', lineItems: [], subtotalMinor: 0, taxMinor: 0, totalMinor: 0, dueNowMinor: 0, discountMinor: 0, balanceMinor: 0, balanceDueAt: null, paidMinor: 0, refundedMinor: 0, owedMinor: 0,
  expiresAt: null, expiresInSeconds: null, createdAt: held.startsAt, confirmedAt: null, manageToken: 'mt', calendarToken: 'ct',
};
const order: Order = { token: 'bt', booking, payment: null, paymentSent: false, deadlineMs: 600_000 };
const heldState: FlowState = { ...initialFlow('details', { slug: 'sunset-paddle', minPartySize: 2 }), hold: held };
const ordered: FlowState = { ...heldState, hold: null, order, step: 'payment' };

function run(state: FlowState, actions: FlowAction[]): FlowState {
  return actions.reduce(reduce, state);
}
