import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface RestrictedKeyRow {
  readonly sealedKey: Buffer;
  /** What may be shown of it. */
  readonly hint: string;
  readonly setAt: Date;
}

export async function findRestrictedKey(tx: TenantTx): Promise<RestrictedKeyRow | null> {
  const [row] = await tx.sql<RestrictedKeyRow[]>`
    select sealed_key, hint, set_at from stripe_restricted_keys where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}`;
  return row ?? null;
}

export async function replaceRestrictedKey(tx: TenantTx, key: RestrictedKeyRow): Promise<void> {
  await tx.sql`
    insert into stripe_restricted_keys (tenant_id, livemode, sealed_key, hint, set_at)
    values (${tx.tenantId}, ${tx.livemode}, ${key.sealedKey}, ${key.hint}, ${key.setAt})
    on conflict (tenant_id, livemode) do update set sealed_key = excluded.sealed_key, hint = excluded.hint, set_at = excluded.set_at
    where stripe_restricted_keys.tenant_id = excluded.tenant_id`;
}

/** False when there was none. */
export async function deleteRestrictedKey(tx: TenantTx): Promise<boolean> {
  const rows = await tx.sql`delete from stripe_restricted_keys where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} returning hint`;
  return rows.length === 1;
}
