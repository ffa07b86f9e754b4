import { ApiProblem } from '@mais/api-client';

import type { Services } from '../app/services.ts';
import { deadlineOf, tellCompletion } from './order-news.ts';
import { stepOfOrder } from './reduce.ts';
import { startOver } from './restore.ts';
import { troubleOf } from './trouble-of.ts';

// A confirmation is shown again after a reload, but not to whoever comes back to an old tab for another booking.
const CONFIRMATION_KEPT_MS = 60 * 60_000;

/** Fetches the booking that a reload came back to. One that can't be found any more is forgotten. */
export async function restoreOrder(services: Services): Promise<void> {
  const { api, flow, memory, nowMs } = services;
  const saved = memory.saved.read();
  if (saved?.order == null) return;
  const access = saved.order;
  try {
    const askedAtMs = nowMs();
    const { booking, payment } = await api.getBooking(access);
    if (stepOfOrder(booking) === 'confirmation' && Date.now() - saved.savedAtMs > CONFIRMATION_KEPT_MS) return startOver(services);
    flow.dispatch({
      type: 'order_made',
      order: { booking, token: access.token, payment, paymentSent: access.paymentSent || booking.paymentStatus === 'processing', deadlineMs: deadlineOf(booking, askedAtMs) },
    });
    tellCompletion(services, booking);
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 401 || error.status === 404)) startOver(services);
    else flow.dispatch({ type: 'restoring_failed', trouble: troubleOf(error, nowMs()) });
  }
}
