// The ledger says of each account what Stripe's books say, row by row and in sum.
import type { StripeBooks, Violation } from './evidence.ts';
import { groupBy, type Indexed, sum, text } from './index-evidence.ts';

export function checkLedger(evidence: Indexed): Violation[] {
  const { tables, books } = evidence;
  const violations: Violation[] = [];
  const entries = groupBy(tables.ledger_entries, (entry) => text(entry['posting_id']));
  for (const [posting, own] of entries) {
    const rest = sum(own, (entry) => Number(entry['amount_minor']));
    if (rest !== 0) violations.push({ kind: 'ledger_unbalanced', what: `posting ${posting} sums to ${rest}` });
  }
  const accounts = new Map(tables.stripe_accounts.map((row) => [text(row['account_id']), text(row['tenant_id'])]));
  for (const account of books) {
    const tenant = accounts.get(account.account);
    if (tenant !== undefined) violations.push(...checkAccount(evidence, account, tenant));
  }
  const latest = new Map<string, { agrees: unknown; differences: unknown }>();
  for (const row of tables.ledger_checks.toSorted((one, other) => text(one['checked_at']).localeCompare(text(other['checked_at'])))) {
    latest.set(text(row['stripe_account_id']), { agrees: row['agrees'], differences: row['differences'] });
  }
  for (const [account, { agrees, differences }] of latest) {
    if (agrees !== true) violations.push({ kind: 'ledger_check_failed', what: `the product's own check of ${account} finds ${JSON.stringify(differences)}` });
  }
  return violations;
}

function checkAccount({ tables }: Indexed, books: StripeBooks, tenant: string): Violation[] {
  const violations: Violation[] = [];
  const postings = tables.ledger_postings.filter((posting) => posting['tenant_id'] === tenant);
  const mine = new Set(postings.map((posting) => text(posting['id'])));
  const entries = tables.ledger_entries.filter((entry) => mine.has(text(entry['posting_id'])));
  const parts = groupBy(tables.ledger_balance_transactions.filter((part) => mine.has(text(part['posting_id']))), (part) => text(part['balance_transaction_id']));
  for (const { id, type, net } of books.balance_transactions) {
    const posted = sum(parts.get(id) ?? [], (part) => Number(part['net_minor']));
    if (posted !== net) violations.push({ kind: 'ledger_differs', what: `${type} ${id} moved ${net} at Stripe, and ${posted} in the ledger` });
  }
  const theirs = new Set(books.balance_transactions.map(({ id }) => id));
  for (const id of parts.keys()) if (!theirs.has(id)) violations.push({ kind: 'ledger_differs', what: `the ledger names ${id}, which Stripe doesn't have` });

  const balances = new Map(books.balance.map(({ currency, total }) => [currency.toUpperCase(), total]));
  const currencies = new Set([...balances.keys(), ...entries.map((entry) => text(entry['currency']))]);
  for (const currency of currencies) {
    const of = (account: string): number => sum(entries.filter((entry) => entry['account'] === account && entry['currency'] === currency), (entry) => Number(entry['amount_minor']));
    const expected: [string, number][] = [
      ['stripe_balance', balances.get(currency) ?? 0],
      ['platform_commission', inCurrency(books, currency, (charge) => charge.application_fee_amount ?? 0) - feesReturned(books, currency)],
      ['booking_revenue', inCurrency(books, currency, (charge) => charge.amount_refunded - charge.amount)],
      ['adjustments', 0],
    ];
    for (const [account, amount] of expected) {
      if (of(account) !== amount) violations.push({ kind: 'ledger_wrong', what: `${account} of ${books.account} is ${of(account)} ${currency} in the ledger, and ${amount} by Stripe's books` });
    }
  }
  return violations;
}

function inCurrency(books: StripeBooks, currency: string, amountOf: (charge: StripeBooks['charges'][number]) => number): number {
  return sum(books.charges.filter((charge) => charge.paid && charge.currency.toUpperCase() === currency), amountOf);
}

function feesReturned(books: StripeBooks, currency: string): number {
  const charges = new Set(books.charges.filter((charge) => charge.currency.toUpperCase() === currency).map(({ id }) => id));
  return sum(books.application_fees.filter(({ charge }) => charges.has(charge)), (fee) => fee.amount_refunded);
}
