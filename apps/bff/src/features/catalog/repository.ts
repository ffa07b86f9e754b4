import type { AddOn, CancellationPolicy, PackageKind, PriceBasis, Question } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { PackageId } from '../../platform/ids.ts';
import type { CatalogPackage, DaySurcharge, PricingZone } from './catalog.ts';

export interface PackageRow {
  readonly id: PackageId;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly category: string | null;
  readonly image: string | null;
  readonly kind: PackageKind;
  readonly visibility: CatalogPackage['visibility'];
  readonly priceMinor: number;
  readonly priceBasis: PriceBasis;
  readonly taxBps: number;
  readonly taxBehaviour: 'inclusive' | 'exclusive';
  readonly depositKind: 'none' | 'fixed' | 'percent';
  readonly depositMinor: number | null;
  readonly depositBps: number | null;
  readonly zonePolicy: 'none' | 'surcharge' | 'service_area';
  readonly balanceDueHours: number;
  readonly collectsBalanceBy: 'saved_method' | 'link';
  readonly cancellationPolicy: CancellationPolicy;
  readonly minPartySize: number;
  readonly maxPartySize: number;
  readonly scheduleId: string;
  readonly durationMinutes: number | null;
  readonly stepMinutes: number | null;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly seats: number | null;
  readonly minNoticeMinutes: number;
  readonly bookingWindowDays: number;
  readonly dailyLimit: number | null;
  readonly takesWaitlist: boolean;
}

export async function listPackageRows(tx: TenantTx): Promise<PackageRow[]> {
  return tx.sql<PackageRow[]>`
    select id, slug, name, summary, description, category, image, kind, visibility, price_minor, price_basis, tax_bps,
      coalesce(cancellation_policy, (select cancellation_policy from tenants where tenants.id = ${tx.tenantId})) as cancellation_policy,
      (select collects_balance_by from tenants where tenants.id = ${tx.tenantId}) as collects_balance_by,
      tax_behaviour, deposit_kind, deposit_minor, deposit_bps, zone_policy, balance_due_hours, min_party_size, max_party_size, schedule_id, duration_minutes, step_minutes, buffer_before_minutes,
      buffer_after_minutes, seats, min_notice_minutes, booking_window_days, daily_limit, takes_waitlist
    from packages where tenant_id = ${tx.tenantId} order by position, slug`;
}

export interface PackageResourceRow {
  readonly packageId: PackageId;
  readonly resourceId: string;
  readonly units: number;
}

export async function listPackageResources(tx: TenantTx): Promise<PackageResourceRow[]> {
  return tx.sql<PackageResourceRow[]>`
    select package_id, resource_id, units from package_resources
    join resources on resources.tenant_id = package_resources.tenant_id and resources.id = package_resources.resource_id
    where package_resources.tenant_id = ${tx.tenantId} order by resource_id`;
}

export interface AddOnRow extends AddOn {
  readonly packageId: PackageId;
}

export async function listPackageAddOns(tx: TenantTx): Promise<AddOnRow[]> {
  return tx.sql<AddOnRow[]>`
    select packages.id as package_id, add_ons.id, add_ons.slug, add_ons.name, add_ons.description, add_ons.price_minor,
      add_ons.price_basis, add_ons.max_quantity
    from packages join add_ons on add_ons.tenant_id = packages.tenant_id and add_ons.active
    where packages.tenant_id = ${tx.tenantId} and (add_ons.for_all_packages or exists (
      select 1 from package_add_ons where package_add_ons.tenant_id = packages.tenant_id
        and package_add_ons.package_id = packages.id and package_add_ons.add_on_id = add_ons.id))
    order by add_ons.position, add_ons.slug`;
}

export interface QuestionRow extends Question {
  readonly packageId: PackageId;
}

