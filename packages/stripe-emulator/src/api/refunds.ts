import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { boolean, integer, metadata, missing, oneOf, text, unsupportedParameters } from '../http/parameters.ts';
import { getCharge, getChargeOfIntent } from '../payments/get-charge.ts';
import { refundCharge } from '../payments/refund-charge.ts';
import type { Owned } from '../store/records.ts';
import { mergeMetadata } from './metadata.ts';

const createRefund = operation({
  method: 'post',
  path: '/v1/refunds',
  parameters: {
    ...unsupportedParameters('currency', 'customer', 'instructions_email', 'origin', 'reverse_transfer'),
    amount: integer(),
    charge: text(),
    metadata: metadata(),
    payment_intent: text(),
    reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
    refund_application_fee: boolean(),
  } satisfies Declared<Stripe.RefundCreateParams>,
  run(context, input) {
    if (input.charge !== undefined && input.payment_intent !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.', { param: 'charge' });
    }
    return refundCharge(context, chargeToRefund(context, input), {
      amount: input.amount ?? null,
      metadata: input.metadata ?? {},
      reason: input.reason ?? null,
      refundApplicationFee: input.refund_application_fee ?? false,
    });
  },
});

const retrieveRefund = operation({
  method: 'get',
  path: '/v1/refunds/:id',
  parameters: {},
  run: (context, _input, { id }) => getRefund(context, id).object,
});

const updateRefund = operation({
  method: 'post',
  path: '/v1/refunds/:id',
  parameters: { metadata: metadata() } satisfies Declared<Stripe.RefundUpdateParams>,
  run(context, input, { id }) {
    const record = getRefund(context, id);
    const object: Stripe.Refund = { ...record.object, metadata: mergeMetadata(record.object.metadata ?? {}, input.metadata) };
    context.store.put('refund', id, { ...record, object });
    emitEvent(context, 'refund.updated', object, { metadata: record.object.metadata });
    return object;
  },
});

const listRefunds = operation({
  method: 'get',
  path: '/v1/refunds',
  parameters: { ...timedPageParameters, charge: text(), payment_intent: text() } satisfies Declared<Stripe.RefundListParams>,
  run: (context, input) =>
    pageOf(
      context,
      'refund',
      '/v1/refunds',
      input,
      (refund) =>
        (input.charge === undefined || refund.charge === input.charge) &&
        (input.payment_intent === undefined || refund.payment_intent === input.payment_intent),
    ),
});

export const refunds: readonly Operation[] = [createRefund, listRefunds, retrieveRefund, updateRefund];

function chargeToRefund(context: Context, { charge, payment_intent: intent }: { charge?: string; payment_intent?: string }): ReturnType<typeof getCharge> {
  if (charge !== undefined) return getCharge(context, charge, 'charge');
  if (intent !== undefined) return getChargeOfIntent(context, intent);
  throw missing('payment_intent');
}

function getRefund(context: Context, id: string): Owned<Stripe.Refund> {
  const record = context.store.get('refund', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('refund', id);
  return record;
}
