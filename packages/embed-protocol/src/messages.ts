/** The steps a customer goes through, as the `step` event names them. */
export type StepName = 'package' | 'options' | 'time' | 'details' | 'review' | 'payment' | 'confirmation';

/** A customer asked for a booking; nothing is certain yet, and each attempt counts. */
export interface BookingSubmitted {
  package: string;
  /** UTC instants as ISO strings */
  startsAt: string;
  endsAt: string;
}

/** The server has made the booking; it may still wait for its payment. */
export interface BookingCreated extends BookingSubmitted {
  bookingId: string;
  /** short, for people */
  reference: string;
  status: string;
  paymentRequired: boolean;
}

/** The booking is confirmed, and paid as far as it had to be. */
export interface BookingCompleted extends BookingCreated {
  /** in the currency's minor unit: cents for USD, whole yen for JPY */
  totalMinor: number;
  /** ISO 4217 */
  currency: string;
}

/** The customer cancelled the booking. */
export interface BookingCancelled {
  bookingId: string;
  reference: string;
  status: string;
}

/** What the host page hears as DOM events; the value is the event's `detail`. */
export interface PublicEvents {
  /** the widget is there and can be used */
  ready: null;
  step: { name: StepName };
  booking_submitted: BookingSubmitted;
  booking_created: BookingCreated;
  booking_completed: BookingCompleted;
  booking_cancelled: BookingCancelled;
  /** `timeout` comes from the loader, the other codes are the server's problem codes */
  error: { code: string };
}

/** Step 6: what the child may send, by type; the value is the message's second part. */
export interface ChildMessages extends PublicEvents {
  /** the content's height in CSS pixels */
  size: number;
  /** bring this many CSS pixels from the content's top into view */
  scroll: number;
  bye: null;
}

export type PublicEventType = keyof PublicEvents;
export type ChildMessageType = keyof ChildMessages;

/**
 * Tells what the host passes on to its page from all else. Any `booking_…` passes, so that a widget which has learnt
 * to tell more is heard through a loader that somebody pinned.
 */
export function isPublicEvent(type: unknown): boolean {
  return /^(ready|step|error|booking_\w+)$/.test(type as string);
}

/**
 * Reads a `set` from the host.
 * @returns the attribute's name and its new value (null: was removed), or null when it is no such message
 */
export function readSet(data: unknown): { name: string; value: string | null } | null {
  if (!Array.isArray(data) || data[0] !== 'set') return null;
  const [, name, value] = data as unknown[];
  if (typeof name !== 'string' || (typeof value !== 'string' && value !== null)) return null;
  return { name, value };
}
