import type { Context } from '../context.ts';
import type { Kind, Owned } from '../store/records.ts';
import { invalidRequest } from './api-error.ts';

/** Which fields of an object name another object that `expand[]` puts in their place. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, readonly Kind[]>>>> = {
  payment_intent: { customer: ['customer'], latest_charge: ['charge'], payment_method: ['payment_method'] },
  charge: {
    application_fee: ['application_fee'],
    balance_transaction: ['balance_transaction'],
    customer: ['customer'],
    failure_balance_transaction: ['balance_transaction'],
    payment_intent: ['payment_intent'],
  },
  payment_method: { customer: ['customer'] },
  refund: {
    balance_transaction: ['balance_transaction'],
    charge: ['charge'],
    failure_balance_transaction: ['balance_transaction'],
    payment_intent: ['payment_intent'],
  },
  application_fee: {
    account: ['account'],
    balance_transaction: ['balance_transaction'],
    charge: ['charge'],
    originating_transaction: ['charge'],
  },
  dispute: { charge: ['charge'], payment_intent: ['payment_intent'] },
  payout: { balance_transaction: ['balance_transaction'], failure_balance_transaction: ['balance_transaction'] },
  fee_refund: { balance_transaction: ['balance_transaction'], fee: ['application_fee'] },
  balance_transaction: { source: ['charge', 'refund', 'dispute', 'payout', 'application_fee', 'fee_refund'] },
};

/** Stripe follows an expansion no deeper than this. @see https://docs.stripe.com/expand */
const MAX_DEPTH = 4;

type Plain = Record<string, unknown>;

/**
 * Puts the objects that `expand[]` asks for in place of their ids.
 * @throws ApiError 400 for a field that can't be expanded
 */
export function expandAnswer(context: Context, object: object, paths: readonly string[]): object {
  return paths.reduce<object>((answer, path) => {
    const fields = path.split('.');
    if (fields.length > MAX_DEPTH) throw invalidRequest(`You cannot expand more than ${MAX_DEPTH} levels of a property.`, { param: 'expand' });
    return expandPath(context, answer, fields, path);
  }, object);
}

function expandPath(context: Context, object: object, [field, ...rest]: readonly string[], path: string): object {
  if (field === undefined) return object;
  const plain = object as Plain;
  if (plain['object'] === 'list' && field === 'data') {
    const items = plain['data'] as object[];
    return { ...plain, data: items.map((item) => expandPath(context, item, rest, path)) };
  }
  if (plain['object'] === 'charge' && field === 'refunds') return { ...plain, refunds: refundsOf(context, String(plain['id'])) };
  const kinds = REFERENCES[String(plain['object'])]?.[field];
  if (kinds === undefined) throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
  const value = plain[field];
  const referred = typeof value === 'string' ? findObject(context, kinds, value) : value;
  if (referred === null || referred === undefined) return plain;
  return { ...plain, [field]: expandPath(context, referred as object, rest, path) };
}

function findObject(context: Context, kinds: readonly Kind[], id: string): object | null {
  for (const kind of kinds) {
    const record = context.store.get(kind, id);
    if (record !== undefined && 'object' in record) return (record as Owned<object>).object;
  }
  return null;
}

function refundsOf(context: Context, charge: string): object {
  const data: object[] = [];
  for (const { object } of context.store.newestOf('refund', context.account)) if (object.charge === charge) data.push(object);
  return { object: 'list', data, has_more: false, url: `/v1/charges/${charge}/refunds` };
}
