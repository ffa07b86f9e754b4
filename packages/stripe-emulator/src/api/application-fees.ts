import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, pageParameters, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { integer, metadata, text } from '../http/parameters.ts';
import { refundFee } from '../payments/refund-fee.ts';
import { mergeMetadata } from './metadata.ts';

const listApplicationFees = operation({
  method: 'get',
  path: '/v1/application_fees',
  parameters: { ...timedPageParameters, charge: text() } satisfies Declared<Stripe.ApplicationFeeListParams>,
  run: (context, input) =>
    pageOf(context, 'application_fee', '/v1/application_fees', input, (fee) => input.charge === undefined || fee.charge === input.charge),
});

const retrieveApplicationFee = operation({
  method: 'get',
  path: '/v1/application_fees/:id',
  parameters: {},
  run: (context, _input, { id }) => getFee(context, id),
});

const createFeeRefund = operation({
  method: 'post',
  path: '/v1/application_fees/:id/refunds',
  parameters: { amount: integer(), metadata: metadata() } satisfies Declared<Stripe.ApplicationFeeCreateRefundParams>,
  run(context, input, { id }) {
    const fee = getFee(context, id);
    return refundFee(context, fee, { amount: input.amount ?? fee.amount - fee.amount_refunded, metadata: input.metadata ?? {}, bookOnAccount: true });
  },
});

const listFeeRefunds = operation({
  method: 'get',
  path: '/v1/application_fees/:id/refunds',
  parameters: pageParameters satisfies Declared<Stripe.ApplicationFeeListRefundsParams>,
  run(context, input, { id }) {
    getFee(context, id);
    return pageOf(context, 'fee_refund', `/v1/application_fees/${id}/refunds`, input, (refund) => refund.fee === id);
  },
});

const retrieveFeeRefund = operation({
  method: 'get',
  path: '/v1/application_fees/:id/refunds/:childId',
  parameters: {},
  run: (context, _input, { id, childId }) => getFeeRefund(context, id, childId),
});

const updateFeeRefund = operation({
  method: 'post',
  path: '/v1/application_fees/:id/refunds/:childId',
  parameters: { metadata: metadata() } satisfies Declared<Stripe.ApplicationFeeUpdateRefundParams>,
  run(context, input, { id, childId }) {
    const refund = getFeeRefund(context, id, childId);
    const object: Stripe.FeeRefund = { ...refund, metadata: mergeMetadata(refund.metadata ?? {}, input.metadata) };
    context.store.put('fee_refund', childId, { account: context.account, object });
    return object;
  },
});

export const applicationFees: readonly Operation[] = [
  listApplicationFees,
  retrieveApplicationFee,
  createFeeRefund,
  listFeeRefunds,
  retrieveFeeRefund,
  updateFeeRefund,
];

function getFee(context: Context, id: string): Stripe.ApplicationFee {
  const record = context.store.get('application_fee', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('application fee', id);
  return record.object;
}

function getFeeRefund(context: Context, fee: string, id: string): Stripe.FeeRefund {
  getFee(context, fee);
  const record = context.store.get('fee_refund', id);
  if (record === undefined || record.object.fee !== fee) throw resourceMissing('fee refund', id);
  return record.object;
}
