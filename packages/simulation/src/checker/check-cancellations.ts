// What a cancelled booking keeps is what was agreed to, to the minor unit; nothing more is taken for it, and nobody is reminded of it.
import type { HistoryLine, Row, StripeCharge, Violation } from './evidence.ts';
import { groupBy, type Indexed, roundedPart, sum, text } from './index-evidence.ts';

const HOUR_MS = 3_600_000;

/** A cancellation carries the time at which its transaction began; until that ends, nobody can know of it. */
const COMMIT_MS = 3_000;

/** The reasons of refunds that a cancellation makes. */
const byCustomer = 'cancelled_by_customer';
const byTenant = 'A simulated storm';

interface Policy {
  readonly tiers: readonly { readonly hoursBefore: number; readonly refundBps: number }[];
}

export function checkCancellations(evidence: Indexed): Violation[] {
  const { tables, bookings, history } = evidence;
  const violations: Violation[] = [];
  const told = new Map(tables.events.filter((event) => event['type'] === 'booking.cancelled').map((event) => [text(event['booking_id']), event['data'] as Row]));
  for (const move of tables.booking_transitions) {
    const booking = bookings.get(text(move['booking_id']));
    if (move['to_status'] !== 'cancelled' || booking === undefined) continue;
    violations.push(...checkNothingAfter(evidence, booking, move));
    if (move['from_status'] === 'confirmed') violations.push(...checkAmount(evidence, { booking, move, toldMinor: Number(told.get(text(booking['id']))?.['refundMinor']) }));
  }
  for (const line of history) {
    if (line.kind !== 'cancelled') continue;
    const status = text(bookings.get(line.bookingId)?.['status']);
    if (status !== 'cancelled') violations.push({ kind: 'cancellation_lost', what: `${line.who} was told that ${line.bookingId} is cancelled, and it is ${status}` });
  }
  return violations;
}

interface Cancelled {
  readonly booking: Row;
  readonly move: Row;
  /** What its event says that goes back. */
  readonly toldMinor: number;
}

function checkAmount(evidence: Indexed, { booking, move, toldMinor }: Cancelled): Violation[] {
  const { history } = evidence;
  const id = text(booking['id']);
  const { paidMinor, goneMinor, madeMinor, isClear } = sumsAt(evidence, id, Date.parse(text(move['occurred_at'])));
  const violations: Violation[] = [];
  if (madeMinor !== toldMinor) violations.push({ kind: 'cancellation_wrong', what: `of cancelled booking ${id} ${toldMinor} was said to go back, and refunds over ${madeMinor} were made` });
  const lines = history.filter((line): line is HistoryLine & { kind: 'decided' | 'cancelled' } => (line.kind === 'decided' || line.kind === 'cancelled') && line.bookingId === id);
  const agreed = lines.flatMap((line) => (line.kind === 'cancelled' && line.agreedMinor !== null ? [line.agreedMinor] : []));
  if (move['cause'] === 'customer_cancelled' && agreed.length > 0 && !agreed.includes(toldMinor)) {
    violations.push({ kind: 'cancellation_wrong', what: `the customer of ${id} agreed to ${agreed.join(', ')}, and ${toldMinor} goes back` });
  }
  const decided = move['cause'] === 'tenant_cancelled' ? lines.flatMap((line) => (line.kind === 'decided' ? [line.refundMinor] : [])) : [];
  const hoursLeft = (Date.parse(text(booking['starts_at'])) - Date.parse(text(move['occurred_at']))) / HOUR_MS;
  const tiers = (booking['cancellation_policy'] as Policy).tiers.filter(({ hoursBefore }) => hoursBefore <= hoursLeft);
  const bps = tiers.toSorted((one, other) => other.hoursBefore - one.hoursBefore)[0]?.refundBps ?? 0;
  const due = roundedPart(Math.max(0, paidMinor - goneMinor), bps, 10_000);
  // A bank that holds a part back, or refuses one, changes what can go back.
  if (isClear && toldMinor !== due && !decided.includes(toldMinor)) {
    violations.push({ kind: 'cancellation_wrong', what: `of ${paidMinor} for booking ${id}, of which ${goneMinor} had gone back, its policy returns ${bps} bps, ${due}; it was ${toldMinor}` });
  }
  return violations;
}

