import type { BookingRequest } from '@mais/contract';

import { type Services, findPackage } from '../app/services.ts';
import { toAnswers } from '../features/questions/check-answer.ts';
import { bookingCreatedEvent } from '../host/public-events.ts';
import { deadlineOf, tellCompletion } from './order-news.ts';
import type { FlowState, HeldTime } from './state.ts';
import { fail } from './trouble-of.ts';

/**
 * Makes the booking from what is held and typed. Sent twice, by an impatient finger, a retry or a reload in between, it is
 * still one booking: the same request always carries the same idempotency key.
 * @param speaks the language and zone that the customer reads in
 */
export async function submitBooking(services: Services, speaks: { locale: string; timeZone: string }): Promise<void> {
  const { api, flow, host, nowMs } = services;
  const state = flow.getState();
  const { hold, busy } = state;
  if (busy !== null || hold === null || hold.hasExpired) return;

  flow.dispatch({ type: 'submitted' });
  host.send('booking_submitted', { package: hold.package, startsAt: hold.startsAt, endsAt: hold.endsAt });
  try {
    const request = await toRequest(services, state, hold, speaks);
    const askedAtMs = nowMs();
    const { booking, token, payment } = await api.createBooking(request, { idempotencyKey: keyFor(services, request) });
    host.send('booking_created', bookingCreatedEvent(booking));
    flow.dispatch({ type: 'order_made', order: { booking, token, payment, paymentSent: false, deadlineMs: deadlineOf(booking, askedAtMs) } });
    services.memory.submission.forget();
    tellCompletion(services, booking);
  } catch (error) {
    const { code } = fail(services, error);
    if (code === 'hold_expired' || code === 'hold_not_active') flow.dispatch({ type: 'hold_ran_out' });
  }
}

async function toRequest(
  { host, firstView, flow }: Services,
  { customer, addOns }: FlowState,
  hold: HeldTime,
  speaks: { locale: string; timeZone: string },
): Promise<BookingRequest> {
  const context = await host.context;
  const chosen = findPackage(firstView, hold.package);
  // Only now, since the host page may just have answered some.
  const answers = chosen === null ? {} : toAnswers(chosen, flow.getState().answers);
  const phone = customer.phone.trim();
  const note = customer.note.trim();
  return {
    holdId: hold.id,
    holdToken: hold.token,
    addOns: Object.entries(addOns).map(([addOn, quantity]) => ({ addOn, quantity })),
    ...(customer.promoCode && { promoCode: customer.promoCode }),
    ...(customer.postalCode && { postalCode: customer.postalCode }),
    customer: { name: customer.name.trim(), email: customer.email.trim(), ...(phone !== '' && { phone }) },
    ...(note !== '' && { note }),
    ...(Object.keys(answers).length > 0 && { answers }),
    ...speaks,
    ...(firstView.mode === 'hosted' && { allowRedirects: true }),
    ...(context !== null && Object.keys(context.attribution).length > 0 && { attribution: context.attribution }),
  };
}

function keyFor({ memory }: Services, request: BookingRequest): string {
  const body = JSON.stringify(request);
  const before = memory.submission.read();
  if (before?.body === body) return before.idempotencyKey;
  const idempotencyKey = crypto.randomUUID();
  memory.submission.write({ body, idempotencyKey });
  return idempotencyKey;
}