export async function listPackageQuestions(tx: TenantTx): Promise<QuestionRow[]> {
  return tx.sql<QuestionRow[]>`
    select packages.id as package_id, custom_fields.slug, custom_fields.entity as about, custom_fields.kind, custom_fields.label, custom_fields.help,
      custom_fields.required, custom_fields.options, custom_fields.max_length, custom_fields.minimum, custom_fields.maximum, custom_fields.whole_number
    from packages join custom_fields on custom_fields.tenant_id = packages.tenant_id and custom_fields.active
    where packages.tenant_id = ${tx.tenantId} and (custom_fields.for_all_packages or exists (
      select 1 from package_custom_fields where package_custom_fields.tenant_id = packages.tenant_id
        and package_custom_fields.package_id = packages.id and package_custom_fields.custom_field_id = custom_fields.id))
    order by custom_fields.position, custom_fields.slug`;
}

export interface ScheduleRuleRow {
  readonly scheduleId: string;
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly startMinute: number;
  readonly endMinute: number;
}

export async function listScheduleRules(tx: TenantTx): Promise<ScheduleRuleRow[]> {
  return tx.sql<ScheduleRuleRow[]>`
    select schedule_id, weekday, start_minute, end_minute from schedule_rules
    where tenant_id = ${tx.tenantId} order by weekday, start_minute`;
}

export interface DateOverrideRow {
  readonly scheduleId: string;
  readonly dayLocal: string;
  /** Null on a day that is closed. */
  readonly startMinute: number | null;
  readonly endMinute: number | null;
}

export async function listDateOverrides(tx: TenantTx, fromDay: string): Promise<DateOverrideRow[]> {
  return tx.sql<DateOverrideRow[]>`
    select date_overrides.schedule_id, date_overrides.day_local, start_minute, end_minute
    from date_overrides left join date_override_ranges on date_override_ranges.tenant_id = date_overrides.tenant_id
      and date_override_ranges.schedule_id = date_overrides.schedule_id and date_override_ranges.day_local = date_overrides.day_local
    where date_overrides.tenant_id = ${tx.tenantId} and date_overrides.day_local >= ${fromDay}
    order by date_overrides.day_local, start_minute`;
}

export interface BlackoutRow {
  readonly resourceId: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
}

export async function listBlackouts(tx: TenantTx, fromDay: string): Promise<BlackoutRow[]> {
  return tx.sql<BlackoutRow[]>`
    select resource_id, starts_on, ends_on from blackouts where tenant_id = ${tx.tenantId} and ends_on >= ${fromDay}`;
}

export interface DaySurchargeRow extends DaySurcharge {
  readonly packageId: PackageId;
}

/** Those that may still count on `fromDay` or later. */
export async function listPackageDaySurcharges(tx: TenantTx, fromDay: string): Promise<DaySurchargeRow[]> {
  return tx.sql<DaySurchargeRow[]>`
    select packages.id as package_id, day_surcharges.name, weekdays, starts_on, ends_on, percent_bps, amount_minor, day_surcharges.price_basis
    from packages join day_surcharges on day_surcharges.tenant_id = packages.tenant_id and day_surcharges.active
    where packages.tenant_id = ${tx.tenantId} and (ends_on is null or ends_on >= ${fromDay}) and (day_surcharges.for_all_packages or exists (
      select 1 from package_day_surcharges where package_day_surcharges.tenant_id = packages.tenant_id
        and package_day_surcharges.package_id = packages.id and package_day_surcharges.day_surcharge_id = day_surcharges.id))
    order by day_surcharges.position, day_surcharges.id`;
}

export async function listZones(tx: TenantTx): Promise<PricingZone[]> {
  return tx.sql<PricingZone[]>`
    select name, areas, reference_zone, surcharge_minor, price_basis from pricing_zones
    where tenant_id = ${tx.tenantId} and active order by position, id`;
}

/** Packages that some promo code could be used for, now or later. */
export async function listPackagesWithPromoCodes(tx: TenantTx, now: Date): Promise<{ readonly packageId: PackageId }[]> {
  return tx.sql<{ packageId: PackageId }[]>`
    select packages.id as package_id from packages
    where packages.tenant_id = ${tx.tenantId} and exists (
      select 1 from promo_codes where promo_codes.tenant_id = packages.tenant_id and promo_codes.active and (ends_at is null or ends_at > ${now})
        and (promo_codes.for_all_packages or exists (
          select 1 from promo_code_packages where promo_code_packages.tenant_id = packages.tenant_id
            and promo_code_packages.package_id = packages.id and promo_code_packages.promo_code_id = promo_codes.id)))`;
}
