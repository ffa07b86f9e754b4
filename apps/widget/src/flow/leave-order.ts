import type { Services } from '../app/services.ts';
import { bookingCancelledEvent } from '../host/public-events.ts';
import { chooseTime } from './choose-time.ts';
import { lookAtBooking } from './follow-booking.ts';
import { fail } from './trouble-of.ts';

/**
 * Goes back from an unpaid booking to its details: the booking is cancelled and its time held anew. Where a payment has just
 * come through, nothing is cancelled and the booking is shown as it stands.
 */
export async function editOrder(services: Services): Promise<void> {
  const { api, flow, host } = services;
  const { order, busy } = flow.getState();
  if (order === null || busy !== null) return;
  flow.dispatch({ type: 'leaving_order' });
  try {
    const { booking } = await api.cancelBooking({ id: order.booking.id, token: order.token });
    host.send('booking_cancelled', bookingCancelledEvent(booking));
    flow.dispatch({ type: 'order_left', step: 'time' });
    await chooseTime(services, booking.startsAt);
  } catch (error) {
    fail(services, error);
    await lookAtBooking(services).catch(() => null);
  }
}

/** Leaves a booking that has ended and tries to hold its time again. */
export async function retryOrder(services: Services): Promise<void> {
  const { order } = services.flow.getState();
  if (order === null) return;
  services.flow.dispatch({ type: 'order_left', step: 'time' });
  await chooseTime(services, order.booking.startsAt);
}

/** Leaves a booking that has ended, for the calendar with fresh times. */
export function chooseTimeAnew({ flow, availability }: Services): void {
  const { packageSlug, partySize } = flow.getState();
  flow.dispatch({ type: 'order_left', step: 'time' });
  if (packageSlug !== null) availability.refresh({ packageSlug, partySize });
}
