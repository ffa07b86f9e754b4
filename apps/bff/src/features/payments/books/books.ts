import type { LedgerAccount, PostingKind } from '../postings.ts';

/** A posting as it stands in the ledger. */
export interface BookedPosting {
  readonly id: string;
  readonly kind: PostingKind;
  readonly subject: string;
  readonly currency: string;
  readonly createdAt: Date;
  readonly entries: readonly { readonly account: LedgerAccount; readonly amountMinor: number }[];
  readonly stands: readonly { readonly balanceTransactionId: string; readonly netMinor: number }[];
}

/** What of a balance transaction at Stripe is compared. */
export interface BookedTransaction {
  readonly id: string;
  readonly type: string;
  readonly source: string | null;
  readonly currency: string;
  readonly netMinor: number;
  readonly createdAt: Date;
}

/** Sums by currency, in minor units. */
export type Sums = ReadonlyMap<string, number>;

/** How far an account's books at Stripe have been read and compared. */
export interface AccountBooks {
  readonly stripeAccountId: string;
  readonly readThrough: Date | null;
  readonly checkedThrough: Date | null;
}
