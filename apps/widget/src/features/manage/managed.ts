import type { Booking, Cancellation } from '@mais/contract';

import type { BookingAccess } from '../../hosted/booking-address.ts';

/** A booking that its customer has come back to, and what can be done with it. */
export interface Managed {
  readonly access: BookingAccess;
  readonly booking: Booking;
  readonly cancellation: Cancellation;
}
