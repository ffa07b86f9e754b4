import type { Order } from '../../flow/state.ts';

export type Ending = 'refunded' | 'refundPending' | 'expired' | 'cancelled' | 'declined';

/** How a booking ended that was not confirmed. */
export function endingOf({ booking, paymentSent }: Pick<Order, 'booking' | 'paymentSent'>): Ending {
  if (booking.refundedMinor > 0) return 'refunded';
  if (booking.status === 'declined') return 'declined';
  if (paymentSent || booking.paidMinor > 0) return 'refundPending';
  return booking.status === 'cancelled' ? 'cancelled' : 'expired';
}
