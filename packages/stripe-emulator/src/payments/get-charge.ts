import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { ChargeRecord } from '../store/records.ts';
import { getIntent } from './intents.ts';

/** @throws ApiError 404 when the account has no such charge */
export function getCharge(context: Context, id: string, param = 'id'): ChargeRecord {
  const record = context.store.get('charge', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('charge', id, param);
  return record;
}

/** @throws ApiError 404 when the account has no such intent, 400 when it has no successful charge */
export function getChargeOfIntent(context: Context, id: string): ChargeRecord {
  const { object: intent } = getIntent(context, id);
  if (intent.status !== 'succeeded' || intent.latest_charge === null) {
    throw invalidRequest(`This PaymentIntent (${id}) does not have a successful charge to refund.`, { param: 'payment_intent' });
  }
  return getCharge(context, String(intent.latest_charge));
}
