import type { Booking } from '@mais/contract';

import type { Services } from '../app/services.ts';
import { bookingCompletedEvent } from '../host/public-events.ts';

/** Tells the host page of a confirmed booking, once for each, also across reloads of the frame. */
export function tellCompletion({ host, memory }: Pick<Services, 'host' | 'memory'>, booking: Booking): void {
  if (booking.status !== 'confirmed' && booking.status !== 'completed') return;
  const told = memory.completed.read() ?? [];
  if (told.includes(booking.id)) return;
  memory.completed.write([...told.slice(-19), booking.id]);
  host.send('booking_completed', bookingCompletedEvent(booking));
}

/** When an unpaid booking loses its time, on the page's own clock; null when it doesn't. */
export function deadlineOf({ status, expiresInSeconds }: Booking, askedAtMs: number): number | null {
  return status === 'pending_payment' && expiresInSeconds !== null ? askedAtMs + expiresInSeconds * 1000 : null;
}
