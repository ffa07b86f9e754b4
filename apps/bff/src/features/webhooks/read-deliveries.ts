import type { WebhookDelivery, WebhookDeliveryList } from '@mais/contract';
import { enqueueOutbox } from '../../platform/db/outbox.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { WebhookActor } from './context.ts';
import { listAttempts, listDeliveries, restartDelivery, type DeliveryRow } from './delivery-repository.ts';
import { findEndpointForUpdate } from './endpoint-repository.ts';
import { WebhookDeliveryNotFoundError, WebhookEndpointDisabledError, WebhookEndpointNotFoundError } from './errors.ts';
import { readEndpoint } from './manage-endpoints.ts';

const PAGE = 50;

/**
 * The deliveries of an endpoint with their attempts, newest first.
 * @throws WebhookEndpointNotFoundError
 */
export async function readDeliveries(
  tx: TenantTx, endpointId: WebhookEndpointId, filter: { status: WebhookDelivery['status'] | null; before: string | null }, now: Date,
): Promise<WebhookDeliveryList> {
  await readEndpoint(tx, endpointId, now);
  const rows = await listDeliveries(tx, endpointId, { ...filter, limit: PAGE + 1 });
  return { deliveries: await withAttempts(tx, rows.slice(0, PAGE)), hasMore: rows.length > PAGE };
}

/**
 * Sends a delivery again, also one that arrived; what comes after it waits for it.
 * @throws WebhookEndpointNotFoundError, WebhookDeliveryNotFoundError, WebhookEndpointDisabledError
 */
export async function replayDelivery(tx: TenantTx, input: { endpointId: WebhookEndpointId; id: WebhookDeliveryId }, by: WebhookActor): Promise<WebhookDelivery> {
  const { endpointId, id } = input;
  const endpoint = await findEndpointForUpdate(tx, endpointId, by.now);
  if (!endpoint) throw new WebhookEndpointNotFoundError();
  const [known] = await listDeliveries(tx, endpointId, { id });
  if (!known) throw new WebhookDeliveryNotFoundError();
  if (endpoint.status === 'disabled') throw new WebhookEndpointDisabledError();
  const lane = await restartDelivery(tx, endpointId, id, by.now);
  if (!lane) throw new WebhookDeliveryNotFoundError();
  await enqueueOutbox(tx, 'webhook.send', { ...lane }, by.now);
  await recordAudit(tx, {
    actor: by.actor, action: 'webhook_delivery.replayed', entity: 'webhook_delivery', entityId: id, change: { webhookEndpointId: endpointId }, requestId: by.requestId, at: by.now,
  });
  const [delivery] = await withAttempts(tx, await listDeliveries(tx, endpointId, { id }));
  return delivery as WebhookDelivery;
}

async function withAttempts(tx: TenantTx, rows: readonly DeliveryRow[]): Promise<WebhookDelivery[]> {
  const attempts = await listAttempts(tx, rows.map(({ id }) => id));
  return rows.map((row) => ({
    ...row,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    attempts: attempts
      .filter(({ deliveryId }) => deliveryId === row.id)
      .map(({ attemptedAt, durationMs, statusCode, failure }) => ({ at: attemptedAt.toISOString(), durationMs, statusCode, failure })),
  }));
}
