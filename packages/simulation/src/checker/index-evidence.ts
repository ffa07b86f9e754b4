import type { Evidence, Row, StripeBooks, StripeCharge, StripeRefund } from './evidence.ts';

/** The evidence with its threads tied: which charge belongs to which payment, and so on. */
export interface Indexed extends Evidence {
  readonly bookings: ReadonlyMap<string, Row>;
  /** Succeeded charges, each with the books that it stands in. */
  readonly charges: readonly { readonly charge: StripeCharge; readonly books: StripeBooks }[];
  readonly paymentOfIntent: ReadonlyMap<string, Row>;
  readonly refundsOfCharge: ReadonlyMap<string, readonly StripeRefund[]>;
  readonly paymentsOfBooking: ReadonlyMap<string, readonly Row[]>;
  /** The charges of a booking's payments. */
  readonly chargesOfBooking: ReadonlyMap<string, readonly StripeCharge[]>;
}

export function indexEvidence(evidence: Evidence): Indexed {
  const { tables } = evidence;
  const connected = evidence.books.filter(({ platform }) => !platform);
  const charges = connected.flatMap((books) => books.charges.filter(({ paid }) => paid).map((charge) => ({ charge, books })));
  const paymentOfIntent = new Map(tables.payments.map((payment) => [text(payment['payment_intent_id']), payment]));
  return {
    ...evidence,
    bookings: new Map(tables.bookings.map((booking) => [text(booking['id']), booking])),
    charges,
    paymentOfIntent,
    refundsOfCharge: groupBy(connected.flatMap(({ refunds }) => refunds), ({ charge }) => charge),
    paymentsOfBooking: groupBy(tables.payments, (payment) => text(payment['booking_id'])),
    chargesOfBooking: groupBy(charges.map(({ charge }) => charge), ({ payment_intent: intent }) => text(paymentOfIntent.get(intent ?? '')?.['booking_id'])),
  };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

/** Half up, in whole numbers: the product can pass 2^53. */
export function roundedPart(amount: number, numerator: number, denominator: number): number {
  return Number((2n * BigInt(amount) * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator)));
}
