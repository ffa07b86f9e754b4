// Our ledger of one account beside Stripe's balance transactions, row by row and in sum.
import type { BookedPosting, BookedTransaction, Sums } from './books.ts';

/**
 * - `missing_posting`: Stripe moved money that the ledger knows nothing of.
 * - `amount`: a balance transaction and its postings differ.
 * - `missing_transaction`: a posting names a balance transaction that Stripe doesn't have.
 * - `not_booked`: a charge that Stripe should have booked long ago.
 * - `adjusted`: Stripe booked a charge with another amount or commission than was asked for; the rest is in `adjustments`.
 * - `sum`: the balance is another one than all rows together explain.
 */
export type DifferenceKind = 'missing_posting' | 'amount' | 'missing_transaction' | 'not_booked' | 'adjusted' | 'sum';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly currency: string;
  readonly stripeMinor: number;
  readonly ledgerMinor: number;
  readonly balanceTransactionId: string | null;
  /** What Stripe says that it was. */
  readonly transaction: { readonly type: string; readonly source: string | null } | null;
  /** The entries involved. */
  readonly postings: readonly Pick<BookedPosting, 'id' | 'kind' | 'subject' | 'entries'>[];
}

export interface BooksToCompare {
  /** Stripe's, of the time that is compared, and those that postings of it name. */
  readonly transactions: readonly BookedTransaction[];
  readonly balance: Sums;
  /** Made in the time that is compared, or naming one of the transactions. */
  readonly postings: readonly BookedPosting[];
  /** Charges that name no transaction yet, however old. */
  readonly unnamed: readonly BookedPosting[];
  /** What the ledger says of the balance, in all. */
  readonly ledger: Sums;
  /** When Stripe was asked for its rows: what was posted since may name newer ones. */
  readonly askedAt: Date;
}

/** Webhooks come within seconds, and reconciliation reads the books each hour. */
const POSTED_WITHIN_MS = 3 * 60 * 60_000;

/** "Usually within an hour" of the capture; some methods take days. */
const BOOKED_WITHIN_MS = 7 * 24 * 60 * 60_000;

/** Clocks differ a little. */
const CLOCKS_MS = 5 * 60_000;

export function compareBooks(books: BooksToCompare): Difference[] {
  const postingsOf = Map.groupBy(books.postings.flatMap((posting) => posting.stands.map((stand) => ({ posting, stand }))), ({ stand }) => stand.balanceTransactionId);
  const known = new Map(books.transactions.map((transaction) => [transaction.id, transaction]));
  const differences: Difference[] = [];
  const open = new Map<string, number>();
  const leaveOut = (currency: string, amountMinor: number) => open.set(currency, (open.get(currency) ?? 0) + amountMinor);

  for (const transaction of books.transactions) {
    const { id, currency, netMinor, type, source } = transaction;
    const named = postingsOf.get(id) ?? [];
    const ledgerMinor = named.reduce((sum, { stand }) => sum + stand.netMinor, 0);
    const row = { currency, stripeMinor: netMinor, ledgerMinor, balanceTransactionId: id, transaction: { type, source }, postings: named.map(({ posting }) => shown(posting)) };
    if (named.length === 0) {
      leaveOut(currency, -netMinor);
      if (isOlder(transaction.createdAt, POSTED_WITHIN_MS, books)) differences.push({ kind: 'missing_posting', ...row });
    } else if (ledgerMinor !== netMinor || named.some(({ posting }) => posting.currency !== currency)) {
      differences.push({ kind: 'amount', ...row });
      leaveOut(currency, ledgerMinor - netMinor);
    }
  }
  for (const [id, named] of postingsOf) {
    const [first] = named;
    if (known.has(id) || first === undefined) continue;
    const ledgerMinor = named.reduce((sum, { stand }) => sum + stand.netMinor, 0);
    leaveOut(first.posting.currency, ledgerMinor);
    if (named.every(({ posting }) => !isOlder(posting.createdAt, CLOCKS_MS, books))) continue;
    const row = { currency: first.posting.currency, stripeMinor: 0, ledgerMinor, balanceTransactionId: id, transaction: null };
    differences.push({ kind: 'missing_transaction', ...row, postings: named.map(({ posting }) => shown(posting)) });
  }
  for (const posting of books.unnamed) {
    const ledgerMinor = movedOf(posting, 'stripe_balance');
    leaveOut(posting.currency, ledgerMinor);
    if (!isOlder(posting.createdAt, BOOKED_WITHIN_MS, books)) continue;
    differences.push({ kind: 'not_booked', currency: posting.currency, stripeMinor: 0, ledgerMinor, balanceTransactionId: null, transaction: null, postings: [shown(posting)] });
  }
  for (const posting of books.postings.filter(({ kind }) => kind === 'stripe_fee')) {
    const adjustedMinor = movedOf(posting, 'adjustments');
    if (adjustedMinor === 0) continue;
    const balanceTransactionId = posting.stands[0]?.balanceTransactionId ?? null;
    differences.push({ kind: 'adjusted', currency: posting.currency, stripeMinor: -adjustedMinor, ledgerMinor: 0, balanceTransactionId, transaction: null, postings: [shown(posting)] });
  }
  return [...differences, ...compareSums(books, open)];
}

/** @param open what of the ledger's sums Stripe can't have yet, or has and the ledger can't: said row by row already */
function compareSums({ balance, ledger }: BooksToCompare, open: Sums): Difference[] {
  const currencies = [...new Set([...balance.keys(), ...ledger.keys(), ...open.keys()])].toSorted();
  return currencies.flatMap((currency): Difference[] => {
    const stripeMinor = balance.get(currency) ?? 0;
    const ledgerMinor = (ledger.get(currency) ?? 0) - (open.get(currency) ?? 0);
    if (stripeMinor === ledgerMinor) return [];
    return [{ kind: 'sum', currency, stripeMinor, ledgerMinor, balanceTransactionId: null, transaction: null, postings: [] }];
  });
}

function isOlder(at: Date, ms: number, { askedAt }: BooksToCompare): boolean {
  return at.getTime() < askedAt.getTime() - ms;
}

function movedOf({ entries }: BookedPosting, account: string): number {
  return entries.reduce((sum, entry) => (entry.account === account ? sum + entry.amountMinor : sum), 0);
}

function shown({ id, kind, subject, entries }: BookedPosting): Difference['postings'][number] {
  return { id, kind, subject, entries };
}
