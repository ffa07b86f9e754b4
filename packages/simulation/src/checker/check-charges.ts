// Each captured charge has one confirmed booking or one full refund; no confirmed paid booking lacks its charge.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, roundedPart, sum, text } from './index-evidence.ts';

/** States of a booking that was sold. Cancelled ones may keep what their terms say. */
const sold = new Set(['confirmed', 'completed', 'no_show']);

/** A refund that a bank refuses is made again so often. */
const lastAttempt = 4;

export function checkCharges(evidence: Indexed): Violation[] {
  const { charges, bookings, paymentOfIntent, chargesOfBooking, tables } = evidence;
  const violations: Violation[] = [];
  // The customer's bank took none of all tries: a person has to see to it.
  const refused = new Set(tables.refunds.filter((refund) => refund['status'] === 'failed' && Number(refund['attempt']) === lastAttempt).map((refund) => refund['payment_id']));
  const isRefusedByBank = (payment: Row): boolean => refused.has(payment['id']);
  for (const { charge } of charges) {
    const payment = paymentOfIntent.get(charge.payment_intent ?? '');
    if (payment === undefined) {
      violations.push({ kind: 'charge_unknown', what: `charge ${charge.id} belongs to no payment` });
      continue;
    }
    const booking = bookings.get(text(payment['booking_id']));
    const isSold = sold.has(text(booking?.['status'])) || (booking?.['confirmed_at'] ?? null) !== null;
    const isReturned = charge.amount_refunded === charge.amount;
    if (!isSold && !isReturned && !charge.disputed && !isRefusedByBank(payment)) {
      violations.push({ kind: 'charge_without_booking', what: `charge ${charge.id} of ${charge.amount} has no confirmed booking (${text(booking?.['status'])}) and ${charge.amount_refunded} refunded` });
    }
    if (payment['status'] !== 'succeeded' || payment['charge_id'] !== charge.id) {
      violations.push({ kind: 'payment_unknown', what: `charge ${charge.id} succeeded, and its payment is ${text(payment['status'])} with charge ${text(payment['charge_id'])}` });
    }
    if (booking === undefined) continue;
    const rate = Math.max(50, Number(booking['commission_bps']));
    const commission = Math.min(charge.amount, Math.max(1, roundedPart(charge.amount, rate, 10_000)));
    if (charge.amount !== payment['amount_minor']) violations.push({ kind: 'charge_wrong', what: `charge ${charge.id} is over ${charge.amount}, its payment over ${String(payment['amount_minor'])}` });
    if (charge.application_fee_amount !== commission || payment['application_fee_minor'] !== commission) {
      violations.push({ kind: 'commission_wrong', what: `of charge ${charge.id} the commission is ${commission}; Stripe took ${charge.application_fee_amount}, the payment has ${String(payment['application_fee_minor'])}` });
    }
  }
  const refundsOfPayment = groupBy(tables.refunds, (refund) => text(refund['payment_id']));
  for (const [bookingId, own] of chargesOfBooking) {
    const booking = bookings.get(bookingId);
    const total = Number(booking?.['total_minor']);
    // What corrects a payment goes back because it was never owed; any other refund is a gift out of what was.
    const refunds = own.flatMap((charge) => refundsOfPayment.get(text(paymentOfIntent.get(charge.payment_intent ?? '')?.['id'])) ?? []);
    const isStuck = own.some(({ disputed }) => disputed) || refunds.some((refund) => refund['status'] === 'failed');
    const corrected = sum(refunds.filter((refund) => refund['corrects_price'] === true), (refund) => Number(refund['amount_minor']));
    const paid = sum(own, ({ amount }) => amount) - corrected;
    // A price that fell after all of it had been given away leaves nothing to give back.
    const kept = sum(own, ({ amount, amount_refunded }) => amount - amount_refunded);
    if (paid > total && kept > 0 && !isStuck) violations.push({ kind: 'charged_twice', what: `booking ${bookingId} costs ${total}, and ${paid} was charged for it` });
  }
  for (const booking of tables.bookings) {
    const due = Number(booking['due_now_minor']);
    const charged = sum(chargesOfBooking.get(text(booking['id'])) ?? [], ({ amount }) => amount);
    if (sold.has(text(booking['status'])) && charged < due) violations.push({ kind: 'booking_without_charge', what: `booking ${text(booking['id'])} is ${text(booking['status'])} for ${due} and ${charged} was charged` });
  }
  const succeeded = tables.payments.filter((payment) => payment['status'] === 'succeeded');
  const known = new Set(charges.map(({ charge }) => charge.payment_intent));
  for (const payment of succeeded) {
    if (!known.has(text(payment['payment_intent_id']))) violations.push({ kind: 'charge_missing', what: `payment ${text(payment['id'])} succeeded, and Stripe has no charge of it` });
  }
  return violations;
}
