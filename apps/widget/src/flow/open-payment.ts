import type { Services } from '../app/services.ts';
import { lookAtBooking } from './follow-booking.ts';
import { fail } from './trouble-of.ts';

/** Gets the open payment attempt of the order, or a new one, where the page has none. */
export async function openPayment(services: Services): Promise<void> {
  const { api, flow } = services;
  const { order, busy } = flow.getState();
  if (order === null || order.payment !== null || busy !== null) return;
  flow.dispatch({ type: 'payment_opening' });
  try {
    const { payment } = await api.createPaymentAttempt({ id: order.booking.id, token: order.token }, { idempotencyKey: crypto.randomUUID() });
    flow.dispatch({ type: 'payment_opened', payment });
  } catch (error) {
    fail(services, error);
    // Paid already, or ended: then the booking says what to show.
    await lookAtBooking(services).catch(() => null);
  }
}
