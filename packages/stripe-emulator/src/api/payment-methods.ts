import { resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { unsupported } from '../http/parameters.ts';
import { methodParameters, methodFromData } from './payment-method-data.ts';

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
  run(context, _input, { id }) {
    const record = context.store.get('payment_method', id);
    if (record === undefined || record.account !== context.account) throw resourceMissing('PaymentMethod', id, 'payment_method');
    return record.object;
  },
});

export const paymentMethods: readonly Operation[] = [createPaymentMethod, retrievePaymentMethod];
