import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { Context } from '../context.ts';
import { isConnected } from '../context.ts';
import { API_VERSION } from '../http/authenticate.ts';
import { newId } from '../store/ids.ts';
import { queueDeliveries } from '../webhooks/queue-deliveries.ts';

type EventOf<T extends Stripe.Event['type']> = Extract<Stripe.Event, { type: T }>;

/**
 * Records that something happened on the context's account, and queues it for every endpoint that listens.
 * @param previous what the object's changed fields were before, where that matters
 */
export function emitEvent<T extends Stripe.Event['type']>(
  context: Context,
  type: T,
  object: EventOf<T>['data']['object'],
  previous?: EventOf<T>['data']['previous_attributes'],
): void {
  const event = {
    id: newId('evt'),
    object: 'event',
    ...(isConnected(context) ? { account: context.account } : {}),
    api_version: API_VERSION,
    created: toUnixSeconds(context.clock.now()),
    data: { object: structuredClone(object), ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: context.request.id, idempotency_key: context.request.idempotencyKey },
    type,
  } satisfies Stripe.EventBase;
  // The union of events can't be narrowed by a type parameter; the parameters above are what ties the type to its object.
  const asEvent = event as unknown as Stripe.Event;
  context.store.put('event', event.id, { account: context.account, object: asEvent });
  queueDeliveries(context, asEvent);
}
