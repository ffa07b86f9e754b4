// Refunds here and at Stripe are the same ones, and the commission's part of them is right to the minor unit.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, roundedPart, sum, text } from './index-evidence.ts';

const going = new Set(['pending', 'submitted', 'succeeded']);

export function checkRefunds(evidence: Indexed): Violation[] {
  const { tables, charges, paymentOfIntent, refundsOfCharge, history } = evidence;
  const violations: Violation[] = [];
  const rowsOfPayment = groupBy(tables.refunds, (refund) => text(refund['payment_id']));
  for (const { charge, books } of charges) {
    const payment = paymentOfIntent.get(charge.payment_intent ?? '');
    const rows = rowsOfPayment.get(text(payment?.['id'])) ?? [];
    const atStripe = refundsOfCharge.get(charge.id) ?? [];
    violations.push(...compareRefunds(charge.id, rows, atStripe));
    const refunded = sum(rows.filter((row) => going.has(text(row['status']))), (row) => Number(row['amount_minor']));
    if (refunded > charge.amount) violations.push({ kind: 'refunded_too_much', what: `${refunded} of charge ${charge.id} over ${charge.amount} goes back` });
    if (refunded !== charge.amount_refunded) violations.push({ kind: 'refund_wrong', what: `of charge ${charge.id} Stripe gave ${charge.amount_refunded} back, the refunds here say ${refunded}` });
    const fee = books.application_fees.find((one) => one.charge === charge.id);
    const commissionBack = roundedPart(charge.application_fee_amount ?? 0, refunded, charge.amount);
    const here = sum(rows.filter((row) => going.has(text(row['status']))), (row) => Number(row['application_fee_refund_minor']));
    if ((fee?.amount_refunded ?? 0) !== commissionBack || here !== commissionBack) {
      violations.push({ kind: 'commission_refund_wrong', what: `of charge ${charge.id} ${commissionBack} of the commission goes back; Stripe returned ${fee?.amount_refunded ?? 0}, the refunds here say ${here}` });
    }
  }
  const ids = new Set(tables.refunds.map((refund) => text(refund['id'])));
  for (const line of history) {
    if (line.kind !== 'refunded') continue;
    for (const id of line.refundIds) if (!ids.has(id)) violations.push({ kind: 'refund_lost', what: `${line.who} was given refund ${id}, which isn't there` });
  }
  return violations;
}

function compareRefunds(charge: string, rows: readonly Row[], atStripe: readonly { readonly id: string; readonly amount: number; readonly status: string }[]): Violation[] {
  const violations: Violation[] = [];
  const mine = new Map(rows.map((row) => [text(row['stripe_refund_id']), row]));
  for (const refund of atStripe) {
    const row = mine.get(refund.id);
    if (row === undefined) violations.push({ kind: 'refund_unknown', what: `Stripe's refund ${refund.id} of charge ${charge} isn't known here` });
    else if (row['amount_minor'] !== refund.amount || row['status'] !== refund.status) {
      violations.push({ kind: 'refund_wrong', what: `refund ${refund.id} is ${refund.amount}, ${refund.status} at Stripe and ${String(row['amount_minor'])}, ${text(row['status'])} here` });
    }
  }
  const theirs = new Set(atStripe.map(({ id }) => id));
  for (const row of rows) {
    if (row['status'] === 'succeeded' && !theirs.has(text(row['stripe_refund_id']))) violations.push({ kind: 'refund_missing', what: `refund ${text(row['id'])} succeeded, and Stripe has no such refund` });
  }
  return violations;
}
