import type { WebhookEndpoint, WebhookEndpointWithSecret } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type WebhookEndpointId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { WebhookActor, WebhooksContext } from './context.ts';
import { resumeDeliveries, suspendDeliveries } from './delivery-repository.ts';
import { deleteEndpoint, expireSecrets, findEndpoint, findEndpointForUpdate, insertEndpoint, insertSecret, listEndpoints, updateEndpoint } from './endpoint-repository.ts';
import { parseEndpointUrl } from './endpoint-url.ts';
import { presentEndpoint, type EndpointRow } from './endpoint.ts';
import { WebhookEndpointLimitError, WebhookEndpointNotFoundError } from './errors.ts';
import { secretPlace } from './secret-place.ts';
import { generateWebhookSecret } from './sign-delivery.ts';

/** In each mode; every event is sent to each of them. */
const MAX_ENDPOINTS = 16;

export interface EndpointInput {
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description?: string | undefined;
}

/**
 * Makes an endpoint that listens from now on.
 * @returns it with the secret that it is signed with, which is shown at no other time
 * @throws InvalidRequestError for an address that is none of the public internet's; WebhookEndpointLimitError
 */
export async function createWebhookEndpoint(context: WebhooksContext, tx: TenantTx, input: EndpointInput, by: WebhookActor): Promise<WebhookEndpointWithSecret> {
  const url = parseEndpointUrl(input.url, context.outbound.rules);
  // Two requests at once may come to one more than that; no harm is done.
  if ((await listEndpoints(tx, by.now)).length >= MAX_ENDPOINTS) throw new WebhookEndpointLimitError(MAX_ENDPOINTS);
  const id = newId<WebhookEndpointId>();
  await insertEndpoint(tx, id, { url: url.href, description: input.description ?? '', eventTypes: distinct(input.eventTypes) }, by.now);
  const secret = await addSecret(context, tx, id, by.now);
  await audit(tx, by, 'created', id, { host: url.host, eventTypes: distinct(input.eventTypes) });
  return { endpoint: await readEndpoint(tx, id, by.now), secret };
}

/**
 * Replaces an endpoint's settings. Saving an enabled one tries all that waits for it again at once.
 * @throws InvalidRequestError, WebhookEndpointNotFoundError
 */
export async function updateWebhookEndpoint(
  context: WebhooksContext, tx: TenantTx, id: WebhookEndpointId, input: EndpointInput & Pick<EndpointRow, 'status'>, by: WebhookActor,
): Promise<WebhookEndpoint> {
  const url = parseEndpointUrl(input.url, context.outbound.rules);
  const before = await findEndpointForUpdate(tx, id, by.now);
  if (!before) throw new WebhookEndpointNotFoundError();
  const settings = { url: url.href, description: input.description ?? before.description, eventTypes: distinct(input.eventTypes), status: input.status };
  await updateEndpoint(tx, id, settings, by.now);
  if (input.status === 'enabled') await resumeDeliveries(tx, id, by.now);
  else await suspendDeliveries(tx, id);
  await audit(tx, by, 'updated', id, { host: url.host, eventTypes: settings.eventTypes, status: { from: before.status, to: input.status } });
  return readEndpoint(tx, id, by.now);
}

/** @throws WebhookEndpointNotFoundError */
export async function deleteWebhookEndpoint(tx: TenantTx, id: WebhookEndpointId, by: WebhookActor): Promise<void> {
  const before = await findEndpointForUpdate(tx, id, by.now);
  if (!before) throw new WebhookEndpointNotFoundError();
  await deleteEndpoint(tx, id);
  await audit(tx, by, 'deleted', id, { host: new URL(before.url).host });
}

/**
 * Gives an endpoint a new secret. Deliveries are signed with the old one, too, for a while; one that was being replaced already ends.
 * @throws WebhookEndpointNotFoundError
 */
export async function rotateWebhookSecret(
  context: WebhooksContext, tx: TenantTx, input: { id: WebhookEndpointId; overlapHours: number }, by: WebhookActor,
): Promise<WebhookEndpointWithSecret> {
  const { id, overlapHours } = input;
  if (!(await findEndpointForUpdate(tx, id, by.now))) throw new WebhookEndpointNotFoundError();
  const expiresAt = new Date(by.now.getTime() + overlapHours * 3_600_000);
  await expireSecrets(tx, id, expiresAt);
  const secret = await addSecret(context, tx, id, by.now);
  await audit(tx, by, 'secret_rotated', id, { expiresAt: expiresAt.toISOString() });
  return { endpoint: await readEndpoint(tx, id, by.now), secret };
}

/** @throws WebhookEndpointNotFoundError */
export async function readEndpoint(tx: TenantTx, id: WebhookEndpointId, now: Date): Promise<WebhookEndpoint> {
  const row = await findEndpoint(tx, id, now);
  if (!row) throw new WebhookEndpointNotFoundError();
  return presentEndpoint(row);
}

async function addSecret(context: WebhooksContext, tx: TenantTx, endpointId: WebhookEndpointId, now: Date): Promise<string> {
  const [id, secret] = [newId(), generateWebhookSecret()];
  await insertSecret(tx, endpointId, { id, sealedSecret: await context.secrets.sealSecret(tx, secretPlace(id), secret, now) }, now);
  return secret;
}

/** The host alone: an address may carry a secret of the receiver's. */
async function audit(tx: TenantTx, by: WebhookActor, what: string, id: WebhookEndpointId, change: Parameters<typeof recordAudit>[1]['change']): Promise<void> {
  await recordAudit(tx, { actor: by.actor, action: `webhook_endpoint.${what}`, entity: 'webhook_endpoint', entityId: id, ...(change === undefined ? {} : { change }), requestId: by.requestId, at: by.now });
}

function distinct(eventTypes: readonly string[]): string[] {
  return eventTypes.includes('*') ? ['*'] : [...new Set(eventTypes)];
}
