import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type ApiKeyId } from '../../platform/ids.ts';
import type { ApiKeyKind } from './api-key.ts';
import { defaultBranding, type NewTenant } from './tenant.ts';

/** Writes the tenant whose scope this is; false when another one has its slug. */
export async function insertTenant(tx: TenantTx, input: NewTenant, now: Date): Promise<boolean> {
  const inserted = await tx.sql`
    insert into tenants (id, slug, name, email, country, currency, time_zone, locale, status, commission_bps, branding, created_at, updated_at)
    values (${tx.tenantId}, ${input.slug}, ${input.name}, ${input.email}, ${input.country}, ${input.currency}, ${input.timeZone},
      ${input.locale}, ${input.status}, ${input.commissionBps}, ${tx.sql.json({ ...defaultBranding, ...input.branding })}, ${now}, ${now})
    on conflict (slug) do nothing`;
  return inserted.count === 1;
}

export async function insertDefaultResource(tx: TenantTx, name: string): Promise<void> {
  await tx.sql`insert into resources (tenant_id, id, name, is_default) values (${tx.tenantId}, ${newId()}, ${name}, true)`;
}

export async function insertApiKey(tx: TenantTx, key: { kind: ApiKeyKind; livemode: boolean; hash: Buffer; hint: string }, now: Date): Promise<void> {
  await tx.sql`
    insert into api_keys (tenant_id, id, kind, livemode, key_hash, hint, created_at)
    values (${tx.tenantId}, ${newId()}, ${key.kind}, ${key.livemode}, ${key.hash}, ${key.hint}, ${now})`;
}

export async function touchApiKey(tx: TenantTx, id: ApiKeyId, now: Date): Promise<void> {
  await tx.sql`update api_keys set last_used_at = ${now} where tenant_id = ${tx.tenantId} and id = ${id} and (last_used_at is null or last_used_at < ${now})`;
}
