import type { CancellationPolicies, CancellationPolicy } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { PackageId } from '../../platform/ids.ts';

export async function findTenantPolicy(tx: TenantTx): Promise<CancellationPolicy> {
  const [row] = await tx.sql<{ cancellationPolicy: CancellationPolicy }[]>`select cancellation_policy from tenants where tenants.id = ${tx.tenantId}`;
  return row?.cancellationPolicy ?? { tiers: [], rescheduleHours: null };
}

/** Packages with a policy of their own. */
export async function listPackagePolicies(tx: TenantTx): Promise<CancellationPolicies['packages']> {
  return await tx.sql<CancellationPolicies['packages']>`
    select slug as package, cancellation_policy as policy from packages where tenant_id = ${tx.tenantId} and cancellation_policy is not null order by position, slug`;
}

export async function updateTenantPolicy(tx: TenantTx, policy: CancellationPolicy): Promise<void> {
  await tx.sql`update tenants set cancellation_policy = ${tx.sql.json(policy)} where tenants.id = ${tx.tenantId}`;
}

/** @returns null when there is no such package */
export async function updatePackagePolicy(tx: TenantTx, slug: string, policy: CancellationPolicy | null): Promise<PackageId | null> {
  const [row] = await tx.sql<{ id: PackageId }[]>`
    update packages set cancellation_policy = ${policy === null ? null : tx.sql.json(policy)} where tenant_id = ${tx.tenantId} and slug = ${slug} returning id`;
  return row?.id ?? null;
}

export type CollectsBalanceBy = 'saved_method' | 'link';

export async function findCollectsBalanceBy(tx: TenantTx): Promise<CollectsBalanceBy> {
  const [row] = await tx.sql<{ collectsBalanceBy: CollectsBalanceBy }[]>`select collects_balance_by from tenants where tenants.id = ${tx.tenantId}`;
  return row?.collectsBalanceBy ?? 'link';
}

/** Of packages with a deposit. */
export async function listBalanceDueHours(tx: TenantTx): Promise<{ package: string; dueHours: number }[]> {
  return await tx.sql<{ package: string; dueHours: number }[]>`
    select slug as package, balance_due_hours as due_hours from packages where tenant_id = ${tx.tenantId} and deposit_kind <> 'none' order by position, slug`;
}

export async function updateCollectsBalanceBy(tx: TenantTx, by: CollectsBalanceBy): Promise<void> {
  await tx.sql`update tenants set collects_balance_by = ${by} where tenants.id = ${tx.tenantId}`;
}

export async function updateBalanceDueHours(tx: TenantTx, hours: number): Promise<void> {
  await tx.sql`update packages set balance_due_hours = ${hours} where tenant_id = ${tx.tenantId}`;
}
