import type { TenantAddOn } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { linkedPackages } from './package-links-repository.ts';

export type AddOnFields = Omit<TenantAddOn, 'id' | 'version' | 'slug'>;

export async function listTenantAddOns(tx: TenantTx): Promise<TenantAddOn[]> {
  return await tx.sql<TenantAddOn[]>`select ${columns(tx)} from add_ons where tenant_id = ${tx.tenantId} order by position, slug`;
}

export async function findAddOn(tx: TenantTx, slug: string): Promise<TenantAddOn | null> {
  const [row] = await tx.sql<TenantAddOn[]>`select ${columns(tx)} from add_ons where tenant_id = ${tx.tenantId} and slug = ${slug}`;
  return row ?? null;
}

/** The same under its row's lock. */
export async function findAddOnForUpdate(tx: TenantTx, slug: string): Promise<TenantAddOn | null> {
  await tx.sql`select id from add_ons where tenant_id = ${tx.tenantId} and slug = ${slug} for update`;
  return findAddOn(tx, slug);
}

/** @returns false when another one has the slug */
export async function insertAddOn(tx: TenantTx, id: string, slug: string, fields: AddOnFields): Promise<boolean> {
  const inserted = await tx.sql`insert into add_ons ${tx.sql({ tenant_id: tx.tenantId, id, slug, ...stored(fields) })} on conflict (tenant_id, slug) do nothing`;
  return inserted.count > 0;
}

export async function updateAddOn(tx: TenantTx, id: string, fields: AddOnFields): Promise<void> {
  await tx.sql`update add_ons set ${tx.sql(stored(fields))} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

function stored({ name, description, priceMinor, priceBasis, maxQuantity, packages, position, active }: AddOnFields) {
  return { name, description, price_minor: priceMinor, price_basis: priceBasis, max_quantity: maxQuantity, for_all_packages: packages === null, position, active };
}

function columns(tx: TenantTx) {
  return tx.sql`id, version, slug, name, description, price_minor, price_basis, max_quantity, position, active, ${linkedPackages(tx, 'add_on', 'add_ons')} as packages`;
}
