import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { schedule } from '../scheduler.ts';
import { newId } from '../store/ids.ts';
import type { DeliveryRecord, WebhookEndpointRecord } from '../store/records.ts';
import { delayOf } from './webhook-faults.ts';

/** Queues an event for every endpoint that listens to its type and its account, unless a planted fault has it otherwise. */
export function queueDeliveries(context: Context, event: Stripe.Event): void {
  for (const endpoint of context.store.all('webhook_endpoint')) {
    if (listens(endpoint, event, context.account)) queueWithFaults(context, event, endpoint.object.id);
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
  { lane = laneOf(event, endpoint), delayMs = 0, dropped = false }: { lane?: string; delayMs?: number; dropped?: boolean } = {},
): DeliveryRecord {
  const dueAtMs = context.clock.now() + delayMs;
  const delivery: DeliveryRecord = {
    id: newId('wd'),
    event: event.id,
    endpoint,
    lane,
    state: dropped ? 'abandoned' : 'pending',
    attempts: 0,
    dueAtMs,
    firstDueAtMs: dueAtMs,
    lastStatus: null,
    lastError: dropped ? 'dropped by a planted fault' : null,
  };
  context.store.put('delivery', delivery.id, delivery);
  return delivery;
}

/** Queues the delivery that a planted fault has kept back, if nothing has overtaken it yet. */
export function queueWithheld(context: Pick<Context, 'store' | 'clock'>, id: string): void {
  const withheld = context.store.get('withheld_delivery', id);
  if (withheld === undefined) return;
  context.store.delete('withheld_delivery', id);
  const event = context.store.get('event', withheld.eventId)?.object;
  if (event !== undefined) queueDelivery(context, event, withheld.endpoint);
}

function queueWithFaults(context: Context, event: Stripe.Event, endpoint: string): void {
  const fault = context.webhookFaults.take({ event, endpoint, account: context.account });
  if (fault?.kind === 'reorder') {
    const id = newId('withheld');
    context.store.put('withheld_delivery', id, { id, eventId: event.id, endpoint, lane: laneOf(event, endpoint) });
    schedule(context, { kind: 'queue_withheld', id }, delayOf(fault));
    return;
  }
  queueDelivery(context, event, endpoint, { delayMs: fault?.kind === 'delay' ? delayOf(fault) : 0, dropped: fault?.kind === 'drop' });
  if (fault?.kind === 'duplicate') queueDelivery(context, event, endpoint, { lane: newId('duplicate'), delayMs: delayOf(fault) });
  // This one has overtaken those that were kept back for it.
  for (const withheld of Array.from(context.store.all('withheld_delivery'))) if (withheld.lane === laneOf(event, endpoint)) queueWithheld(context, withheld.id);
}

function laneOf(event: Stripe.Event, endpoint: string): string {
  return `${endpoint} ${event.account ?? 'platform'}`;
}

function listens(endpoint: WebhookEndpointRecord, event: Stripe.Event, owner: string): boolean {
  if (endpoint.object.status !== 'enabled') return false;
  const ofItsAccount = endpoint.connect ? event.account !== undefined : endpoint.account === owner;
  return ofItsAccount && endpoint.object.enabled_events.some((type) => type === '*' || type === event.type);
}
