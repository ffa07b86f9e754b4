import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { resourceMissing } from '../http/api-error.ts';

/** @throws ApiError 404 when the account has no such customer, or had one that was deleted */
export function getCustomer(context: Context, id: string, param = 'customer'): Stripe.Customer {
  const record = context.store.get('customer', id);
  if (record === undefined || record.account !== context.account || record.object.deleted === true) throw resourceMissing('customer', id, param);
  return record.object;
}
