import type { Services } from '../app/services.ts';
import { lookAtBooking } from './follow-booking.ts';
import { fail } from './trouble-of.ts';

/** Gets the payment attempt of the order that this place can show: the open one, or a new one. */
export async function openPayment(services: Services): Promise<void> {
  const { api, flow, firstView } = services;
  const { order, busy } = flow.getState();
  if (order === null || busy !== null) return;
  flow.dispatch({ type: 'payment_opening' });
  try {
    const allowRedirects = firstView.mode === 'hosted';
    const { payment } = await api.createPaymentAttempt({ id: order.booking.id, token: order.token }, { allowRedirects }, { idempotencyKey: crypto.randomUUID() });
    flow.dispatch({ type: 'payment_opened', payment });
  } catch (error) {
    fail(services, error);
    // Paid already, or ended: then the booking says what to show.
    await lookAtBooking(services).catch(() => null);
  }
}
