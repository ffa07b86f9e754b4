import type { TenantPackage } from '@mais/contract';
import { showablePicture } from '../../tenants/index.ts';
import type { TenantPackageRow } from './package-repository.ts';

export function presentTenantPackage({ createdAt, updatedAt, resources, imageUrl, ...row }: TenantPackageRow, currency: string): TenantPackage {
  return { ...row, imageUrl: showablePicture(imageUrl), currency, resources: [...resources], createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
