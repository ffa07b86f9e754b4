import { ApiProblem } from '@mais/api-client';
import type { Booking } from '@mais/contract';

import type { Services } from '../app/services.ts';
import { deadlineOf, tellCompletion } from './order-news.ts';
import { fail } from './trouble-of.ts';

// Stripe's webhook usually arrives within a second of the browser's own answer.
const FIRST_LOOK_MS = 400;
const SLOWEST_LOOK_MS = 8_000;

/** Asks how the booking stands until it is settled, ever more slowly; a lost connection only delays it. */
export async function followBooking(services: Services, signal: AbortSignal): Promise<void> {
  for (let delayMs = FIRST_LOOK_MS; ; delayMs = Math.min(delayMs * 1.35, SLOWEST_LOOK_MS)) {
    await pause(delayMs, signal);
    if (signal.aborted || (await isSettledNow(services))) return;
  }
}

/** Asks once how the booking stands. */
export async function lookAtBooking(services: Services): Promise<Booking | null> {
  const { api, flow, nowMs } = services;
  const { order } = flow.getState();
  if (order === null) return null;
  const askedAtMs = nowMs();
  const { booking } = await api.getBooking({ id: order.booking.id, token: order.token });
  flow.dispatch({ type: 'order_seen', booking, deadlineMs: deadlineOf(booking, askedAtMs) });
  tellCompletion(services, booking);
  return booking;
}

async function isSettledNow(services: Services): Promise<boolean> {
  try {
    const booking = await lookAtBooking(services);
    if (booking === null) return true;
    // A payment that came late still has its outcome before it: the time regained, or a refund.
    const isLate = booking.status === 'expired' && services.flow.getState().order?.paymentSent === true && booking.refundedMinor === 0;
    return booking.status !== 'pending_payment' && !isLate;
  } catch (error) {
    if (!(error instanceof ApiProblem) || (error.status !== 401 && error.status !== 404)) return false;
    fail(services, error);
    return true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
