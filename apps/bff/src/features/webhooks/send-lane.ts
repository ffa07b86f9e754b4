// Sends what waits in a lane, in order.
//
// 1. The first delivery of the lane is leased, if it is due. One that is not, or that another worker has, keeps the rest waiting.
// 2. It is sent outside of any transaction, signed with the secrets of that moment. Its body is the same at each attempt.
// 3. How it went is written down. After a success the next one follows; after a failure the whole lane waits.
//
// A worker that is killed between 2 and 3 leaves a lease that ends, and the delivery is sent again: at least once, never less.
import { withTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import { postOutbound, type OutboundOutcome } from '../../platform/outbound/send-outbound.ts';
import { retryPauseMs } from '../../platform/retry-pause.ts';
import { recordAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import type { WebhooksContext } from './context.ts';
import {
  findDeliveryContent, insertAttempt, leaseDelivery, moveDelivery, postponeLane, suspendDeliveries,
  type DeliveryContent, type Lane, type LeasedDelivery,
} from './delivery-repository.ts';
import { disableFailingEndpoint, findEndpointForUpdate, listSecrets, updateFailingSince } from './endpoint-repository.ts';
import { GIVE_UP_AFTER_MS, MAX_ATTEMPTS } from './retry-plan.ts';
import { secretPlace } from './secret-place.ts';
import { signDelivery } from './sign-delivery.ts';

/** Longer than an attempt may take. */
const LEASE_MS = 60_000;

/** So that one slow endpoint doesn't keep all senders busy. */
const UNDER_WAY_AT_ONCE = 4;

/** A lane that is longer makes room for others, and goes on with the next round. */
const DELIVERIES_PER_RUN = 50;

export async function sendLane(context: WebhooksContext, scope: TenantScope, lane: Lane): Promise<void> {
  for (let sent = 0; sent < DELIVERIES_PER_RUN; sent += 1) {
    const leased = await withTenant(context.app, scope, (tx) => takeNext(context, tx, lane));
    if (leased === null) return;
    const at = context.clock.now();
    const startedMs = performance.now();
    const outcome = await post(context, leased, at);
    const durationMs = Math.round(performance.now() - startedMs);
    const isDelivered = await withTenant(context.app, scope, (tx) => writeDown(context, tx, lane, leased, { outcome, at, durationMs }));
    if (!isDelivered) return;
  }
}

interface ReadyDelivery extends LeasedDelivery {
  readonly content: DeliveryContent;
  readonly secrets: readonly string[];
}

async function takeNext(context: WebhooksContext, tx: TenantTx, lane: Lane): Promise<ReadyDelivery | null> {
  const now = context.clock.now();
  // Under the endpoint's lock, or workers that begin together would each count the others out.
  if ((await findEndpointForUpdate(tx, lane.endpointId, now))?.status !== 'enabled') return null;
  const leased = await leaseDelivery(tx, lane, { now, until: new Date(now.getTime() + LEASE_MS), width: UNDER_WAY_AT_ONCE });
  const content = leased && (await findDeliveryContent(tx, leased.id));
  if (!leased || !content) return null;
  const sealed = await listSecrets(tx, lane.endpointId, now);
  const secrets = await Promise.all(sealed.map(({ id, sealedSecret }) => context.secrets.openSecret(tx, secretPlace(id), sealedSecret)));
  return { ...leased, content, secrets };
}

function post({ outbound }: WebhooksContext, { id, content, secrets }: ReadyDelivery, at: Date): Promise<OutboundOutcome> {
  const body = bodyOf(content);
  return postOutbound(outbound, {
    url: new URL(content.url),
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8', 'user-agent': 'MAIS-Webhooks/1', 'mais-signature': signDelivery(secrets, body, at), 'mais-delivery': id,
    },
  });
}

function bodyOf({ eventId, type, occurredAt, livemode, bookingId, reference, data }: DeliveryContent): string {
  const booking = bookingId === null ? {} : { bookingId, reference };
  return JSON.stringify({ id: eventId, type, createdAt: occurredAt.toISOString(), livemode, data: { ...booking, ...(data as object) } });
}

/** @returns whether the next one may follow */
async function writeDown(
  context: WebhooksContext, tx: TenantTx, lane: Lane, delivery: ReadyDelivery, given: { outcome: OutboundOutcome; at: Date; durationMs: number },
): Promise<boolean> {
  const { outcome, at, durationMs } = given;
  const now = context.clock.now();
  const statusCode = 'status' in outcome ? outcome.status : null;
  const isDelivered = statusCode !== null && statusCode >= 200 && statusCode < 300;
  const isThere = isDelivered ? await writeSuccess(tx, lane, delivery, now) : await writeFailure(tx, lane, delivery, now);
  if (isThere) await insertAttempt(tx, { deliveryId: delivery.id, at, durationMs, statusCode, failure: 'failure' in outcome ? outcome.failure : null });
  return isThere && isDelivered;
}

async function writeSuccess(tx: TenantTx, lane: Lane, delivery: LeasedDelivery, now: Date): Promise<boolean> {
  await updateFailingSince(tx, lane.endpointId, null);
  return moveDelivery(tx, delivery.id, { status: 'delivered', nextAttemptAt: null, deliveredAt: now });
}

async function writeFailure(tx: TenantTx, lane: Lane, delivery: LeasedDelivery, now: Date): Promise<boolean> {
  const endpoint = await findEndpointForUpdate(tx, lane.endpointId, now);
  if (endpoint === null) return false;
  const failingSince = endpoint.failingSince ?? now;
  await updateFailingSince(tx, endpoint.id, failingSince);
  const giveUp = endpoint.status === 'enabled' && now.getTime() - failingSince.getTime() >= GIVE_UP_AFTER_MS;
  const attempts = delivery.attempts + 1;
  const isLast = attempts >= MAX_ATTEMPTS && endpoint.status === 'enabled' && !giveUp;
  const nextAttemptAt = isLast || giveUp || endpoint.status === 'disabled' ? null : new Date(now.getTime() + retryPauseMs(attempts));
  const isThere = await moveDelivery(tx, delivery.id, { status: isLast ? 'failed' : 'pending', nextAttemptAt, deliveredAt: null });
  if (nextAttemptAt !== null) await postponeLane(tx, lane, nextAttemptAt);
  if (!giveUp) return isThere;
  await disableFailingEndpoint(tx, endpoint.id, now);
  await suspendDeliveries(tx, endpoint.id);
  const facts = { host: new URL(endpoint.url).host, failingSince: failingSince.toISOString() };
  await recordAudit(tx, { actor: 'system', action: 'webhook_endpoint.disabled', entity: 'webhook_endpoint', entityId: endpoint.id, change: facts, at: now });
  await recordEvent(tx, { type: 'webhook_endpoint.disabled', bookingId: null, subjectId: endpoint.id, data: { webhookEndpointId: endpoint.id, ...facts }, at: now });
  return isThere;
}
