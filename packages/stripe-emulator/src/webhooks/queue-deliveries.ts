import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { newId } from '../store/ids.ts';
import type { DeliveryRecord, WebhookEndpointRecord } from '../store/records.ts';

/** Queues an event for every endpoint that listens to its type and its account. */
export function queueDeliveries(context: Context, event: Stripe.Event): void {
  for (const endpoint of context.store.all('webhook_endpoint')) {
    if (listens(endpoint, event, context.account)) queueDelivery(context, event, endpoint.object.id);
  }
}

/**
 * Queues one delivery; deliveries in one lane keep their order, and don't wait for other lanes.
 * @param lane the endpoint and the event's account, unless it's a delivery that should overtake
 */
export function queueDelivery(
  context: Pick<Context, 'store' | 'clock'>,
  event: Stripe.Event,
  endpoint: string,
  { lane = `${endpoint} ${event.account ?? 'platform'}`, delayMs = 0 }: { lane?: string; delayMs?: number } = {},
): DeliveryRecord {
  const dueAtMs = context.clock.now() + delayMs;
  const delivery: DeliveryRecord = {
    id: newId('wd'),
    event: event.id,
    endpoint,
    lane,
    state: 'pending',
    attempts: 0,
    dueAtMs,
    firstDueAtMs: dueAtMs,
    lastStatus: null,
    lastError: null,
  };
  context.store.put('delivery', delivery.id, delivery);
  return delivery;
}

function listens(endpoint: WebhookEndpointRecord, event: Stripe.Event, owner: string): boolean {
  if (endpoint.object.status !== 'enabled') return false;
  const ofItsAccount = endpoint.connect ? event.account !== undefined : endpoint.account === owner;
  return ofItsAccount && endpoint.object.enabled_events.some((type) => type === '*' || type === event.type);
}
