import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface DataKeyRow {
  readonly id: string;
  readonly masterKeyId: string;
  readonly wrappedKey: Buffer;
}

export async function findActiveDataKey(tx: TenantTx): Promise<DataKeyRow | null> {
  const [row] = await tx.sql<DataKeyRow[]>`select ${columns(tx)} from tenant_data_keys where tenant_id = ${tx.tenantId} and active`;
  return row ?? null;
}

export async function findDataKey(tx: TenantTx, id: string): Promise<DataKeyRow | null> {
  const [row] = await tx.sql<DataKeyRow[]>`select ${columns(tx)} from tenant_data_keys where tenant_id = ${tx.tenantId} and id = ${id}`;
  return row ?? null;
}

/** Of two at the same time the first one stays; the second waits for it to commit. */
export async function insertDataKey(tx: TenantTx, key: DataKeyRow, now: Date): Promise<void> {
  await tx.sql`
    insert into tenant_data_keys (tenant_id, id, master_key_id, wrapped_key, created_at, wrapped_at)
    values (${tx.tenantId}, ${key.id}, ${key.masterKeyId}, ${key.wrappedKey}, ${now}, ${now})
    on conflict (tenant_id) where active do nothing`;
}

/** The keys that another master key wraps, locked against whoever else wraps them anew. */
export async function listDataKeysToRewrap(tx: TenantTx, masterKeyId: string): Promise<DataKeyRow[]> {
  return tx.sql<DataKeyRow[]>`
    select ${columns(tx)} from tenant_data_keys where tenant_id = ${tx.tenantId} and master_key_id <> ${masterKeyId} order by id for update`;
}

export async function updateWrappedKey(tx: TenantTx, key: DataKeyRow, now: Date): Promise<void> {
  await tx.sql`
    update tenant_data_keys set master_key_id = ${key.masterKeyId}, wrapped_key = ${key.wrappedKey}, wrapped_at = ${now}
    where tenant_id = ${tx.tenantId} and id = ${key.id}`;
}

function columns({ sql }: TenantTx) {
  return sql`id, master_key_id, wrapped_key`;
}
