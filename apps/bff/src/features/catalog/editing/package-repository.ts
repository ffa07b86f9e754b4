import type { CancellationPolicy } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import type { PackageId } from '../../../platform/ids.ts';
import type { CatalogPackage, Deposit } from '../catalog.ts';

/** What can be changed of a package, as it is stored. */
export interface PackageFields extends Pick<
  CatalogPackage, 'name' | 'summary' | 'description' | 'category' | 'visibility' | 'priceMinor' | 'priceBasis' | 'taxBps' | 'taxBehaviour' | 'zonePolicy' | 'balanceDueHours' | 'minPartySize' | 'maxPartySize' | 'takesWaitlist'
> {
  readonly imageUrl: string | null;
  readonly position: number;
  readonly deposit: Deposit;
  /** null for the tenant's. */
  readonly cancellationPolicy: CancellationPolicy | null;
  readonly schedule: string;
  readonly resources: readonly string[];
  /** null for whole days, like the step. */
  readonly durationMinutes: number | null;
  readonly stepMinutes: number | null;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** Of a session; else null. */
  readonly seats: number | null;
  readonly minNoticeMinutes: number;
  readonly bookingWindowDays: number;
  readonly dailyLimit: number | null;
}

export interface TenantPackageRow extends PackageFields {
  readonly id: PackageId;
  readonly slug: string;
  readonly kind: CatalogPackage['kind'];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function listTenantPackages(tx: TenantTx): Promise<TenantPackageRow[]> {
  return tx.sql<TenantPackageRow[]>`select ${columns(tx)} from packages where tenant_id = ${tx.tenantId} order by position, slug`;
}

export async function findTenantPackage(tx: TenantTx, slug: string): Promise<TenantPackageRow | null> {
  const [row] = await tx.sql<TenantPackageRow[]>`select ${columns(tx)} from packages where tenant_id = ${tx.tenantId} and slug = ${slug}`;
  return row ?? null;
}

/** The same under its row's lock, so that of two changes the second one sees the first. */
export async function findTenantPackageForUpdate(tx: TenantTx, slug: string): Promise<TenantPackageRow | null> {
  await tx.sql`select id from packages where tenant_id = ${tx.tenantId} and slug = ${slug} for update`;
  return findTenantPackage(tx, slug);
}

/** @returns false when another one has the slug */
export async function insertPackage(tx: TenantTx, { id, slug, kind }: Pick<TenantPackageRow, 'id' | 'slug' | 'kind'>, fields: PackageFields, now: Date): Promise<boolean> {
  const values = { tenant_id: tx.tenantId, id, slug, kind, ...stored(tx, fields), created_at: now, updated_at: now };
  return (await tx.sql`insert into packages ${tx.sql(values)} on conflict (tenant_id, slug) do nothing`).count > 0;
}

export async function findDefaultResource(tx: TenantTx): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`select id from resources where tenant_id = ${tx.tenantId} and is_default`;
  return row?.id ?? null;
}

export async function updatePackage(tx: TenantTx, id: PackageId, fields: PackageFields, now: Date): Promise<void> {
  const values = stored(tx, fields);
  await tx.sql`update packages set ${tx.sql(values)}, updated_at = ${now} where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** Replaces what a booking of the package takes. */
export async function replaceResources(tx: TenantTx, id: PackageId, resources: readonly string[]): Promise<void> {
  await tx.sql`delete from package_resources where tenant_id = ${tx.tenantId} and package_id = ${id} and resource_id <> all(${tx.sql.array([...resources], 2950)})`;
  await tx.sql`
    insert into package_resources (tenant_id, package_id, resource_id)
    select ${tx.tenantId}, ${id}, unnest(${tx.sql.array([...resources], 2950)}) on conflict do nothing`;
}

/** Those of the ids that are schedules, and those that are resources, of the tenant. */
export async function findPlaces(tx: TenantTx, ids: readonly string[]): Promise<{ readonly schedules: ReadonlySet<string>; readonly resources: ReadonlySet<string> }> {
  const rows = await tx.sql<{ id: string; isSchedule: boolean }[]>`
    select id, true as is_schedule from schedules where tenant_id = ${tx.tenantId} and id = any(${tx.sql.array([...ids], 2950)})
    union all select id, false from resources where tenant_id = ${tx.tenantId} and id = any(${tx.sql.array([...ids], 2950)})`;
  return {
    schedules: new Set(rows.filter(({ isSchedule }) => isSchedule).map(({ id }) => id)),
    resources: new Set(rows.filter(({ isSchedule }) => !isSchedule).map(({ id }) => id)),
  };
}

function columns({ sql }: TenantTx) {
  return sql`
    id, slug, kind, version, name, summary, description, category, image as image_url, visibility, position, price_minor, price_basis, tax_bps, tax_behaviour, balance_due_hours, zone_policy,
    jsonb_strip_nulls(jsonb_build_object('kind', deposit_kind, 'amountMinor', deposit_minor, 'bps', deposit_bps)) as deposit,
    cancellation_policy, min_party_size, max_party_size, schedule_id as schedule, duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes, seats, min_notice_minutes,
    booking_window_days, daily_limit, takes_waitlist, created_at, updated_at,
    array(select resource_id from package_resources where package_resources.tenant_id = packages.tenant_id and package_id = packages.id order by resource_id) as resources`;
}

/** By column. */
function stored({ sql }: TenantTx, fields: PackageFields) {
  const { deposit, cancellationPolicy } = fields;
  return {
    name: fields.name, summary: fields.summary, description: fields.description, category: fields.category, image: fields.imageUrl, visibility: fields.visibility, position: fields.position,
    price_minor: fields.priceMinor, price_basis: fields.priceBasis, tax_bps: fields.taxBps, tax_behaviour: fields.taxBehaviour, balance_due_hours: fields.balanceDueHours,
    deposit_kind: deposit.kind, deposit_minor: deposit.kind === 'fixed' ? deposit.amountMinor : null, deposit_bps: deposit.kind === 'percent' ? deposit.bps : null,
    zone_policy: fields.zonePolicy, cancellation_policy: cancellationPolicy === null ? null : sql.json(cancellationPolicy),
    min_party_size: fields.minPartySize, max_party_size: fields.maxPartySize, schedule_id: fields.schedule, duration_minutes: fields.durationMinutes, step_minutes: fields.stepMinutes,
    buffer_before_minutes: fields.bufferBeforeMinutes, buffer_after_minutes: fields.bufferAfterMinutes, seats: fields.seats, min_notice_minutes: fields.minNoticeMinutes,
    booking_window_days: fields.bookingWindowDays, daily_limit: fields.dailyLimit, takes_waitlist: fields.takesWaitlist,
  };
}
