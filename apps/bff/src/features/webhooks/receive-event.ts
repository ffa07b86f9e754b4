import { enqueueOutbox } from '../../platform/db/outbox.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { EventReceiver } from '../events/index.ts';
import type { WebhooksContext } from './context.ts';
import { insertDeliveries } from './delivery-repository.ts';

/** Makes an event's deliveries, once however often it is handed over, and the work that follows from them. */
export function createWebhookReceiver({ app, clock }: Pick<WebhooksContext, 'app' | 'clock'>): EventReceiver {
  return (scope, event) => withTenant(app, scope, async (tx) => {
    const now = clock.now();
    for (const endpointId of await insertDeliveries(tx, event, now)) {
      await enqueueOutbox(tx, 'webhook.send', { endpointId, subjectId: event.subjectId }, now);
    }
  });
}
