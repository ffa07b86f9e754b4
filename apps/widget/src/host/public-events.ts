import type { Booking } from '@mais/contract';
import type { BookingCancelled, BookingCompleted, BookingCreated, StepName } from '@mais/embed-protocol';

import type { Step } from '../flow/state.ts';

/** What the host page hears of a booking that the server has made; nothing personal. */
export function bookingCreatedEvent(booking: Booking): BookingCreated {
  return {
    bookingId: booking.id,
    reference: booking.reference,
    status: booking.status,
    package: booking.package.slug,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    paymentRequired: booking.dueNowMinor > 0,
  };
}

export function bookingCompletedEvent(booking: Booking): BookingCompleted {
  return { ...bookingCreatedEvent(booking), totalMinor: booking.totalMinor, currency: booking.currency };
}

export function bookingCancelledEvent({ id, reference, status }: Booking): BookingCancelled {
  return { bookingId: id, reference, status };
}

/** The public name of a step. `review` has no screen of its own: details and price are checked on one. */
export const stepNames = {
  package: 'package',
  extras: 'extras',
  time: 'time',
  details: 'details',
  payment: 'payment',
  confirmation: 'confirmation',
} as const satisfies Record<Step, StepName>;
