// Refunds here and at Stripe are the same ones, and the commission's part of them is right to the minor unit.
import type { Row, Violation } from './evidence.ts';
import { groupBy, type Indexed, roundedPart, sum, text } from './index-evidence.ts';

const lastAttempt = 4;

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
    const feeOf = (amount: number): number => roundedPart(charge.application_fee_amount ?? 0, Math.min(amount, charge.amount), charge.amount);
    const here = sum(rows.filter(isAtStripe), (row) => Number(row['application_fee_refund_minor']));
    const returned = fee?.amount_refunded ?? 0;
    // The commission's part of a refund that the bank refuses afterwards stays with the tenant, and counts towards the next one.
    const [least, most] = [feeOf(refunded), feeOf(refunded + sum(rows.filter(isRefusedByBank), (row) => Number(row['amount_minor'])))];
    if (returned !== here || here < least || here > most) {
      violations.push({ kind: 'commission_refund_wrong', what: `of charge ${charge.id} ${least} to ${most} of the commission goes back; Stripe returned ${returned}, the refunds here say ${here}` });
    }
    violations.push(...checkRetries(rows, charge.amount - refunded, evidence.now));
  }
  const ids = new Set(tables.refunds.map((refund) => text(refund['id'])));
  for (const line of history) {
    if (line.kind !== 'refunded') continue;
    for (const id of line.refundIds) if (!ids.has(id)) violations.push({ kind: 'refund_lost', what: `${line.who} was given refund ${id}, which isn't there` });
  }
  return violations;
}

function isAtStripe(row: Row): boolean {
  return going.has(text(row['status'])) || row['stripe_refund_id'] !== null;
}

function isRefusedByBank(row: Row): boolean {
  return row['status'] === 'failed' && row['stripe_refund_id'] !== null;
}

/** What a bank refused is made again until a person has to see to it, as long as it hasn't gone back by another way. */
function checkRetries(rows: readonly Row[], leftMinor: number, now: Date): Violation[] {
  const retried = new Set(rows.map((row) => row['retry_of']));
  return rows
    .filter((row) => row['next_try_at'] === null || Date.parse(text(row['next_try_at'])) < now.getTime() - 60_000)
    .filter((row) => isRefusedByBank(row) && Number(row['attempt']) < lastAttempt && row['reason'] !== 'made_at_stripe' && !retried.has(row['id']) && Number(row['amount_minor']) <= leftMinor)
    .map((row) => ({ kind: 'refund_not_retried', what: `refund ${text(row['id'])} failed at try ${String(row['attempt'])}, and wasn't made again` }));
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
