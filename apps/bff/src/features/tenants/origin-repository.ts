import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface OriginRow {
  readonly id: string;
  readonly origin: string;
  readonly createdAt: Date;
}

export async function listOrigins(tx: TenantTx): Promise<OriginRow[]> {
  return tx.sql<OriginRow[]>`select id, origin, created_at from tenant_origins where tenant_id = ${tx.tenantId} order by origin`;
}

/** Keeps everybody else from adding one until the transaction ends. */
export async function lockOrigins(tx: TenantTx): Promise<void> {
  await tx.sql`select tenants.id from tenants where tenants.id = ${tx.tenantId} for no key update`;
}

export async function insertOrigin(tx: TenantTx, { id, origin, createdAt }: OriginRow): Promise<void> {
  await tx.sql`insert into tenant_origins (tenant_id, id, origin, created_at) values (${tx.tenantId}, ${id}, ${origin}, ${createdAt})`;
}

/** @returns what it was; null when there was none */
export async function deleteOrigin(tx: TenantTx, id: string): Promise<string | null> {
  const [row] = await tx.sql<{ origin: string }[]>`delete from tenant_origins where tenant_id = ${tx.tenantId} and id = ${id} returning origin`;
  return row?.origin ?? null;
}