/** What was paid and had gone back of a booking when it was cancelled, by the ledger's and the refunds' own times. */
function sumsAt({ tables }: Indexed, bookingId: string, at: number) {
  const isBefore = (row: Row): boolean => Date.parse(text(row['created_at'])) <= at;
  const payments = new Map(tables.payments.filter((payment) => payment['booking_id'] === bookingId).map((payment) => [text(payment['id']), payment]));
  const posted = tables.ledger_postings.filter((posting) => posting['kind'] === 'charge' && payments.has(text(posting['payment_id'])) && isBefore(posting));
  const paid = new Set(posted.map((posting) => text(posting['payment_id'])));
  const refunds = tables.refunds.filter((refund) => payments.has(text(refund['payment_id'])));
  const made = refunds.filter((refund) => refund['retry_of'] === null && (refund['reason'] === byCustomer || refund['reason'] === byTenant));
  const gone = refunds.filter((refund) => isBefore(refund) && !made.includes(refund));
  const isDisputed = tables.disputes.some((dispute) => payments.has(text(dispute['payment_id'])));
  return {
    paidMinor: sum([...paid].map((id) => payments.get(id) ?? {}), amountOf),
    goneMinor: sum(gone, amountOf),
    madeMinor: sum(made, amountOf),
    isClear: !isDisputed && !refunds.some((refund) => refund['status'] === 'failed'),
  };
}

function amountOf(row: Row): number {
  return Number(row['amount_minor']);
}

function checkNothingAfter({ tables, charges, paymentOfIntent }: Indexed, booking: Row, move: Row): Violation[] {
  const violations: Violation[] = [];
  const id = text(booking['id']);
  const at = Date.parse(text(move['occurred_at']));
  const posted = groupBy(tables.ledger_postings.filter((posting) => posting['kind'] === 'charge'), (posting) => text(posting['payment_id']));
  const late = charges.filter(({ charge }) => {
    const payment = paymentOfIntent.get(charge.payment_intent ?? '');
    return payment?.['booking_id'] === id && (posted.get(text(payment['id'])) ?? []).some((posting) => Date.parse(text(posting['created_at'])) > at);
  });
  for (const { charge } of late) {
    if (isKept(charge, tables.refunds)) violations.push({ kind: 'charged_after_cancellation', what: `charge ${charge.id} of ${charge.amount} came after ${id} was cancelled, and ${charge.amount_refunded} went back` });
  }
  for (const payment of tables.payments) {
    if (payment['booking_id'] === id && Date.parse(text(payment['created_at'])) > at) violations.push({ kind: 'asked_after_cancellation', what: `payment ${text(payment['id'])} was opened after ${id} was cancelled` });
  }
  // One that doesn't say when it was written is not, either.
  const isInTime = (email: Row): boolean => Date.parse(text(email['written_at'])) <= at + COMMIT_MS;
  for (const email of tables.emails) {
    const isNagging = email['kind'] === 'reminder' || email['kind'] === 'balance_due';
    if (email['booking_id'] === id && isNagging && email['status'] === 'sent' && !isInTime(email)) {
      violations.push({ kind: 'written_after_cancellation', what: `a ${text(email['kind'])} about ${id} was written at ${text(email['written_at'])}, and it was cancelled at ${text(move['occurred_at'])}` });
    }
  }
  return violations;
}

function isKept(charge: StripeCharge, refunds: readonly Row[]): boolean {
  const isRefused = refunds.some((refund) => refund['status'] === 'failed' && refund['reason'] === 'paid_after_cancellation');
  return charge.amount_refunded < charge.amount && !charge.disputed && !isRefused;
}
