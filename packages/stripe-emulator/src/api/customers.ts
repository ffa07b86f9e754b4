import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, pageParameters, timedPageParameters } from '../http/pagination.ts';
import type { Declared, Parameters } from '../http/parameters.ts';
import { clearable, hash, listOf, metadata, oneOf, text, unsupportedParameters } from '../http/parameters.ts';
import { NO_ADDRESS, getMethod } from '../payments/cards.ts';
import { getCustomer } from '../payments/customers.ts';
import { attachMethod, detachMethod } from '../payments/saved-methods.ts';
import { newId, randomText } from '../store/ids.ts';
import { mergeMetadata } from './metadata.ts';
import { addressParameters } from './payment-method-data.ts';

const notEmulated = unsupportedParameters(
  'balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix', 'invoice_settings', 'next_invoice_sequence', 'shipping', 'source', 'tax',
  'tax_exempt', 'validate',
);

const details = {
  address: clearable(hash(addressParameters)),
  description: clearable(text()),
  email: clearable(text(512)),
  metadata: metadata(),
  name: clearable(text(256)),
  phone: clearable(text(20)),
  preferred_locales: listOf(text()),
};

const createCustomer = operation({
  method: 'post',
  path: '/v1/customers',
  parameters: { ...notEmulated, ...unsupportedParameters('tax_id_data', 'test_clock'), ...details, payment_method: text() } satisfies Declared<Stripe.CustomerCreateParams>,
  run(context, input) {
    const customer = put(context, withDetails(newCustomer(context), input));
    emitEvent(context, 'customer.created', customer);
    if (input.payment_method !== undefined) attachMethod(context, getMethod(context, input.payment_method), customer.id);
    return customer;
  },
});

const retrieveCustomer = operation({
  method: 'get',
  path: '/v1/customers/:id',
  parameters: {},
  run(context, _input, { id }) {
    const record = context.store.get('customer', id);
    if (record === undefined || record.account !== context.account) throw resourceMissing('customer', id);
    return record.object;
  },
});

const updateCustomer = operation({
  method: 'post',
  path: '/v1/customers/:id',
  parameters: { ...notEmulated, ...unsupportedParameters('default_source'), ...details } satisfies Declared<Stripe.CustomerUpdateParams>,
  run(context, input, { id }) {
    const before = getCustomer(context, id, 'id');
    const customer = put(context, withDetails(before, input));
    emitEvent(context, 'customer.updated', customer, changed(before, customer));
    return customer;
  },
});

const deleteCustomer = operation({
  method: 'delete',
  path: '/v1/customers/:id',
  parameters: {},
  run(context, _input, { id }) {
    const customer = getCustomer(context, id, 'id');
    for (const method of Array.from(context.store.newestOf('payment_method', context.account))) if (method.object.customer === id) detachMethod(context, method);
    const object: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
    context.store.put('customer', id, { account: context.account, object });
    emitEvent(context, 'customer.deleted', customer);
    return object;
  },
});

const listCustomers = operation({
  method: 'get',
  path: '/v1/customers',
  parameters: { ...timedPageParameters, ...unsupportedParameters('test_clock'), email: text(512) } satisfies Declared<Stripe.CustomerListParams>,
  run: (context, input) =>
    pageOf(context, 'customer', '/v1/customers', input, (customer) => customer.deleted !== true && (input.email === undefined || customer.email === input.email)),
});

const listCustomersMethods = operation({
  method: 'get',
  path: '/v1/customers/:id/payment_methods',
  parameters: { ...pageParameters, allow_redisplay: oneOf('always', 'limited', 'unspecified'), type: text() } satisfies Declared<Stripe.CustomerListPaymentMethodsParams>,
  run(context, input, { id }) {
    getCustomer(context, id);
    return pageOf(
      context,
      'payment_method',
      `/v1/customers/${id}/payment_methods`,
      input,
      (method) =>
        method.customer === id &&
        (input.type === undefined || method.type === input.type) &&
        (input.allow_redisplay === undefined || method.allow_redisplay === input.allow_redisplay),
    );
  },
});

const retrieveCustomersMethod = operation({
  method: 'get',
  path: '/v1/customers/:id/payment_methods/:childId',
  parameters: {},
  run(context, _input, { id, childId }) {
    getCustomer(context, id);
    const record = context.store.get('payment_method', childId);
    if (record === undefined || record.object.customer !== id) throw resourceMissing('PaymentMethod', childId, 'payment_method');
    return record.object;
  },
});

export const customers: readonly Operation[] = [
  createCustomer,
  listCustomers,
  retrieveCustomer,
  updateCustomer,
  deleteCustomer,
  listCustomersMethods,
  retrieveCustomersMethod,
];

function newCustomer(context: Context): Stripe.Customer {
  return {
    id: newId('cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: toUnixSeconds(context.clock.now()),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

function withDetails(customer: Stripe.Customer, input: Parameters<typeof details>): Stripe.Customer {
  const { address, metadata: given, ...plain } = input;
  return {
    ...customer,
    ...plain,
    ...(address === undefined ? {} : { address: address === null ? null : { ...NO_ADDRESS, ...address } }),
    metadata: mergeMetadata(customer.metadata, given),
  };
}

function put(context: Context, object: Stripe.Customer): Stripe.Customer {
  context.store.put('customer', object.id, { account: context.account, object });
  return object;
}

function changed(before: Stripe.Customer, after: Stripe.Customer): Partial<Stripe.Customer> {
  const names = Object.keys(after) as Array<keyof Stripe.Customer>;
  return Object.fromEntries(names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, before[name]]));
}
