import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, timedPageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { boolean, listOf, text } from '../http/parameters.ts';
import { withPendingWebhooks } from '../webhooks/pending-webhooks.ts';

const retrieveEvent = operation({
  method: 'get',
  path: '/v1/events/:id',
  parameters: {},
  run(context, _input, { id }) {
    const record = context.store.get('event', id);
    if (record === undefined || record.account !== context.account) throw resourceMissing('event', id);
    return withPendingWebhooks(context.store, record.object);
  },
});

const listEvents = operation({
  method: 'get',
  path: '/v1/events',
  parameters: { ...timedPageParameters, delivery_success: boolean(), type: text(), types: listOf(text()) } satisfies Declared<Stripe.EventListParams>,
  run(context, input) {
    if (input.type !== undefined && input.types !== undefined) throw invalidRequest('You may not provide both type and types.', { param: 'types' });
    const wanted = input.types ?? (input.type === undefined ? null : [input.type]);
    const page = pageOf(
      context,
      'event',
      '/v1/events',
      input,
      (event) => (wanted === null || wanted.some((pattern) => matches(pattern, event))) && delivered(context, event, input.delivery_success),
    );
    return { ...page, data: page.data.map((event) => withPendingWebhooks(context.store, event)) };
  },
});

export const events: readonly Operation[] = [listEvents, retrieveEvent];

/** `charge.*` stands for every event that begins so. */
function matches(pattern: string, event: Stripe.Event): boolean {
  return pattern.endsWith('*') ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern;
}

function delivered(context: Context, event: Stripe.Event, wanted: boolean | undefined): boolean {
  return wanted === undefined || (withPendingWebhooks(context.store, event).pending_webhooks === 0) === wanted;
}
