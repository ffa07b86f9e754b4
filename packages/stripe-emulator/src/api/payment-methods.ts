import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, pageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { hash, integer, metadata, missing, oneOf, text, unsupported, unsupportedParameters } from '../http/parameters.ts';
import { getMethod } from '../payments/cards.ts';
import { getCustomer } from '../payments/customers.ts';
import { attachMethod, detachMethod } from '../payments/saved-methods.ts';
import type { PaymentMethodRecord } from '../store/records.ts';
import { billingParameters, methodFromData, methodParameters, withBilling } from './payment-method-data.ts';
import { mergeMetadata } from './metadata.ts';

const allowRedisplay = oneOf('always', 'limited', 'unspecified');

const createPaymentMethod = operation({
  method: 'post',
  path: '/v1/payment_methods',
  publishable: true,
  parameters: { ...methodParameters, customer: unsupported(), payment_method: unsupported() },
  run: (context, input) => methodFromData(context, input).object,
});

const retrievePaymentMethod = operation({
  method: 'get',
  path: '/v1/payment_methods/:id',
  parameters: {},
  run: (context, _input, { id }) => getStoredMethod(context, id).object,
});

const updatePaymentMethod = operation({
  method: 'post',
  path: '/v1/payment_methods/:id',
  parameters: {
    ...unsupportedParameters('us_bank_account'),
    allow_redisplay: allowRedisplay,
    billing_details: hash(billingParameters),
    card: hash({ exp_month: integer(), exp_year: integer(), networks: unsupported() }),
    metadata: metadata(),
  } satisfies Declared<Stripe.PaymentMethodUpdateParams>,
  run(context, input, { id }) {
    const record = getStoredMethod(context, id);
    const { object: before } = record;
    const { card } = before;
    const { exp_month: expMonth, exp_year: expYear } = input.card ?? {};
    const object: Stripe.PaymentMethod = {
      ...before,
      allow_redisplay: input.allow_redisplay ?? before.allow_redisplay ?? 'unspecified',
      billing_details: withBilling(before.billing_details, input.billing_details),
      metadata: mergeMetadata(before.metadata ?? {}, input.metadata),
      ...(card === undefined ? {} : { card: { ...card, exp_month: expMonth ?? card.exp_month, exp_year: expYear ?? card.exp_year } }),
    };
    context.store.put('payment_method', id, { ...record, object });
    emitEvent(context, 'payment_method.updated', object);
    return object;
  },
});

const attachPaymentMethod = operation({
  method: 'post',
  path: '/v1/payment_methods/:id/attach',
  parameters: { ...unsupportedParameters('customer_account'), customer: text() } satisfies Declared<Stripe.PaymentMethodAttachParams>,
  run(context, input, { id }) {
    if (input.customer === undefined) throw missing('customer');
    return attachMethod(context, getMethod(context, id), input.customer).object;
  },
});

const detachPaymentMethod = operation({
  method: 'post',
  path: '/v1/payment_methods/:id/detach',
  parameters: {} satisfies Declared<Stripe.PaymentMethodDetachParams>,
  run: (context, _input, { id }) => detachMethod(context, getStoredMethod(context, id)).object,
});

const listPaymentMethods = operation({
  method: 'get',
  path: '/v1/payment_methods',
  parameters: { ...pageParameters, ...unsupportedParameters('customer_account'), allow_redisplay: allowRedisplay, customer: text(), type: text() } satisfies Declared<Stripe.PaymentMethodListParams>,
  run(context, input) {
    if (input.customer !== undefined) getCustomer(context, input.customer);
    return pageOf(
      context,
      'payment_method',
      '/v1/payment_methods',
      input,
      (method) =>
        (input.customer === undefined ? method.customer !== null : method.customer === input.customer) &&
        (input.type === undefined || method.type === input.type) &&
        (input.allow_redisplay === undefined || method.allow_redisplay === input.allow_redisplay),
    );
  },
});

export const paymentMethods: readonly Operation[] = [
  createPaymentMethod,
  listPaymentMethods,
  retrievePaymentMethod,
  updatePaymentMethod,
  attachPaymentMethod,
  detachPaymentMethod,
];

function getStoredMethod(context: Context, id: string): PaymentMethodRecord {
  const record = context.store.get('payment_method', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('PaymentMethod', id, 'payment_method');
  return record;
}
