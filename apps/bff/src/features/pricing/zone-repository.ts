import type { PriceBasis } from '@mais/contract';
import type { Sql } from '../../platform/db/connect.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { ZoneId } from '../../platform/ids.ts';

export interface ReferenceZoneRow {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly areas: readonly string[];
}

/** The shared zones, which belong to no tenant. */
export async function listReferenceZones(sql: Sql): Promise<ReferenceZoneRow[]> {
  return sql<ReferenceZoneRow[]>`select slug, name, country, areas from reference_zones order by country, slug`;
}

export interface ZoneRow extends ZoneTerms {
  readonly id: ZoneId;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ZoneTerms {
  readonly name: string;
  readonly areas: readonly string[];
  readonly referenceZone: string | null;
  readonly surchargeMinor: number;
  readonly priceBasis: PriceBasis;
  readonly position: number;
  readonly active: boolean;
}

/** In the order in which they are looked through; the ended ones too. */
export async function listZoneRows(tx: TenantTx): Promise<ZoneRow[]> {
  return tx.sql<ZoneRow[]>`select ${columns(tx)} from pricing_zones where tenant_id = ${tx.tenantId} order by position, id`;
}

export async function findZone(tx: TenantTx, id: ZoneId): Promise<ZoneRow | null> {
  const [row] = await tx.sql<ZoneRow[]>`select ${columns(tx)} from pricing_zones where tenant_id = ${tx.tenantId} and id = ${id}`;
  return row ?? null;
}

/** Adds a zone, or gives the one of this id new terms. */
export async function storeZone(tx: TenantTx, id: ZoneId, zone: ZoneTerms, now: Date): Promise<ZoneRow> {
  const [row] = await tx.sql<ZoneRow[]>`
    insert into pricing_zones (tenant_id, id, name, areas, reference_zone, surcharge_minor, price_basis, position, active, created_at, updated_at)
    values (${tx.tenantId}, ${id}, ${zone.name}, ${tx.sql.array([...zone.areas], 25)}, ${zone.referenceZone}, ${zone.surchargeMinor}, ${zone.priceBasis},
      ${zone.position}, ${zone.active}, ${now}, ${now})
    on conflict (tenant_id, id) do update set name = excluded.name, areas = excluded.areas, reference_zone = excluded.reference_zone,
      surcharge_minor = excluded.surcharge_minor, price_basis = excluded.price_basis, position = excluded.position, active = excluded.active,
      updated_at = excluded.updated_at
    returning ${columns(tx)}`;
  return row as ZoneRow;
}

function columns({ sql }: TenantTx) {
  return sql`id, name, areas, reference_zone, surcharge_minor, price_basis, position, active, created_at, updated_at`;
}
