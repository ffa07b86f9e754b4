// Nothing is left half done.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

/** An intent in one of these can still take a customer's money. */
const payable = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action', 'processing']);

/** Before it is confirmed, and for what it owes afterwards. */
function mayBePaid({ status }: Row): boolean {
  return status === 'pending_payment' || status === 'confirmed';
}

export function checkLeftovers({ tables, bookings, books, now, paymentOfIntent }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const isPast = (row: Row, column: string): boolean => Date.parse(text(row[column])) <= now.getTime();
  const left = (what: string): void => void violations.push({ kind: 'left_over', what });
  for (const booking of tables.bookings) if (booking['status'] === 'pending_payment' && isPast(booking, 'expires_at')) left(`booking ${text(booking['id'])} still waits for its payment`);
  for (const hold of tables.holds) if (hold['status'] === 'active' && isPast(hold, 'expires_at')) left(`hold ${text(hold['id'])} is over and active`);
  for (const refund of tables.refunds) if (refund['status'] === 'pending' || refund['status'] === 'submitted') left(`refund ${text(refund['id'])} is still ${text(refund['status'])}`);
  for (const row of tables.outbox) if (row['dispatched_at'] === null) left(`${text(row['topic'])} ${text(row['id'])} waits in the outbox`);
  for (const row of tables.webhook_deliveries) if (row['status'] !== 'delivered') left(`webhook delivery ${text(row['id'])} is ${text(row['status'])}`);
  for (const endpoint of tables.webhook_endpoints) if (endpoint['status'] !== 'enabled') left(`webhook endpoint ${text(endpoint['id'])} is disabled`);
  for (const intent of books.flatMap((account) => account.payment_intents)) {
    const booking = bookings.get(text(paymentOfIntent.get(intent.id)?.['booking_id']));
    // Where the answer of its making was lost, and the booking ended before it was asked for again, Stripe has one that nobody knows the secret of.
    if (payable.has(intent.status) && booking !== undefined && !mayBePaid(booking)) left(`intent ${intent.id} of the ${text(booking['status'])} booking ${text(booking['id'])} can still be paid`);
  }
  for (const [booking, payments] of groupBy(tables.payments, (payment) => text(payment['booking_id']))) {
    const open = payments.filter((payment) => ['creating', 'requires_payment', 'processing'].includes(text(payment['status'])));
    if (open.length > 0 && !mayBePaid(bookings.get(booking) ?? {})) left(`payment ${text(open[0]?.['id'])} of booking ${booking} is ${text(open[0]?.['status'])}`);
  }
  const ofOne = groupBy(tables.emails.filter((email) => email['status'] === 'pending' && isPast(email, 'next_attempt_at')), (email) => text(email['id']));
  for (const id of ofOne.keys()) left(`e-mail ${id} waits to be sent`);
  return violations;
}
