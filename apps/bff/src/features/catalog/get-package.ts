import type { TenantAccess } from '../tenants/index.ts';
import { findPackage, type CatalogPackage } from './catalog.ts';
import type { Catalogs } from './catalogs.ts';
import { PackageNotFoundError } from './errors.ts';

/** A package that customers are offered. @throws PackageNotFoundError, also for one that the tenant can't be paid for now */
export async function getPackage(catalogs: Catalogs, access: TenantAccess, slug: string): Promise<CatalogPackage> {
  const item = findPackage(await catalogs.offered(access), slug);
  if (!item) throw new PackageNotFoundError();
  return item;
}
