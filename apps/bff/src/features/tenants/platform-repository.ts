// Looks across tenants, as the platform role: which tenant a key, a slug or a connected account belongs to.
import type { Sql } from '../../platform/db/connect.ts';
import type { ApiKeyId, TenantId } from '../../platform/ids.ts';
import { normaliseOrigin } from './origin.ts';
import { safeCss } from './safe-css.ts';
import { readBranding } from './stored-branding.ts';
import type { ConnectedAccount, Tenant } from './tenant.ts';

interface TenantRow extends Omit<Tenant, 'branding' | 'css' | 'accounts'> {
  readonly branding: unknown;
  readonly accounts: readonly ConnectedAccount[];
}

export async function findTenantById(sql: Sql, id: TenantId): Promise<Tenant | null> {
  const [row] = await sql<TenantRow[]>`${selectTenant(sql)} where tenants.id = ${id}`;
  return row ? toTenant(row) : null;
}

export async function findTenantBySlug(sql: Sql, slug: string): Promise<Tenant | null> {
  const [row] = await sql<TenantRow[]>`${selectTenant(sql)} where tenants.slug = ${slug}`;
  return row ? toTenant(row) : null;
}

export interface KeyRow {
  readonly id: ApiKeyId;
  readonly tenantId: TenantId;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

export async function findKeyByHash(sql: Sql, hash: Buffer, now: Date): Promise<KeyRow | null> {
  const [row] = await sql<KeyRow[]>`
    select id, tenant_id, scopes, expires_at from api_keys
    where key_hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > ${now})`;
  return row ?? null;
}

/** @returns null for an account that we don't know, or that two tenants claim */
export async function findAccountOwner(sql: Sql, accountId: string, livemode: boolean): Promise<{ tenantId: TenantId; livemode: boolean } | null> {
  const rows = await sql<{ tenantId: TenantId; livemode: boolean }[]>`
    select tenant_id, livemode from stripe_accounts where account_id = ${accountId} and livemode = ${livemode} limit 2`;
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

function selectTenant(sql: Sql) {
  return sql`
    select tenants.id, slug, name, country, currency, time_zone, locale, status, commission_bps, branding,
      coalesce((select array_agg(origin order by origin) from tenant_origins where tenant_id = tenants.id), '{}') as origins,
      coalesce((select jsonb_agg(jsonb_build_object('accountId', account_id, 'livemode', livemode, 'chargesEnabled', charges_enabled))
        from stripe_accounts where tenant_id = tenants.id), '[]') as accounts
    from tenants`;
}

function toTenant(row: TenantRow): Tenant {
  const { branding, css } = readBranding(row.branding);
  return {
    ...row,
    branding,
    css: safeCss(css),
    // Whoever wrote them: they are compared with what browsers send, and stand in a header.
    origins: row.origins.flatMap((origin) => normaliseOrigin(origin) ?? []),
  };
}
