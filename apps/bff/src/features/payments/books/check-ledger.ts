import { withTenant, type TenantScope } from '../../../platform/db/with-tenant.ts';
import { newId, type LedgerCheckId } from '../../../platform/ids.ts';
import { recordEvent } from '../../events/index.ts';
import type { PaymentsContext } from '../payments-context.ts';
import { askBalance, askTransaction, askTransactions, bookedOf } from './ask-books.ts';
import { findBooks, insertCheck, listPostings, listUnnamedCharges, noteAttempt, sumBalance, type LedgerCheck } from './books-repository.ts';
import type { Sums } from './books.ts';
import { compareBooks, type BooksToCompare } from './compare-books.ts';

/** A check looks at the last days again: what was under way at the one before must have been posted since. */
const AGAIN_MS = 2 * 24 * 60 * 60_000;

/** How often Stripe is asked anew because money moved while it was asked. */
const MAX_ROUNDS = 3;

/**
 * Compares the ledger of an account with Stripe's books, and keeps, logs and tells what differs. It changes nothing in the ledger.
 * @param options.all whether to compare from the beginning; otherwise what came since the last check, and the balance
 */
export async function checkLedger(context: PaymentsContext, scope: TenantScope, accountId: string, { all = false } = {}): Promise<LedgerCheck> {
  const askedAt = context.clock.now();
  const before = await withTenant(context.database, scope, async (tx) => {
    await noteAttempt(tx, accountId, 'checked', askedAt);
    return findBooks(tx, accountId);
  });
  const since = all || before?.checkedThrough == null ? null : new Date(before.checkedThrough.getTime() - AGAIN_MS);
  const books = await readBooks(context, scope, accountId, { since, askedAt });
  const check: LedgerCheck = {
    id: newId<LedgerCheckId>(), stripeAccountId: accountId, transactions: books.transactions.length, balances: sumsOf(books.balance, books.ledger),
    differences: compareBooks(books), checkedAt: context.clock.now(),
  };
  await withTenant(context.database, scope, async (tx) => {
    await insertCheck(tx, check, askedAt);
    if (check.differences.length === 0) return;
    const data = { ledgerCheckId: check.id, stripeAccountId: accountId, differences: check.differences.length };
    await recordEvent(tx, { type: 'ledger.difference', bookingId: null, subjectId: check.id, data, at: check.checkedAt });
  });
  for (const difference of check.differences) {
    context.log.error({ tenantId: scope.tenantId, ledgerCheckId: check.id, accountId, difference }, 'the ledger differs from Stripe’s books');
  }
  return check;
}

async function readBooks(context: PaymentsContext, scope: TenantScope, accountId: string, { since, askedAt }: { since: Date | null; askedAt: Date }): Promise<BooksToCompare> {
  const { transactions, balance } = await askStill(context, accountId, since);
  const ids = transactions.map(({ id }) => id);
  const [postings, unnamed, ledger] = await withTenant(context.database, scope, (tx) =>
    Promise.all([listPostings(tx, accountId, { since, ids }), listUnnamedCharges(tx, accountId), sumBalance(tx, accountId)]));
  // What a posting of this time names may be older than it: a charge is booked late, or was heard of late.
  const listed = new Set(ids);
  for (const id of new Set(postings.flatMap(({ stands }) => stands.map(({ balanceTransactionId }) => balanceTransactionId)))) {
    if (listed.has(id)) continue;
    const older = await askTransaction(context, accountId, id);
    // One that is newer than the list isn't in the balance of then either.
    if (older !== null && since !== null && older.created * 1000 < since.getTime()) transactions.push(older);
  }
  return { transactions: transactions.map(bookedOf), balance, postings, unnamed, ledger, askedAt };
}

/** Rows and balance of one moment: when the balance moves meanwhile, both are asked for again. */
async function askStill(context: PaymentsContext, accountId: string, since: Date | null) {
  for (let round = 1; ; round += 1) {
    const before = await askBalance(context, accountId);
    const transactions = await askTransactions(context, accountId, since);
    const balance = await askBalance(context, accountId);
    if (isSame(before, balance) || round === MAX_ROUNDS) return { transactions, balance };
  }
}

function isSame(one: Sums, other: Sums): boolean {
  return one.size === other.size && [...one].every(([currency, sum]) => other.get(currency) === sum);
}

function sumsOf(stripe: Sums, ledger: Sums): LedgerCheck['balances'] {
  return [...new Set([...stripe.keys(), ...ledger.keys()])].toSorted()
    .map((currency) => ({ currency, stripeMinor: stripe.get(currency) ?? 0, ledgerMinor: ledger.get(currency) ?? 0 }));
}
