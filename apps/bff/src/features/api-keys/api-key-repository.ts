import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import type { ApiKeyKind } from '../tenants/index.ts';

export interface ApiKeyRow {
  readonly id: ApiKeyId;
  readonly kind: ApiKeyKind;
  readonly name: string;
  readonly hint: string;
  readonly livemode: boolean;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly successorId: ApiKeyId | null;
}

/** Newest first. */
export async function listApiKeys(tx: TenantTx): Promise<ApiKeyRow[]> {
  return tx.sql<ApiKeyRow[]>`select ${columns(tx)} from api_keys where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} order by id desc`;
}

export async function findApiKeyForUpdate(tx: TenantTx, id: ApiKeyId): Promise<ApiKeyRow | null> {
  const [row] = await tx.sql<ApiKeyRow[]>`
    select ${columns(tx)} from api_keys where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} for update`;
  return row ?? null;
}

export async function insertApiKey(
  tx: TenantTx,
  key: { id: ApiKeyId; kind: ApiKeyKind; name: string; hash: Buffer; hint: string; scopes: readonly string[] },
  now: Date,
): Promise<ApiKeyRow> {
  const [row] = await tx.sql<ApiKeyRow[]>`
    insert into api_keys (tenant_id, id, kind, livemode, name, key_hash, hint, scopes, created_at)
    values (${tx.tenantId}, ${key.id}, ${key.kind}, ${tx.livemode}, ${key.name}, ${key.hash}, ${key.hint}, ${tx.sql.array([...key.scopes], 25)}, ${now})
    returning ${columns(tx)}`;
  return row as ApiKeyRow;
}

export async function replaceApiKey(tx: TenantTx, id: ApiKeyId, by: { successorId: ApiKeyId; expiresAt: Date }): Promise<void> {
  await tx.sql`
    update api_keys set successor_id = ${by.successorId}, expires_at = least(expires_at, ${by.expiresAt})
    where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** The first revocation stays. */
export async function revokeApiKeyRow(tx: TenantTx, id: ApiKeyId, now: Date): Promise<ApiKeyRow> {
  const [row] = await tx.sql<ApiKeyRow[]>`
    update api_keys set revoked_at = coalesce(revoked_at, ${now}) where tenant_id = ${tx.tenantId} and id = ${id} returning ${columns(tx)}`;
  return row as ApiKeyRow;
}

function columns({ sql }: TenantTx) {
  return sql`id, kind, name, hint, livemode, scopes, created_at, last_used_at, expires_at, revoked_at, successor_id`;
}
