// Each thing that happened was told once.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, text } from './index-evidence.ts';

export function checkEvents({ tables }: Indexed): Violation[] {
  const violations: Violation[] = [];
  const expectOnce = (type: string, subjects: readonly string[], subjectOf: (event: Row) => string): void => {
    const told = groupBy(tables.events.filter((event) => event['type'] === type), subjectOf);
    for (const subject of subjects) {
      const times = told.get(subject)?.length ?? 0;
      if (times !== 1) violations.push({ kind: times === 0 ? 'event_missing' : 'event_twice', what: `${type} of ${subject} was told ${times} times` });
      told.delete(subject);
    }
    for (const subject of told.keys()) violations.push({ kind: 'event_untrue', what: `${type} was told of ${subject}, which isn't so` });
  };
  const moved = (to: string): string[] => tables.booking_transitions.filter((move) => move['to_status'] === to).map((move) => text(move['booking_id']));
  expectOnce('booking.created', ids(tables.bookings), ofBooking);
  for (const status of ['confirmed', 'expired', 'cancelled']) expectOnce(`booking.${status}`, moved(status), ofBooking);
  expectOnce('payment.succeeded', ids(tables.payments.filter((payment) => payment['status'] === 'succeeded')), inData('paymentId'));
  expectOnce('refund.requested', ids(tables.refunds), inData('refundId'));
  expectOnce('refund.succeeded', ids(tables.refunds.filter((refund) => refund['status'] === 'succeeded')), inData('refundId'));
  expectOnce('dispute.opened', ids(tables.disputes), inData('disputeId'));
  expectOnce('dispute.closed', ids(tables.disputes.filter((dispute) => dispute['closed_at'] !== null)), inData('disputeId'));
  return violations;
}

function ofBooking(event: Row): string {
  return text(event['booking_id']);
}

function inData(name: string): (event: Row) => string {
  return (event) => text((event['data'] as Row)[name]);
}

function ids(rows: readonly Row[]): string[] {
  return rows.map((row) => text(row['id']));
}
