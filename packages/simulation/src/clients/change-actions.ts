// Cancelling and moving, by the customer and by the business, and paying what a booking owes then.
import type { ActionGiven, ActionKind } from './action-kind.ts';
import type { Answer, ApiClient } from './api.ts';
import { listStarts } from './list-starts.ts';
import { confirmAtStripe, type OpenPayment } from './pay-at-stripe.ts';

export const changeActions: readonly ActionKind[] = [
  { name: 'customer moves', probability: 0.25, run: moveAsCustomer },
  { name: 'tenant moves', probability: 0.15, run: (given) => moveAsTenant(given, false) },
  { name: 'tenant moves at the old price', probability: 0.08, run: (given) => moveAsTenant(given, true) },
  { name: 'customer pays what is owed', probability: 0.4, run: payOwed },
  { name: 'customer moves again', probability: 0.08, run: moveAsCustomer },
  { name: 'customer cancels', probability: 0.2, run: cancelAsCustomer },
  { name: 'tenant cancels', probability: 0.08, run: (given) => cancelAsTenant(given, null) },
  { name: 'tenant cancels and decides what goes back', probability: 0.08, run: async (given) => cancelAsTenant(given, Math.floor((await refundableOf(given)) * given.share)) },
];

/** How far ahead another time is looked for: few, so that those who move meet others. */
const CHOICE = 12;

async function moveAsCustomer({ customer, booking, share }: ActionGiven): Promise<void> {
  const startsAt = await anotherStart(customer, booking, share);
  if (startsAt === null) return;
  const quote = await customer.call({ what: 'quote move', method: 'GET', path: `/bookings/${booking.id}/reschedule?${new URLSearchParams({ startsAt }).toString()}` });
  if (quote.status !== 200) return;
  const totalMinor = Number(quote.body['totalMinor']);
  const answer = await customer.call({ what: 'move', method: 'POST', path: `/bookings/${booking.id}/reschedule`, body: { startsAt, expectedTotalMinor: totalMinor } });
  noteMove(customer, booking.id, startsAt, totalMinor, answer);
}

async function moveAsTenant({ tenant, customer, booking, share }: ActionGiven, keepPrice: boolean): Promise<void> {
  const startsAt = await anotherStart(customer, booking, share);
  if (startsAt === null) return;
  const answer = await tenant.call({ what: 'move', method: 'POST', path: `/tenant/bookings/${booking.id}/reschedule`, body: { startsAt, keepPrice } });
  noteMove(tenant, booking.id, startsAt, answer.status === 200 ? Number(answer.body['totalMinor']) : null, answer);
}

async function anotherStart(api: ApiClient, booking: ActionGiven['booking'], share: number): Promise<string | null> {
  const starts = (await listStarts(api, booking)).filter((start) => start !== booking.startsAt);
  return starts[Math.floor(share * Math.min(CHOICE, starts.length))] ?? null;
}

/** What was refused has not happened; what got no answer may have. */
function noteMove(api: ApiClient, bookingId: string, startsAt: string, totalMinor: number | null, { status }: Answer): void {
  if (status !== null && status >= 400 && status < 500) return;
  api.world.history.write({ kind: 'moved', who: api.who, bookingId, startsAt, totalMinor, wasAcknowledged: status === 200 });
}

/** By the link: whatever is owed now, whether it is due or not. */
async function payOwed({ customer, booking, share }: ActionGiven): Promise<void> {
  const { status, body } = await customer.call({ what: 'open payment', method: 'POST', path: `/bookings/${booking.id}/payment-intents`, body: { allowRedirects: false } });
  if (status !== 200) return;
  const payment = body['payment'] as OpenPayment;
  if (share < 0.15) await confirmAtStripe(customer, booking.id, payment, 'pm_card_visa_chargeDeclined');
  // Some look at the form and leave it open.
  if (share < 0.85) await confirmAtStripe(customer, booking.id, payment, 'pm_card_visa');
}

async function cancelAsCustomer({ customer, booking }: ActionGiven): Promise<void> {
  const shown = await customer.call({ what: 'look at cancelling', method: 'GET', path: `/bookings/${booking.id}/cancellation` });
  if (shown.status !== 200 || shown.body['isPossible'] !== true) return;
  const refundMinor = Number(shown.body['refundMinor']);
  const { status } = await customer.call({ what: 'cancel', method: 'POST', path: `/bookings/${booking.id}/cancel`, body: { expectedRefundMinor: refundMinor } });
  if (status === 200) customer.world.history.write({ kind: 'cancelled', who: customer.who, bookingId: booking.id, agreedMinor: refundMinor });
}

/** @param refundMinor null for what the policy says */
async function cancelAsTenant({ tenant, booking }: ActionGiven, refundMinor: number | null): Promise<void> {
  if (refundMinor !== null) tenant.world.history.write({ kind: 'decided', who: tenant.who, bookingId: booking.id, refundMinor });
  const { status } = await tenant.call({
    what: 'cancel', method: 'POST', path: `/tenant/bookings/${booking.id}/cancel`, body: { reason: 'A simulated storm', ...(refundMinor === null ? {} : { refundMinor }) },
  });
  if (status === 200) tenant.world.history.write({ kind: 'cancelled', who: tenant.who, bookingId: booking.id, agreedMinor: null });
}

async function refundableOf({ tenant, booking }: ActionGiven): Promise<number> {
  const { status, body } = await tenant.call({ what: 'list refunds', method: 'GET', path: `/tenant/bookings/${booking.id}/refunds` });
  return status === 200 ? Number(body['refundableMinor']) : 0;
}
