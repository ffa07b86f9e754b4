// What a confirmed booking owes is asked for when it is due: from the saved card at most once at a time, or by a link.
import type { Violation } from './evidence.ts';
import { groupBy, type Indexed, sum, text } from './index-evidence.ts';

/** Smaller rests can't be asked for: above what Stripe charges at least in the currencies of the sample tenants. */
const NEGLIGIBLE_MINOR = 300;

const HOUR_MS = 3_600_000;

export function checkBalances({ tables, charges, paymentOfIntent, chargesOfBooking, now }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const told = groupBy(tables.events.filter((event) => text(event['type']).startsWith('balance.')), (event) => text(event['booking_id']));
  const refunds = groupBy(tables.refunds.filter((refund) => refund['corrects_price'] === true && refund['status'] !== 'failed'), (refund) => text(refund['payment_id']));
  const payments = groupBy(tables.payments, (payment) => text(payment['booking_id']));
  for (const booking of tables.bookings) {
    if (booking['status'] !== 'confirmed') continue;
    const id = text(booking['id']);
    const own = payments.get(id) ?? [];
    const corrected = sum(own.flatMap((payment) => refunds.get(text(payment['id'])) ?? []), (refund) => Number(refund['amount_minor']));
    const owed = Number(booking['total_minor']) - sum(chargesOfBooking.get(id) ?? [], ({ amount }) => amount) + corrected;
    const dueAt = booking['balance_due_at'] === null ? null : Date.parse(text(booking['balance_due_at']));
    const isDue = dueAt !== null && dueAt < now.getTime() - HOUR_MS;
    const isAsked = (told.get(id) ?? []).some((event) => event['type'] === 'balance.due');
    if (owed > NEGLIGIBLE_MINOR && isDue && !isAsked) violations.push({ kind: 'balance_forgotten', what: `booking ${id} owes ${owed} since ${text(booking['balance_due_at'])}, and nobody was asked` });
    const open = own.filter((payment) => ['creating', 'requires_payment', 'processing'].includes(text(payment['status'])));
    if (open.length > 1) violations.push({ kind: 'balance_asked_twice', what: `booking ${id} has ${open.length} open payments` });
  }
  const paidOf = groupBy(tables.events.filter((event) => event['type'] === 'payment.succeeded'), (event) => text((event['data'] as Record<string, unknown>)['paymentId']));
  for (const { charge } of charges) {
    const payment = paymentOfIntent.get(charge.payment_intent ?? '');
    if (payment !== undefined && payment['purpose'] !== 'full' && (paidOf.get(text(payment['id']))?.length ?? 0) !== 1) violations.push({ kind: 'balance_untold', what: `charge ${charge.id} of ${text(payment['booking_id'])} wasn't told once` });
  }
  for (const [intent, own] of groupBy(charges, ({ charge }) => charge.payment_intent ?? '')) {
    if (own.length > 1) violations.push({ kind: 'charged_twice', what: `intent ${intent} was charged ${own.length} times` });
  }
  return violations;
}
