import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { WebhookEndpointId } from '../../platform/ids.ts';
import type { EndpointRow } from './endpoint.ts';

/** In the order in which they were made. */
export async function listEndpoints(tx: TenantTx, now: Date): Promise<EndpointRow[]> {
  return tx.sql<EndpointRow[]>`${endpoints(tx, now)} order by endpoint.id`;
}

export async function findEndpoint(tx: TenantTx, id: WebhookEndpointId, now: Date): Promise<EndpointRow | null> {
  const [row] = await tx.sql<EndpointRow[]>`${endpoints(tx, now)} and endpoint.id = ${id}`;
  return row ?? null;
}

/** Whoever changes an endpoint or its deliveries takes its lock first, so that nobody waits for each other in a circle. */
export async function findEndpointForUpdate(tx: TenantTx, id: WebhookEndpointId, now: Date): Promise<EndpointRow | null> {
  const [row] = await tx.sql<EndpointRow[]>`${endpoints(tx, now)} and endpoint.id = ${id} for no key update of endpoint`;
  return row ?? null;
}

export type EndpointSettings = Pick<EndpointRow, 'url' | 'description' | 'eventTypes'>;

export async function insertEndpoint(tx: TenantTx, id: WebhookEndpointId, given: EndpointSettings, now: Date): Promise<void> {
  await tx.sql`
    insert into webhook_endpoints (tenant_id, id, livemode, url, description, event_types, enabled_at, created_at, updated_at)
    values (${tx.tenantId}, ${id}, ${tx.livemode}, ${given.url}, ${given.description}, ${tx.sql.array([...given.eventTypes], 25)}, ${now}, ${now}, ${now})`;
}

/** One that was disabled begins to listen now; one that goes on misses nothing. */
export async function updateEndpoint(tx: TenantTx, id: WebhookEndpointId, given: EndpointSettings & Pick<EndpointRow, 'status'>, now: Date): Promise<void> {
  const disabledReason = given.status === 'disabled' ? 'by_tenant' : null;
  await tx.sql`
    update webhook_endpoints set
      url = ${given.url}, description = ${given.description}, event_types = ${tx.sql.array([...given.eventTypes], 25)},
      enabled_at = case when status = 'disabled' then ${now} else enabled_at end,
      failing_since = case when ${given.status} = 'enabled' then null else failing_since end,
      disabled_reason = case when status = 'disabled' and ${given.status} = 'disabled' then disabled_reason else ${disabledReason} end,
      status = ${given.status}, updated_at = ${now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
}

export async function disableFailingEndpoint(tx: TenantTx, id: WebhookEndpointId, now: Date): Promise<void> {
  await tx.sql`
    update webhook_endpoints set status = 'disabled', disabled_reason = 'failing', updated_at = ${now}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
}

/** Notes since when attempts have failed without one that didn't; null once one has succeeded. */
export async function updateFailingSince(tx: TenantTx, id: WebhookEndpointId, failingSince: Date | null): Promise<void> {
  await tx.sql`
    update webhook_endpoints set failing_since = ${failingSince}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} and failing_since is distinct from ${failingSince}::timestamptz`;
}

/** With its secrets, and all that was and is to be delivered. */
export async function deleteEndpoint(tx: TenantTx, id: WebhookEndpointId): Promise<void> {
  await tx.sql`delete from webhook_endpoints where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id}`;
}

export interface SecretRow {
  readonly id: string;
  readonly sealedSecret: Buffer;
}

/** Those to sign with now, the lasting one first. */
export async function listSecrets(tx: TenantTx, endpointId: WebhookEndpointId, now: Date): Promise<SecretRow[]> {
  return tx.sql<SecretRow[]>`
    select id, sealed_secret from webhook_secrets
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and endpoint_id = ${endpointId} and (expires_at is null or expires_at > ${now})
    order by expires_at desc nulls first`;
}

export async function insertSecret(tx: TenantTx, endpointId: WebhookEndpointId, secret: SecretRow, now: Date): Promise<void> {
  await tx.sql`
    insert into webhook_secrets (tenant_id, id, livemode, endpoint_id, sealed_secret, created_at)
    values (${tx.tenantId}, ${secret.id}, ${tx.livemode}, ${endpointId}, ${secret.sealedSecret}, ${now})`;
}

/** The lasting secret gets an end; one that had an end already goes, so that there are never more than two. */
export async function expireSecrets(tx: TenantTx, endpointId: WebhookEndpointId, expiresAt: Date): Promise<void> {
  await tx.sql`
    delete from webhook_secrets where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and endpoint_id = ${endpointId} and expires_at is not null`;
  await tx.sql`
    update webhook_secrets set expires_at = ${expiresAt}
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and endpoint_id = ${endpointId} and expires_at is null`;
}


function endpoints({ sql, tenantId, livemode }: TenantTx, now: Date) {
  return sql`
    select endpoint.id, endpoint.url, endpoint.description, endpoint.event_types, endpoint.status, endpoint.disabled_reason, endpoint.failing_since,
      endpoint.livemode, endpoint.created_at,
      (select max(secret.expires_at) from webhook_secrets as secret
        where secret.tenant_id = endpoint.tenant_id and secret.endpoint_id = endpoint.id and secret.expires_at > ${now}) as previous_secret_expires_at
    from webhook_endpoints as endpoint
    where endpoint.tenant_id = ${tenantId} and endpoint.livemode = ${livemode}`;
}
