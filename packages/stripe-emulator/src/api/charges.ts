import type Stripe from 'stripe';
import { resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { clearable, metadata, text, unsupportedParameters } from '../http/parameters.ts';
import { getCharge } from '../payments/get-charge.ts';
import { mergeMetadata } from './metadata.ts';

const retrieveCharge = operation({
  method: 'get',
  path: '/v1/charges/:id',
  parameters: {},
  run: (context, _input, { id }) => getCharge(context, id).object,
});

const updateCharge = operation({
  method: 'post',
  path: '/v1/charges/:id',
  parameters: {
    ...unsupportedParameters('customer', 'fraud_details', 'receipt_email', 'shipping', 'transfer_group'),
    description: clearable(text()),
    metadata: metadata(),
  } satisfies Declared<Stripe.ChargeUpdateParams>,
  run(context, input, { id }) {
    const record = getCharge(context, id);
    const { object: charge } = record;
    const object = {
      ...charge,
      description: input.description === undefined ? charge.description : input.description,
      metadata: mergeMetadata(charge.metadata, input.metadata),
    };
    context.store.put('charge', id, { ...record, object });
    return object;
  },
});

const listCharges = operation({
  method: 'get',
  path: '/v1/charges',
  parameters: { ...timedPageParameters, ...unsupportedParameters('transfer_group'), customer: text(), payment_intent: text() } satisfies Declared<Stripe.ChargeListParams>,
  run(context, input) {
    const { payment_intent: intent } = input;
    if (intent !== undefined && context.store.get('payment_intent', intent)?.account !== context.account) {
      throw resourceMissing('payment_intent', intent, 'payment_intent');
    }
    return pageOf(context, 'charge', '/v1/charges', input, (charge) => (intent === undefined || charge.payment_intent === intent) && (input.customer === undefined || charge.customer === input.customer));
  },
});

export const charges: readonly Operation[] = [listCharges, retrieveCharge, updateCharge];
