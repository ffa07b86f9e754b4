import { describe, expect, it } from 'vitest';
import type { BookedPosting } from './books.ts';
import { compareBooks } from './compare-books.ts';

const askedAt = new Date('2027-06-01T12:00:00Z');
const longAgo = new Date('2027-06-01T00:00:00Z');

function posting(given: Partial<BookedPosting>): BookedPosting {
  return { id: 'p', kind: 'charge', subject: 's', currency: 'USD', createdAt: longAgo, entries: [], stands: [], ...given };
}

const nothing = { transactions: [], postings: [], unnamed: [], balance: new Map<string, number>(), ledger: new Map<string, number>(), askedAt };

describe('comparing a ledger with Stripe’s books', () => {
  it('is content with nothing', () => {
    expect(compareBooks(nothing)).toEqual([]);
  });

  it('leaves alone what is under way: booked just now, or posted after Stripe was asked', () => {
    const transaction = { id: 'txn_1', type: 'refund', source: 're_1', currency: 'USD', netMinor: -500, createdAt: new Date('2027-06-01T11:59:00Z') };
    const newer = posting({ createdAt: askedAt, entries: [{ account: 'stripe_balance', amountMinor: 900 }], stands: [{ balanceTransactionId: 'txn_2', netMinor: 900 }] });
    const books = { ...nothing, transactions: [transaction], postings: [newer], balance: new Map([['USD', 500]]), ledger: new Map([['USD', 1900]]) };
    expect(compareBooks(books)).toEqual([]);
  });

  it('tells of a commission that Stripe booked otherwise than it was asked for', () => {
    const fee = posting({ kind: 'stripe_fee', entries: [{ account: 'stripe_balance', amountMinor: -330 }, { account: 'stripe_fees', amountMinor: 320 }, { account: 'adjustments', amountMinor: 10 }], stands: [{ balanceTransactionId: 'txn_1', netMinor: -330 }] });
    const charge = posting({ entries: [{ account: 'stripe_balance', amountMinor: 8750 }], stands: [{ balanceTransactionId: 'txn_1', netMinor: 8750 }] });
    const transaction = { id: 'txn_1', type: 'charge', source: 'ch_1', currency: 'USD', netMinor: 8420, createdAt: longAgo };
    const sums = new Map([['USD', 8420]]);
    expect(compareBooks({ ...nothing, transactions: [transaction], postings: [charge, fee], balance: sums, ledger: sums })).toMatchObject([{ kind: 'adjusted', stripeMinor: -10, balanceTransactionId: 'txn_1' }]);
  });

  it('tells of a balance in a currency that the ledger does not have', () => {
    expect(compareBooks({ ...nothing, balance: new Map([['EUR', 5]]) })).toMatchObject([{ kind: 'sum', currency: 'EUR', stripeMinor: 5, ledgerMinor: 0 }]);
  });
});
