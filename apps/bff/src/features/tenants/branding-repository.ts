import type { Branding } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';

export interface BrandingRow {
  readonly name: string;
  readonly branding: unknown;
  readonly version: number;
}

export async function findBranding(tx: TenantTx): Promise<BrandingRow | null> {
  const [row] = await tx.sql<BrandingRow[]>`select name, branding, branding_version as version from tenants where tenants.id = ${tx.tenantId}`;
  return row ?? null;
}

export async function findBrandingForUpdate(tx: TenantTx): Promise<BrandingRow | null> {
  const [row] = await tx.sql<BrandingRow[]>`select name, branding, branding_version as version from tenants where tenants.id = ${tx.tenantId} for update`;
  return row ?? null;
}

export async function updateBranding(tx: TenantTx, { name, branding }: { name: string; branding: Branding & { css: string } }, now: Date): Promise<void> {
  await tx.sql`update tenants set name = ${name}, branding = ${tx.sql.json({ ...branding })}, updated_at = ${now} where tenants.id = ${tx.tenantId}`;
}
