import type { Payment, Refund } from './payment.ts';

/** What an event tells of a payment. */
export function paymentFacts({ id, purpose, amountMinor, currency, paymentIntentId }: Payment) {
  return { paymentId: id, purpose, amountMinor, currency, paymentIntentId };
}

/** What an event tells of a refund. */
export function refundFacts({ id, paymentId, amountMinor, currency, reason }: Refund) {
  return { refundId: id, paymentId, amountMinor, currency, reason };
}
