import type { BookingRequest } from '@mais/contract';

import { type Services, findPackage } from '../app/services.ts';
import { toAnswers } from '../features/questions/check-answer.ts';
import { bookingCreatedEvent } from '../host/public-events.ts';
import { deadlineOf, tellCompletion } from './order-news.ts';
import type { FlowState, HeldTime } from './state.ts';
import { fail } from './trouble-of.ts';

export interface Shown {
  readonly locale: string;
  readonly timeZone: string;
  readonly totalMinor: number | null;
}

/**
 * Makes the booking from what is held and typed. Sent twice, by an impatient finger, a retry or a reload in between, it is
 * still one booking: the same request always carries the same idempotency key.
 * @param shown the language and zone that the customer reads in, and the total that was shown; null where that isn't known
 */
export async function submitBooking(services: Services, shown: Shown): Promise<void> {
  const { api, flow, host, nowMs } = services;
  const state = flow.getState();
  const { hold, busy } = state;
  if (busy !== null || hold === null || hold.hasExpired) return;

  flow.dispatch({ type: 'submitted' });
  host.send('booking_submitted', { package: hold.package, startsAt: hold.startsAt, endsAt: hold.endsAt });
  try {
    const { request, idempotencyKey } = submissionOf(services, await toRequest(services, state, hold, shown));
    const askedAtMs = nowMs();
    const { booking, token, payment } = await api.createBooking(request, { idempotencyKey });
    host.send('booking_created', bookingCreatedEvent(booking));
    flow.dispatch({ type: 'order_made', order: { booking, token, payment, paymentSent: false, deadlineMs: deadlineOf(booking, askedAtMs) } });
    services.memory.submission.forget();
    tellCompletion(services, booking);
  } catch (error) {
    const { code } = fail(services, error);
    if (code === 'hold_expired' || code === 'hold_not_active') flow.dispatch({ type: 'hold_ran_out' });
    if (code === 'amount_changed') {
      services.memory.submission.forget();
      services.quotes.renew();
    }
  }
}

async function toRequest(
  { host, firstView, flow }: Services,
  { customer, addOns }: FlowState,
  hold: HeldTime,
  { locale, timeZone, totalMinor }: Shown,
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
    locale, timeZone,
    ...(totalMinor !== null && { expectedTotalMinor: totalMinor }),
    ...(firstView.mode === 'hosted' && { allowRedirects: true }),
    ...(context !== null && Object.keys(context.attribution).length > 0 && { attribution: context.attribution }),
  };
}

/**
 * What is sent, under which key: the same as before where nothing else was typed or chosen since. The price that was shown then counts,
 * as the booking may be made already.
 */
function submissionOf({ memory }: Services, request: BookingRequest): { request: BookingRequest; idempotencyKey: string } {
  const before = memory.submission.read();
  if (before !== null) {
    const sent = JSON.parse(before.body) as BookingRequest;
    if (withoutPrice(sent) === withoutPrice(request)) return { request: sent, idempotencyKey: before.idempotencyKey };
  }
  const idempotencyKey = crypto.randomUUID();
  memory.submission.write({ body: JSON.stringify(request), idempotencyKey });
  return { request, idempotencyKey };
}

function withoutPrice(request: BookingRequest): string {
  return JSON.stringify({ ...request, expectedTotalMinor: undefined });
}
