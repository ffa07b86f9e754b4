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
  const moved = (to: string): string[] => tables.booking_transitions.filter((move) => move['to_status'] === to && move['from_status'] !== to).map((move) => text(move['booking_id']));
  expectOnce('booking.created', ids(tables.bookings), ofBooking);
  for (const status of ['confirmed', 'expired', 'cancelled']) expectOnce(`booking.${status}`, moved(status), ofBooking);
  expectOnce('payment.succeeded', ids(tables.payments.filter((payment) => payment['status'] === 'succeeded')), inData('paymentId'));
  const changes = tables.booking_transitions.filter((move) => move['from_status'] === 'confirmed' && move['to_status'] === 'confirmed');
  violations.push(...compareCounts('booking.rescheduled', changes.map(ofBooking), tables.events.filter((event) => event['type'] === 'booking.rescheduled').map(ofBooking)));
  violations.push(...compareCounts('waitlist.offered', tables.waitlist_offers.map((offer) => text(offer['entry_id'])), tables.events.filter((event) => event['type'] === 'waitlist.offered').map((event) => text(event['subject_id']))));
  expectOnce('waitlist.joined', ids(tables.waitlist_entries), inData('waitlistEntryId'));
  expectOnce('refund.failed', ids(tables.refunds.filter((refund) => refund['status'] === 'failed')), inData('refundId'));
  expectOnce('refund.requested', ids(tables.refunds.filter((refund) => refund['retry_of'] === null)), inData('refundId'));
  // A bank may say yes first and no some days later.
  const saidYes = new Set(tables.events.filter((event) => event['type'] === 'refund.succeeded').map(inData('refundId')));
  const wentBack = tables.refunds.filter((refund) => refund['status'] === 'succeeded' || (refund['status'] === 'failed' && refund['balance_transaction_id'] !== null && saidYes.has(text(refund['id']))));
  expectOnce('refund.succeeded', ids(wentBack), inData('refundId'));
  expectOnce('dispute.opened', ids(tables.disputes), inData('disputeId'));
  expectOnce('dispute.closed', ids(tables.disputes.filter((dispute) => dispute['closed_at'] !== null)), inData('disputeId'));
  return violations;
}

/** For what may happen to one thing several times. */
function compareCounts(type: string, happened: readonly string[], told: readonly string[]): Violation[] {
  return [...new Set([...happened, ...told])].flatMap((subject) => {
    const [times, tellings] = [happened, told].map((subjects) => subjects.filter((one) => one === subject).length) as [number, number];
    if (times === tellings) return [];
    return [{ kind: tellings < times ? 'event_missing' : times === 0 ? 'event_untrue' : 'event_twice', what: `${type} of ${subject} happened ${times} times and was told ${tellings} times` }];
  });
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
