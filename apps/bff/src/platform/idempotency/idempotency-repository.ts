import type { TenantTx } from '../db/with-tenant.ts';

/** A request that its sender may repeat under one key. */
export interface IdempotentRequest {
  /** What is asked for, such as `booking.create`. */
  readonly operation: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

export interface IdempotencyKeyRow {
  readonly key: string;
  readonly requestHash: Buffer;
  readonly resourceId: string | null;
  readonly sealedResponse: Buffer | null;
}

/** Takes the key, with the answer where it is known already; false when it is taken. Waits for a transaction that is just taking it. */
export async function insertIdempotencyKey(tx: TenantTx, request: IdempotentRequest, sealedResponse: Buffer | null, now: Date): Promise<boolean> {
  const inserted = await tx.sql`
    insert into idempotency_keys (tenant_id, livemode, operation, key, request_hash, sealed_response, created_at)
    values (${tx.tenantId}, ${tx.livemode}, ${request.operation}, ${request.key}, ${request.requestHash}, ${sealedResponse}, ${now})
    on conflict do nothing`.execute();
  return inserted.count === 1;
}

export async function findIdempotencyKey(tx: TenantTx, request: IdempotentRequest): Promise<IdempotencyKeyRow | null> {
  const [row] = await tx.sql<IdempotencyKeyRow[]>`select key, request_hash, resource_id, sealed_response from idempotency_keys where ${isKey(tx, request)}`;
  return row ?? null;
}

export async function listIdempotencyKeys(tx: TenantTx, operation: IdempotentRequest['operation'], keys: readonly string[]): Promise<IdempotencyKeyRow[]> {
  return tx.sql<IdempotencyKeyRow[]>`
    select key, request_hash, resource_id, sealed_response from idempotency_keys
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and operation = ${operation} and key = any(${tx.sql.array([...keys], 25)})`;
}

/** What the request has made, and its answer where it is known already. */
export async function updateIdempotentResource(tx: TenantTx, request: IdempotentRequest, resourceId: string, sealedResponse: Buffer | null): Promise<void> {
  await tx.sql`update idempotency_keys set resource_id = ${resourceId}, sealed_response = ${sealedResponse} where ${isKey(tx, request)}`;
}

/** The first answer stays. */
export async function updateSealedResponse(tx: TenantTx, request: IdempotentRequest, sealedResponse: Buffer): Promise<void> {
  await tx.sql`update idempotency_keys set sealed_response = ${sealedResponse} where ${isKey(tx, request)} and sealed_response is null`;
}

function isKey(tx: TenantTx, request: IdempotentRequest) {
  return tx.sql`tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and operation = ${request.operation} and key = ${request.key}`;
}
