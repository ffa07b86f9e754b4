/** The steps a customer goes through, as the `step` event names them. */
export type StepName = 'package' | 'extras' | 'time' | 'details' | 'review' | 'payment' | 'confirmation';

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

/** An unpaid booking was given up, as by going back from its payment; booked again, it is another one. */
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
  /**
   * `timeout` comes from the loader, `unreachable` and `unexpected_response` from the widget, the others are the server's problem
   * codes, or what Stripe or the bank refused a payment with
   */
  error: { code: string };
}

/** What the host page hears from the loader itself. */
export interface HostEvents {
  /** a popup is shown */
  opened: null;
  /** a popup was hidden, by whatever way */
  closed: null;
}

/** What the child may send, by type; the value is its detail. */
export interface ChildMessages extends PublicEvents {
  /** the content's height in CSS pixels, and what the popup's button to close with is called in the language that is shown */
  size: { height: number; close: string };
  /** bring the widget's top into view, as after a step that was taller */
  scroll: null;
  /** hide the popup that the widget is in; inline widgets stay as they are */
  close: null;
}

export type PublicEventType = keyof PublicEvents;
export type ChildMessageType = keyof ChildMessages;

/** Step 7: what the child sends over the port. */
export type WireMessage =
  | ['size', height: number, close: string]
  | ['scroll']
  | ['close']
  | ['bye']
  | ['event', type: PublicEventType, detail: PublicEvents[PublicEventType], cause?: string];
