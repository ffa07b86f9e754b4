import type { Context } from '../context.ts';
import { resourceMissing } from '../http/api-error.ts';
import { newId } from '../store/ids.ts';
import type { DeliveryRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { queueDelivery } from '../webhooks/queue-deliveries.ts';

/** A delivery with what it carries and where it goes. */
export interface DeliveryView extends DeliveryRecord {
  readonly type: string | null;
  readonly account: string | null;
  readonly url: string | null;
}

/** The deliveries, oldest first, narrowed by `state`, `event` or `type`. */
export function listDeliveries(store: Store, filter: Readonly<Record<string, string>>): DeliveryView[] {
  const views: DeliveryView[] = [];
  for (const delivery of store.all('delivery')) {
    const view = viewOf(store, delivery);
    const wanted = (['state', 'event', 'type'] as const).every((name) => filter[name] === undefined || filter[name] === view[name]);
    if (wanted) views.push(view);
  }
  return views;
}

/** Sends an event again, past the queue: to every endpoint that it went to, or to one. */
export function redeliver(context: Context, id: string, input: { endpoint?: string; times?: number; delay_ms?: number }): DeliveryView[] {
  const event = context.store.get('event', id);
  if (event === undefined) throw resourceMissing('event', id);
  const before = Array.from(context.store.newestOf('delivery', id), (delivery) => delivery.endpoint);
  const endpoints = input.endpoint === undefined ? new Set(before) : [input.endpoint];
  const views: DeliveryView[] = [];
  for (const endpoint of endpoints) {
    for (let time = 0; time < (input.times ?? 1); time += 1) {
      const delivery = queueDelivery(context, event.object, endpoint, { lane: newId('redelivery'), delayMs: input.delay_ms ?? 0 });
      views.push(viewOf(context.store, delivery));
    }
  }
  return views;
}

function viewOf(store: Store, delivery: DeliveryRecord): DeliveryView {
  const event = store.get('event', delivery.event)?.object;
  const endpoint = store.get('webhook_endpoint', delivery.endpoint)?.object;
  return { ...delivery, type: event?.type ?? null, account: event?.account ?? null, url: endpoint?.url ?? null };
}
