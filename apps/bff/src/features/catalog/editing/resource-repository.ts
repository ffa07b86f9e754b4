import type { Closure } from '@mais/contract';
import { lockForTransaction } from '../../../platform/db/locks.ts';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { newId } from '../../../platform/ids.ts';

export interface ResourceRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly units: number;
  readonly isDefault: boolean;
  readonly packages: readonly string[];
}

/** @param id one of them; null for all */
export async function listResources(tx: TenantTx, id: string | null = null): Promise<ResourceRow[]> {
  return tx.sql<ResourceRow[]>`
    select id, version, name, units, is_default,
      array(select slug from package_resources join packages on packages.tenant_id = package_resources.tenant_id and packages.id = package_resources.package_id
        where package_resources.tenant_id = ${tx.tenantId} and package_resources.resource_id = resources.id order by slug) as packages
    from resources where tenant_id = ${tx.tenantId} and (${id}::uuid is null or id = ${id}) order by is_default desc, id`;
}

export async function insertResource(tx: TenantTx, { name, units }: { name: string; units: number }, now: Date): Promise<string> {
  const id = newId();
  await tx.sql`insert into resources (tenant_id, id, name, units, created_at) values (${tx.tenantId}, ${id}, ${name}, ${units}, ${now})`;
  return id;
}

/** Under the locks that claims are made under, of both modes, and then that of its row. */
export async function findResourceForUpdate(tx: TenantTx, id: string): Promise<ResourceRow | null> {
  for (const livemode of [false, true]) await lockForTransaction({ ...tx, livemode }, 'resource', id);
  await tx.sql`select id from resources where tenant_id = ${tx.tenantId} and id = ${id} for update`;
  const [row] = await listResources(tx, id);
  return row ?? null;
}

export async function updateResource(tx: TenantTx, id: string, { name, units }: { name: string; units: number }): Promise<void> {
  await tx.sql`update resources set name = ${name}, units = ${units} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** Until when units beyond so many are taken; null when they are not. */
export async function findUseBeyond(tx: TenantTx, id: string, units: number, now: Date): Promise<Date | null> {
  const [row] = await tx.sql<{ until: Date | null }[]>`
    select max(ends_at) as until from claims
    where tenant_id = ${tx.tenantId} and resource_id = ${id} and unit_no > ${units} and released_at is null and ends_at > ${now} and (expires_at is null or expires_at > ${now})`;
  return row?.until ?? null;
}

export async function listClosures(tx: TenantTx, fromDay: string): Promise<Closure[]> {
  return await tx.sql<Closure[]>`select ${closure(tx)} from blackouts where tenant_id = ${tx.tenantId} and ends_on >= ${fromDay} order by starts_on, id`;
}

export async function insertClosure(tx: TenantTx, { startsOn, endsOn, reason, resource }: Omit<Closure, 'id'>): Promise<Closure | null> {
  const [row] = await tx.sql<Closure[]>`
    insert into blackouts (tenant_id, id, resource_id, starts_on, ends_on, reason) values (${tx.tenantId}, ${newId()}, ${resource}, ${startsOn}, ${endsOn}, ${reason}) returning ${closure(tx)}`;
  return row ?? null;
}

export async function deleteClosure(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.sql`delete from blackouts where tenant_id = ${tx.tenantId} and id = ${id}`).count > 0;
}

function closure({ sql }: TenantTx) {
  return sql`id, starts_on, ends_on, reason, resource_id as resource`;
}
