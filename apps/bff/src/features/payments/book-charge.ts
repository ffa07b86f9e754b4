import type Stripe from 'stripe';
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { PaymentId } from '../../platform/ids.ts';
import { insertPosting, nameCharge, subjectOf } from './ledger-repository.ts';
import type { PaymentContext } from './payment-listener.ts';
import { getPayment, lockPayment, storeBooking } from './payment-repository.ts';
import type { Payment } from './payment.ts';
import { stripeOf, type PaymentsContext } from './payments-context.ts';
import { netOfCommission, stripeFeePosting } from './postings.ts';
import { callStripe } from './provider-errors.ts';

/**
 * Asks how Stripe has booked a charge, and puts it into the ledger: which balance transaction it is, and Stripe's own fee.
 * @param first runs in the same transaction before anything is written; when it says false, nothing is
 * @returns whether it is booked
 */
export async function bookCharge(
  context: PaymentsContext,
  scope: TenantScope,
  paymentId: PaymentId,
  because: PaymentContext,
  first: (tx: TenantTx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const payment = await withTenant(context.database, scope, (tx) => getPayment(tx, paymentId));
  const { chargeId } = payment;
  if (payment.status !== 'succeeded' || chargeId === null) return false;
  const charge = payment.balanceTransactionId === null ? await askCharge(context, payment, chargeId) : null;
  return withTenant(context.database, scope, async (tx) => {
    const current = await lockPayment(tx, payment);
    if (!(await first(tx))) return current.balanceTransactionId !== null;
    const booked = charge?.balance_transaction ?? null;
    if (current.balanceTransactionId !== null) return true;
    if (booked === null || typeof booked === 'string') return false;
    return applyBooking(context, tx, current, booked, because);
  });
}

/**
 * @param payment as read under the lock
 * @returns false for what the ledger can't hold: it is logged, and the daily check reports it
 */
async function applyBooking(context: PaymentsContext, tx: TenantTx, payment: Payment, booked: Stripe.BalanceTransaction, because: PaymentContext): Promise<boolean> {
  const which = { tenantId: tx.tenantId, paymentId: payment.id, balanceTransactionId: booked.id };
  if (booked.currency.toUpperCase() !== payment.currency) {
    context.log.error({ ...which, currency: booked.currency }, 'a charge was booked in another currency than it was made in');
    return false;
  }
  const commissionMinor = sumFees(booked, ({ type }) => type === 'application_fee');
  if (commissionMinor !== payment.applicationFeeMinor || booked.amount !== payment.amountMinor) {
    context.log.error({ ...which, commissionMinor, amountMinor: booked.amount }, 'Stripe booked another amount or commission than was asked for');
  }
  const charge = { balanceTransactionId: booked.id, netMinor: booked.net, stripeFeeMinor: booked.fee - commissionMinor };
  await nameCharge(tx, payment, booked.id, netOfCommission(payment), because.now);
  await insertPosting(tx, subjectOf(payment), stripeFeePosting(payment, charge), because);
  await storeBooking(tx, payment.id, charge);
  return true;
}

/** The commission's part of a balance transaction; negative where it was given back. */
export function sumFees(transaction: Stripe.BalanceTransaction, counts: (detail: Stripe.BalanceTransaction.FeeDetail) => boolean): number {
  return transaction.fee_details.filter(counts).reduce((sum, { amount }) => sum + amount, 0);
}

function askCharge(context: PaymentsContext, payment: Payment, chargeId: string): Promise<Stripe.Charge> {
  return callStripe(() => stripeOf(context).charges.retrieve(chargeId, { expand: ['balance_transaction'] }, { stripeAccount: payment.stripeAccountId }));
}
