import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { newId } from '../../../platform/ids.ts';

/** Minutes of the local day. */
export interface SpanRow {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Times of an ISO weekday, Monday 1. */
export interface WeekRow extends SpanRow {
  readonly weekday: number;
}

export interface ScheduleRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly week: readonly WeekRow[];
  readonly days: readonly { readonly day: string; readonly spans: readonly SpanRow[] }[];
  readonly packages: readonly string[];
}

/** @param id one of them; null for all @param fromDay days with hours of their own before it are left out */
export async function listSchedules(tx: TenantTx, id: string | null, fromDay: string): Promise<ScheduleRow[]> {
  return tx.sql<ScheduleRow[]>`
    select id, version, name,
      coalesce((select jsonb_agg(jsonb_build_object('weekday', weekday, 'startMinute', start_minute, 'endMinute', end_minute) order by weekday, start_minute)
        from schedule_rules where schedule_rules.tenant_id = ${tx.tenantId} and schedule_id = schedules.id), '[]') as week,
      coalesce((select jsonb_agg(jsonb_build_object('day', day_local, 'spans', coalesce(
        (select jsonb_agg(jsonb_build_object('startMinute', start_minute, 'endMinute', end_minute) order by start_minute) from date_override_ranges
          where date_override_ranges.tenant_id = ${tx.tenantId} and date_override_ranges.schedule_id = schedules.id and date_override_ranges.day_local = date_overrides.day_local), '[]')) order by day_local)
        from date_overrides where date_overrides.tenant_id = ${tx.tenantId} and schedule_id = schedules.id and day_local >= ${fromDay}), '[]') as days,
      array(select slug from packages where packages.tenant_id = ${tx.tenantId} and packages.schedule_id = schedules.id order by slug) as packages
    from schedules where tenant_id = ${tx.tenantId} and (${id}::uuid is null or id = ${id}) order by id`;
}

export async function insertSchedule(tx: TenantTx, name: string, now: Date): Promise<string> {
  const id = newId();
  await tx.sql`insert into schedules (tenant_id, id, name, created_at) values (${tx.tenantId}, ${id}, ${name}, ${now})`;
  return id;
}

/** Keeps everybody else from changing the schedule until the transaction ends. @returns its version; null when there is none */
export async function lockSchedule(tx: TenantTx, id: string): Promise<number | null> {
  const [row] = await tx.sql<{ version: number }[]>`select version from schedules where tenant_id = ${tx.tenantId} and id = ${id} for update`;
  return row?.version ?? null;
}

export async function updateSchedule(tx: TenantTx, id: string, name: string | null): Promise<void> {
  await tx.sql`update schedules set name = coalesce(${name}, name) where tenant_id = ${tx.tenantId} and id = ${id}`;
}

export async function replaceWeek(tx: TenantTx, id: string, week: readonly WeekRow[]): Promise<void> {
  await tx.sql`delete from schedule_rules where tenant_id = ${tx.tenantId} and schedule_id = ${id}`;
  await tx.sql`
    insert into schedule_rules (tenant_id, schedule_id, weekday, start_minute, end_minute)
    select ${tx.tenantId}, ${id}, weekday, "startMinute", "endMinute" from jsonb_to_recordset(${tx.sql.json(week.map((row) => ({ ...row })))}) as row (weekday int, "startMinute" int, "endMinute" int)`;
}

/** Gives a day hours of its own. */
export async function replaceDay(tx: TenantTx, id: string, day: string, spans: readonly SpanRow[]): Promise<void> {
  await deleteDay(tx, id, day);
  await tx.sql`insert into date_overrides (tenant_id, schedule_id, day_local) values (${tx.tenantId}, ${id}, ${day})`;
  await tx.sql`
    insert into date_override_ranges (tenant_id, schedule_id, day_local, start_minute, end_minute)
    select ${tx.tenantId}, ${id}, ${day}, "startMinute", "endMinute" from jsonb_to_recordset(${tx.sql.json(spans.map((row) => ({ ...row })))}) as row ("startMinute" int, "endMinute" int)`;
}

/** Leaves a day to the hours of its weekday. */
export async function deleteDay(tx: TenantTx, id: string, day: string): Promise<void> {
  await tx.sql`delete from date_overrides where tenant_id = ${tx.tenantId} and schedule_id = ${id} and day_local = ${day}`;
}
