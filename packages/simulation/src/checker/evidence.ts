// What the checker judges by. It knows the database's tables, Stripe's objects and the clients' words, and nothing of the app's code.

/** A line of the history. Amounts are in minor units, times are instants in ISO 8601. */
export type HistoryLine =
  | { readonly kind: 'begin'; readonly seed: number; readonly at: string; readonly faults: readonly string[] }
  | { readonly kind: 'blow'; readonly at: string; readonly what: string }
  | { readonly kind: 'call'; readonly at: string; readonly who: string; readonly what: string; readonly status: number | null; readonly code: string | null }
  /** A booking that the product has acknowledged. */
  | {
      readonly kind: 'booked'; readonly who: string; readonly tenant: string; readonly key: string; readonly bookingId: string; readonly reference: string;
      readonly status: string; readonly package: string; readonly startsAt: string; readonly totalMinor: number; readonly dueNowMinor: number;
    }
  /** A booking as its customer saw it later. */
  | { readonly kind: 'seen'; readonly who: string; readonly bookingId: string; readonly status: string; readonly paidMinor: number }
  /** What Stripe told the customer. */
  | { readonly kind: 'paid'; readonly who: string; readonly bookingId: string; readonly paymentIntentId: string }
  /** A refund that the product has acknowledged to the tenant. */
  | { readonly kind: 'refunded'; readonly who: string; readonly bookingId: string; readonly refundIds: readonly string[] }
  /** Another time that a booking was given; without an answer it may have happened or not. The total is null where nobody was told. */
  | { readonly kind: 'moved'; readonly who: string; readonly bookingId: string; readonly startsAt: string; readonly totalMinor: number | null; readonly wasAcknowledged: boolean }
  /** What the business decided that goes back, before it asked for it. */
  | { readonly kind: 'decided'; readonly who: string; readonly bookingId: string; readonly refundMinor: number }
  /** That a booking is cancelled was acknowledged; to its customer, with the amount that was agreed to. */
  | { readonly kind: 'cancelled'; readonly who: string; readonly bookingId: string; readonly agreedMinor: number | null }
  /** A delivery at a tenant's server, and what it answered; null for a connection that was cut. */
  | { readonly kind: 'webhook'; readonly tenant: string; readonly body: string; readonly status: number | null; readonly signed: boolean };

export type Row = Readonly<Record<string, unknown>>;

/** Rows of the database as its owner reads them, by table. */
export type Tables = Readonly<Record<TableName, readonly Row[]>>;

export const tableNames = [
  'tenants', 'stripe_accounts', 'resources', 'packages', 'package_resources', 'holds', 'sessions', 'claims', 'seat_claims', 'bookings', 'booking_line_items',
  'booking_transitions', 'payments', 'refunds', 'disputes', 'payouts', 'ledger_postings', 'ledger_entries', 'ledger_balance_transactions', 'ledger_checks', 'events',
  'webhook_endpoints', 'webhook_deliveries', 'emails', 'outbox', 'waitlist_entries', 'waitlist_offers',
] as const;

export type TableName = (typeof tableNames)[number];

/** One account's books at Stripe: objects in Stripe's shapes. */
export interface StripeBooks {
  readonly account: string;
  readonly platform: boolean;
  readonly payment_intents: readonly StripeIntent[];
  readonly charges: readonly StripeCharge[];
  readonly refunds: readonly StripeRefund[];
  readonly application_fees: readonly { readonly id: string; readonly charge: string; readonly amount: number; readonly amount_refunded: number }[];
  readonly fee_refunds: readonly { readonly id: string; readonly fee: string; readonly amount: number }[];
  readonly disputes: readonly { readonly id: string; readonly charge: string; readonly status: string }[];
  readonly payouts: readonly { readonly id: string; readonly status: string; readonly amount: number; readonly currency: string }[];
  readonly balance_transactions: readonly { readonly id: string; readonly type: string; readonly net: number; readonly amount: number; readonly fee: number; readonly currency: string }[];
  readonly balance: readonly { readonly currency: string; readonly total: number }[];
}

export interface StripeIntent {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
}

export interface StripeCharge {
  readonly id: string;
  readonly payment_intent: string | null;
  readonly paid: boolean;
  readonly disputed: boolean;
  readonly amount: number;
  readonly amount_refunded: number;
  readonly application_fee_amount: number | null;
  readonly currency: string;
}

export interface StripeRefund {
  readonly id: string;
  readonly charge: string;
  readonly status: string;
  readonly amount: number;
}

export interface Evidence {
  readonly history: readonly HistoryLine[];
  readonly tables: Tables;
  readonly books: readonly StripeBooks[];
  /** The time at which everything was read. */
  readonly now: Date;
}

/** Something that must not be. */
export interface Violation {
  readonly kind: string;
  readonly what: string;
}
