import type { PriceBasis } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { DaySurchargeId, PackageId } from '../../platform/ids.ts';

export interface DaySurchargeTerms {
  readonly name: string;
  /** Empty for all of them. */
  readonly weekdays: readonly number[];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly percentBps: number | null;
  readonly amountMinor: number | null;
  readonly priceBasis: PriceBasis;
  readonly forAllPackages: boolean;
  readonly position: number;
  readonly active: boolean;
}

export interface DaySurchargeRow extends DaySurchargeTerms {
  readonly id: DaySurchargeId;
  readonly packages: readonly string[];
}

/** In the order in which they stand in a price; the ended ones too. */
export async function listDaySurcharges(tx: TenantTx): Promise<DaySurchargeRow[]> {
  return tx.sql<DaySurchargeRow[]>`select ${columns(tx)} from day_surcharges where tenant_id = ${tx.tenantId} order by position, id`;
}

export async function findDaySurcharge(tx: TenantTx, id: DaySurchargeId): Promise<DaySurchargeRow | null> {
  const [row] = await tx.sql<DaySurchargeRow[]>`select ${columns(tx)} from day_surcharges where tenant_id = ${tx.tenantId} and id = ${id}`;
  return row ?? null;
}

/** Adds a surcharge, or gives the one of this id new terms and packages. */
export async function storeDaySurcharge(tx: TenantTx, id: DaySurchargeId, terms: DaySurchargeTerms, packageIds: readonly PackageId[]): Promise<void> {
  await tx.sql`
    insert into day_surcharges (tenant_id, id, name, weekdays, starts_on, ends_on, percent_bps, amount_minor, price_basis, for_all_packages, position, active)
    values (${tx.tenantId}, ${id}, ${terms.name}, ${tx.sql.array([...terms.weekdays], 21)}, ${terms.startsOn}, ${terms.endsOn}, ${terms.percentBps},
      ${terms.amountMinor}, ${terms.priceBasis}, ${terms.forAllPackages}, ${terms.position}, ${terms.active})
    on conflict (tenant_id, id) do update set name = excluded.name, weekdays = excluded.weekdays, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
      percent_bps = excluded.percent_bps, amount_minor = excluded.amount_minor, price_basis = excluded.price_basis,
      for_all_packages = excluded.for_all_packages, position = excluded.position, active = excluded.active`;
  await tx.sql`delete from package_day_surcharges where tenant_id = ${tx.tenantId} and day_surcharge_id = ${id}`;
  await tx.sql`
    insert into package_day_surcharges (tenant_id, package_id, day_surcharge_id)
    select ${tx.tenantId}, package_id, ${id} from unnest(${tx.sql.array([...packageIds], 25)}::uuid[]) as package_id`;
}

function columns({ sql, tenantId }: TenantTx) {
  return sql`id, name, weekdays, starts_on, ends_on, percent_bps, amount_minor, price_basis, for_all_packages, position, active,
    array(select packages.slug from package_day_surcharges join packages on packages.tenant_id = package_day_surcharges.tenant_id
      and packages.id = package_day_surcharges.package_id
      where package_day_surcharges.tenant_id = ${tenantId} and package_day_surcharges.day_surcharge_id = day_surcharges.id order by packages.slug) as packages`;
}
