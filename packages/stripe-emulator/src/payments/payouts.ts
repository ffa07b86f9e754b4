/*
 * Money from an account's balance to its bank.
 *
 * 1. A payout takes its amount from what is available at once (balance transaction `payout`) and arrives later: `payout.created`, then `payout.paid`.
 * 2. An automatic one takes all that is available in a currency, and remembers which balance transactions it stands for
 *    (`payout.reconciliation_completed`); one that was asked for stands for an amount only.
 * 3. The bank may send it back, also after it was paid: `payout.failed`, and the money is available again (`payout_failure`).
 */
import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { forAccount } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import { formatAmount } from '../money/currencies.ts';
import { schedule } from '../scheduler.ts';
import { newId } from '../store/ids.ts';
import type { BalanceTransactionRecord, PayoutRecord } from '../store/records.ts';
import { bookTransaction, isAvailable } from './book-transaction.ts';

/** What becomes of a payout at the bank. */
export type PayoutOutcome = 'paid' | 'failed';

interface NewPayout {
  readonly amount: number;
  readonly automatic: boolean;
  readonly currency: string;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly outcome: PayoutOutcome;
  readonly statementDescriptor: string | null;
}

/** @throws ApiError 404 when the account has no such payout */
export function getPayout(context: Context, id: string): PayoutRecord {
  const record = context.store.get('payout', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('payout', id, 'payout');
  return record;
}

/**
 * Pays an amount out, as it was asked for.
 * @throws ApiError 400 when the account can't pay out, or has less available
 */
export function requestPayout(context: Context, input: Omit<NewPayout, 'automatic' | 'outcome'>): Stripe.Payout {
  assertPayoutsEnabled(context);
  if (input.amount < 1) throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  const available = sumOf(Array.from(context.store.newestOf('balance_transaction', context.account)).filter((record) => isAvailable(context, record.object)), input.currency);
  if (available < input.amount) {
    throw invalidRequest(
      `You have insufficient funds in your Stripe account for this transfer. Your card balance is too low: ${formatAmount(available, input.currency)}. You can use the the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).`,
      { code: 'balance_insufficient', param: 'amount' },
    );
  }
  return createPayout(context, { ...input, automatic: false, outcome: 'paid' });
}

/** Pays out all that is available, as Stripe does once a day: one payout for each currency that has something. */
export function payOutAvailable(context: Context, outcome: PayoutOutcome): Stripe.Payout[] {
  const account = context.store.get('account', context.account)?.object;
  if (account?.payouts_enabled !== true || account.settings?.payouts?.schedule.interval === 'manual') return [];
  const due = new Map<string, BalanceTransactionRecord[]>();
  for (const record of context.store.newestOf('balance_transaction', context.account)) {
    if (record.payout !== undefined || !isAvailable(context, record.object)) continue;
    due.set(record.object.currency, [...(due.get(record.object.currency) ?? []), record]);
  }
  const payouts: Stripe.Payout[] = [];
  for (const [currency, records] of due) {
    const amount = sumOf(records, currency);
    if (amount <= 0) continue;
    const payout = createPayout(context, { amount, automatic: true, currency, description: 'STRIPE PAYOUT', metadata: {}, outcome, statementDescriptor: null });
    for (const record of records) context.store.put('balance_transaction', record.object.id, { ...record, payout: payout.id });
    emitEvent(context, 'payout.reconciliation_completed', payout);
    payouts.push(payout);
  }
  return payouts;
}

/** Ends a payout, as its bank does; one that was paid may still come back. */
export function settlePayout(context: Context, id: string, outcome: PayoutOutcome): void {
  const record = context.store.get('payout', id);
  if (record === undefined || !canBecome(record.object, outcome)) return;
  const scoped = forAccount(context, record.account);
  const settled: Stripe.Payout = outcome === 'paid' ? { ...record.object, status: 'paid' } : comeBack(scoped, record.object, 'failed');
  put(scoped, { ...record, object: settled });
  emitEvent(scoped, outcome === 'paid' ? 'payout.paid' : 'payout.failed', settled);
}

export function canBecome({ status }: Stripe.Payout, outcome: PayoutOutcome): boolean {
  return status === 'pending' || status === 'in_transit' || (status === 'paid' && outcome === 'failed');
}

/** @throws ApiError 400 when it is on its way already */
export function cancelPayout(context: Context, record: PayoutRecord): Stripe.Payout {
  if (record.object.status !== 'pending') throw invalidRequest(`Payouts can only be canceled while they are pending; this one is ${record.object.status}.`);
  const object = comeBack(context, record.object, 'canceled');
  put(context, { ...record, object });
  emitEvent(context, 'payout.canceled', object);
  return object;
}

function createPayout(context: Context, input: NewPayout): Stripe.Payout {
  const id = newId('po');
  const now = context.clock.now();
  const transaction = bookTransaction(context, {
    amount: -input.amount,
    atOnce: true,
    currency: input.currency,
    description: input.description,
    reporting_category: 'payout',
    source: id,
    type: 'payout',
  });
  const object: Stripe.Payout = {
    id,
    object: 'payout',
    amount: input.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: toUnixSeconds(now + context.options.payoutDelayMs),
    automatic: input.automatic,
    balance_transaction: transaction.id,
    created: toUnixSeconds(now),
    currency: input.currency,
    description: input.description,
    destination: context.account.replace(/^acct_/, 'ba_'),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: input.metadata,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: input.automatic ? 'completed' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: input.statementDescriptor,
    status: input.automatic ? 'in_transit' : 'pending',
    trace_id: null,
    type: 'bank_account',
  };
  put(context, { account: context.account, object });
  // The payout's own transaction is one of those that it stands for.
  if (input.automatic) context.store.put('balance_transaction', transaction.id, { account: context.account, object: transaction, payout: id });
  schedule(context, { kind: 'settle_payout', payout: id, outcome: input.outcome }, context.options.payoutDelayMs);
  emitEvent(context, 'payout.created', object);
  return object;
}

function comeBack(context: Context, payout: Stripe.Payout, status: 'failed' | 'canceled'): Stripe.Payout {
  const failed = status === 'failed';
  const transaction = bookTransaction(context, {
    amount: payout.amount,
    atOnce: true,
    currency: payout.currency,
    description: failed ? 'PAYOUT FAILURE' : 'PAYOUT CANCEL',
    reporting_category: 'payout_reversal',
    source: payout.id,
    type: failed ? 'payout_failure' : 'payout_cancel',
  });
  return {
    ...payout,
    status,
    failure_balance_transaction: transaction.id,
    ...(failed ? { failure_code: 'account_closed', failure_message: 'The bank account has been closed.' } : {}),
  };
}

function assertPayoutsEnabled(context: Context): void {
  if (context.store.get('account', context.account)?.object.payouts_enabled === true) return;
  throw invalidRequest('Your account cannot currently make payouts. Finish onboarding, and see `requirements` on the account for what is still due.');
}

function sumOf(records: readonly BalanceTransactionRecord[], currency: string): number {
  return records.reduce((sum, { object }) => (object.currency === currency ? sum + object.net : sum), 0);
}

function put(context: Context, record: PayoutRecord): void {
  context.store.put('payout', record.object.id, record);
}
