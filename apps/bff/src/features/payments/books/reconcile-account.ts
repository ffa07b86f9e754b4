import type Stripe from 'stripe';
import { withTenant, type TenantScope } from '../../../platform/db/with-tenant.ts';
import { bookCharge } from '../book-charge.ts';
import { askDispute } from '../disputes/ask-dispute.ts';
import { listDisputes } from '../disputes/dispute-repository.ts';
import { findPaidPayment } from '../find-paid-payment.ts';
import { applyRefunds } from '../handle-refund-event.ts';
import { idOf } from '../intent-state.ts';
import { insertPosting } from '../ledger-repository.ts';
import type { PaymentContext } from '../payment-listener.ts';
import { lockPayment } from '../payment-repository.ts';
import type { Refund } from '../payment.ts';
import { stripeOf, type PaymentsContext } from '../payments-context.ts';
import { askPayout } from '../payouts/ask-payout.ts';
import { listMovingPayouts } from '../payouts/payout-repository.ts';
import { adjustmentPosting } from '../postings.ts';
import { callStripe } from '../provider-errors.ts';
import { findRefundByFeeRefund, listPendingRefundIds } from '../refund-repository.ts';
import { reconcileRefund } from '../reconcile-refund.ts';
import { askTransactions } from './ask-books.ts';
import { findBooks, listNamed, noteAttempt, noteRead } from './books-repository.ts';

/** Read again each time, for what was still under way. */
const AGAIN_MS = 24 * 60 * 60_000;

/** A part of the commission is given back at Stripe before we know its id. */
const OURS_WITHIN_MS = 12 * 60 * 60_000;

const OPEN_DISPUTES = 1000;

/**
 * Reads an account's books at Stripe for what no event told: refunds and payments made or settled there, fees, disputes and payouts.
 * What it finds goes through the verbs that events go through. What is none of ours is an adjustment in the ledger.
 */
export async function reconcileAccount(context: PaymentsContext, scope: TenantScope, accountId: string): Promise<void> {
  const now = context.clock.now();
  const because: PaymentContext = { actor: 'stripe', cause: 'reconciliation', now };
  const books = await withTenant(context.database, scope, async (tx) => {
    await noteAttempt(tx, accountId, 'read', now);
    return findBooks(tx, accountId);
  });
  const since = books?.readThrough == null ? null : new Date(books.readThrough.getTime() - AGAIN_MS);
  const account = { scope, accountId };
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => failures.push(error));
  };
  const transactions = await askTransactions(context, accountId, since);
  const named = await withTenant(context.database, scope, (tx) => listNamed(tx, transactions.map(({ id }) => id)));
  for (const transaction of transactions) {
    if (!named.has(transaction.id)) await attempt(() => explain(context, account, transaction, because));
  }
  for (const disputeId of await listOpenDisputes(context, account, since)) await attempt(() => askDispute(context, scope, { accountId, disputeId }, because));
  for (const payoutId of await withTenant(context.database, scope, (tx) => listMovingPayouts(tx, accountId))) {
    await attempt(() => askPayout(context, scope, { accountId, payoutId }, because));
  }
  // What failed is read again: the cursor stays.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of the books’ rows of ${accountId} could not be put right`);
  await withTenant(context.database, scope, (tx) => noteRead(tx, accountId, now));
}

interface Account {
  readonly scope: TenantScope;
  readonly accountId: string;
}

/** Finds what a balance transaction stands for, and has it applied. */
async function explain(context: PaymentsContext, account: Account, transaction: Stripe.BalanceTransaction, because: PaymentContext): Promise<void> {
  const source = idOf(transaction.source);
  const isOurs = source !== null && (await applySource(context, account, { source, bookedAt: new Date(transaction.created * 1000) }, because));
  if (isOurs) return;
  const of = { stripeAccountId: account.accountId, currency: transaction.currency.toUpperCase(), bookingId: null, paymentId: null, refundId: null };
  const isNew = await withTenant(context.database, account.scope, (tx) => insertPosting(tx, of, adjustmentPosting(transaction), because));
  if (isNew) {
    const { id, type, net } = transaction;
    context.log.warn({ tenantId: account.scope.tenantId, balanceTransactionId: id, type, source, net }, 'money that is none of our doing moved on an account');
  }
}

/** @returns whether it is about something of ours, applied or not */
async function applySource(context: PaymentsContext, { scope, accountId }: Account, { source, bookedAt }: { source: string; bookedAt: Date }, because: PaymentContext): Promise<boolean> {
  const on = { stripeAccount: accountId };
  switch (source.slice(0, source.indexOf('_'))) {
    case 'ch':
    case 'py': {
      const charge = await callStripe(() => stripeOf(context).charges.retrieve(source, {}, on));
      const payment = await paymentOf(context, { scope, accountId }, charge.payment_intent, because);
      if (payment === null || payment.chargeId !== source) return false;
      await bookCharge(context, scope, payment.id, because);
      return true;
    }
    case 're':
    case 'pyr': {
      const refund = await callStripe(() => stripeOf(context).refunds.retrieve(source, { expand: ['balance_transaction'] }, on));
      const payment = await paymentOf(context, { scope, accountId }, refund.payment_intent, because);
      if (payment === null) return false;
      await withTenant(context.database, scope, async (tx) => applyRefunds(context, tx, await lockPayment(tx, payment), [refund], because));
      return true;
    }
    case 'fr': {
      const refund = await findRefundOfFee(context, { scope, accountId }, source);
      if (refund !== null) await reconcileRefund(context, scope, refund.id);
      return refund !== null || bookedAt.getTime() > because.now.getTime() - OURS_WITHIN_MS;
    }
    case 'du':
    case 'dp':
      return askDispute(context, scope, { accountId, disputeId: source }, because);
    case 'po':
      await askPayout(context, scope, { accountId, payoutId: source }, because);
      return true;
    default:
      return false;
  }
}

/** Whoever gave the fee's part back may have been killed before its id was written down: each refund under way looks for its own at Stripe. */
async function findRefundOfFee(context: PaymentsContext, { scope, accountId }: Account, feeRefundId: string): Promise<Refund | null> {
  const find = () => withTenant(context.database, scope, (tx) => findRefundByFeeRefund(tx, feeRefundId));
  const known = await find();
  if (known !== null) return known;
  for (const id of await withTenant(context.database, scope, (tx) => listPendingRefundIds(tx, accountId))) await reconcileRefund(context, scope, id);
  return find();
}

async function paymentOf(context: PaymentsContext, { scope, accountId }: Account, intent: string | Stripe.PaymentIntent | null, because: PaymentContext) {
  const intentId = idOf(intent);
  return intentId === null ? null : findPaidPayment(context, scope, { accountId, intentId }, because);
}

/** Those that we know as open, and those made since, which may have moved no money. */
async function listOpenDisputes(context: PaymentsContext, { scope, accountId }: Account, since: Date | null): Promise<Set<string>> {
  const known = await withTenant(context.database, scope, (tx) => listDisputes(tx, { limit: OPEN_DISPUTES, after: null, open: true }));
  const created = since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1000) } };
  const ids = new Set(known.map(({ stripeDisputeId }) => stripeDisputeId));
  await callStripe(async () => {
    for await (const { id } of stripeOf(context).disputes.list({ ...created, limit: 100 }, { stripeAccount: accountId })) ids.add(id);
  });
  return ids;
}
