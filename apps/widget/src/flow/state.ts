import type { Booking, PaymentAttempt } from '@mais/contract';

/*
 * A booking's way through the widget.
 *
 * What it must hold to
 *  R1  A time belongs to the package and the party it was held for: changing either lets go of the hold.
 *  R2  A step is entered only with what it needs: times need a package, details a hold, payment and confirmation an order.
 *  R3  What was typed survives everything but a finished booking.
 *  R4  Only what the server says makes a booking confirmed; `paymentSent` means that the customer's part is done, no more.
 *  R5  An order is never forgotten by itself: only cancelling it or starting over leaves it.
 *
 * Ways
 *   package → extras → time ⇄ details → payment → confirmation
 *   time: a start is chosen → hold wanted → held (details) or refused (time, with the reason)
 *   details: submitted → order (payment, or confirmation where nothing is due) or refused (details, with the reason)
 *   payment: sent → the order as the server sees it, until it is confirmed or ended
 */

export type Step = 'package' | 'extras' | 'time' | 'details' | 'payment' | 'confirmation';

/** A time that the server keeps for this customer. */
export interface HeldTime {
  readonly id: string;
  readonly token: string;
  readonly package: string;
  readonly partySize: number;
  readonly startsAt: string;
  readonly endsAt: string;
  /** on the page's own monotonic clock (`performance.now()`) */
  readonly deadlineMs: number;
  readonly hasExpired: boolean;
}

/** A booking that exists on the server. */
export interface Order {
  readonly token: string;
  readonly booking: Booking;
  readonly payment: PaymentAttempt | null;
  /** the customer has paid as far as the browser knows; the server has the last word */
  readonly paymentSent: boolean;
  /** on the page's own monotonic clock; null when the booking doesn't run out */
  readonly deadlineMs: number | null;
}

export interface CustomerDraft {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly note: string;
  /** Of this package alone, as they count for its price; empty or missing where none was given. */
  readonly promoCode?: string;
  readonly postalCode?: string;
}

export type CustomerField = 'name' | 'email' | 'phone' | 'note';

/** A field of the details, as the server's pointers name it, without the customer's prefix. */
export type FieldName = keyof CustomerDraft | `answers/${string}`;

export type Busy =
  | { readonly kind: 'restoring' }
  | { readonly kind: 'holding'; readonly startsAt: string }
  | { readonly kind: 'submitting' }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'opening-payment' }
  /** at Stripe, perhaps at the bank: the form must stay where it is */
  | { readonly kind: 'paying' };

/** Why the last thing that was tried didn't work; `code` is a problem code, `unreachable` or `unexpected_response`. */
export interface Trouble {
  readonly code: string;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** until when the server wants to be left alone, on the page's own clock; null where it doesn't say */
  readonly waitUntilMs: number | null;
}

export interface FlowState {
  readonly step: Step;
  readonly packageSlug: string | null;
  readonly partySize: number;
  /** quantity by the add-on's slug; never 0 */
  readonly addOns: Readonly<Record<string, number>>;
  readonly hold: HeldTime | null;
  readonly customer: CustomerDraft;
  /** by the question's slug, of whatever package; see `AnswerDrafts` */
  readonly answers: Readonly<Record<string, string>>;
  readonly order: Order | null;
  readonly busy: Busy | null;
  readonly trouble: Trouble | null;
}

export type FlowAction =
  | { type: 'package_chosen'; packageSlug: string; partySize: number; next: Step }
  | { type: 'party_changed'; partySize: number }
  | { type: 'add_on_changed'; addOn: string; quantity: number }
  | { type: 'step_entered'; step: Step }
  | { type: 'customer_edited'; customer: Partial<CustomerDraft> }
  | { type: 'answered'; answers: Readonly<Record<string, string>> }
  | { type: 'hold_wanted'; startsAt: string }
  | { type: 'hold_made'; hold: HeldTime }
  | { type: 'hold_ran_out' }
  | { type: 'time_lost' }
  | { type: 'submitted' }
  | { type: 'order_made'; order: Order }
  | { type: 'payment_opening' }
  | { type: 'payment_opened'; payment: PaymentAttempt }
  | { type: 'paying' }
  | { type: 'payment_sent' }
  | { type: 'payment_refused' }
  | { type: 'order_seen'; booking: Booking; deadlineMs: number | null }
  | { type: 'leaving_order' }
  | { type: 'order_left'; step: Step }
  | { type: 'failed'; trouble: Trouble; step?: Step }
  | { type: 'trouble_dismissed' }
  | { type: 'restoring_failed'; trouble: Trouble }
  | { type: 'restored'; state: FlowState };

export function initialFlow(step: Step, chosen: { slug: string; minPartySize: number } | null): FlowState {
  return {
    step,
    packageSlug: chosen?.slug ?? null,
    partySize: chosen?.minPartySize ?? 1,
    addOns: {},
    hold: null,
    customer: { name: '', email: '', phone: '', note: '' },
    answers: {},
    order: null,
    busy: null,
    trouble: null,
  };
}
