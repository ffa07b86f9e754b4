import type { TenantScope } from '../../platform/db/with-tenant.ts';
import { findPackage, type CatalogPackage } from './catalog.ts';
import type { Catalogs } from './catalogs.ts';
import { PackageNotFoundError } from './errors.ts';

/** @throws PackageNotFoundError */
export async function getPackage(catalogs: Catalogs, scope: TenantScope, slug: string): Promise<CatalogPackage> {
  const item = findPackage(await catalogs.get(scope), slug);
  if (!item) throw new PackageNotFoundError();
  return item;
}
