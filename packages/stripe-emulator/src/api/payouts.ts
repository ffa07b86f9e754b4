import type Stripe from 'stripe';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { isWithin, pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { integer, metadata, oneOf, required, text, timeRange, unsupported } from '../http/parameters.ts';
import { emitEvent } from '../events/emit-event.ts';
import { assertCurrency } from '../payments/amounts.ts';
import { cancelPayout, getPayout, requestPayout } from '../payments/payouts.ts';
import { mergeMetadata } from './metadata.ts';

const createPayout = operation({
  method: 'post',
  path: '/v1/payouts',
  parameters: {
    amount: required(integer()),
    currency: required(text()),
    description: text(),
    destination: unsupported(),
    metadata: metadata(),
    method: oneOf('standard'),
    payout_method: unsupported(),
    source_type: oneOf('card'),
    statement_descriptor: text(22),
  } satisfies Declared<Stripe.PayoutCreateParams>,
  run: (context, input) =>
    requestPayout(context, {
      amount: input.amount,
      currency: assertCurrency(input.currency),
      description: input.description ?? null,
      metadata: input.metadata ?? {},
      statementDescriptor: input.statement_descriptor ?? null,
    }),
});

const retrievePayout = operation({
  method: 'get',
  path: '/v1/payouts/:id',
  parameters: {},
  run: (context, _input, { id }) => getPayout(context, id).object,
});

const updatePayout = operation({
  method: 'post',
  path: '/v1/payouts/:id',
  parameters: { metadata: metadata() } satisfies Declared<Stripe.PayoutUpdateParams>,
  run(context, input, { id }) {
    const record = getPayout(context, id);
    const object: Stripe.Payout = { ...record.object, metadata: mergeMetadata(record.object.metadata ?? {}, input.metadata) };
    context.store.put('payout', id, { ...record, object });
    emitEvent(context, 'payout.updated', object, { metadata: record.object.metadata });
    return object;
  },
});

const cancelPendingPayout = operation({
  method: 'post',
  path: '/v1/payouts/:id/cancel',
  parameters: {} satisfies Declared<Stripe.PayoutCancelParams>,
  run: (context, _input, { id }) => cancelPayout(context, getPayout(context, id)),
});

const listPayouts = operation({
  method: 'get',
  path: '/v1/payouts',
  parameters: { ...timedPageParameters, arrival_date: timeRange(), destination: text(), status: oneOf('pending', 'in_transit', 'paid', 'failed', 'canceled') } satisfies Declared<Stripe.PayoutListParams>,
  run: (context, input) =>
    pageOf(
      context,
      'payout',
      '/v1/payouts',
      input,
      (payout) =>
        (input.status === undefined || payout.status === input.status) &&
        (input.destination === undefined || payout.destination === input.destination) &&
        isWithin(payout.arrival_date, input.arrival_date),
    ),
});

export const payouts: readonly Operation[] = [createPayout, listPayouts, retrievePayout, updatePayout, cancelPendingPayout];
