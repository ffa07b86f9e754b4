import type { TenantSettings } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';

export type SettingsFields = Pick<TenantSettings, 'name' | 'email' | 'timeZone' | 'locale'>;

export async function findSettings(tx: TenantTx): Promise<TenantSettings | null> {
  const [row] = await tx.sql<TenantSettings[]>`
    select settings_version as version, slug, name, email, time_zone, locale, country, currency from tenants where tenants.id = ${tx.tenantId}`;
  return row ?? null;
}

/** The same under its row's lock. */
export async function findSettingsForUpdate(tx: TenantTx): Promise<TenantSettings | null> {
  await tx.sql`select tenants.id from tenants where tenants.id = ${tx.tenantId} for no key update`;
  return findSettings(tx);
}

export async function updateSettings(tx: TenantTx, { name, email, timeZone, locale }: SettingsFields, now: Date): Promise<void> {
  await tx.sql`update tenants set name = ${name}, email = ${email}, time_zone = ${timeZone}, locale = ${locale}, updated_at = ${now} where tenants.id = ${tx.tenantId}`;
}

/** The zone in the spelling of the database, which reckons in it too; null when it knows none of the name. */
export async function findTimeZone(tx: TenantTx, name: string): Promise<string | null> {
  const [row] = await tx.sql<{ name: string }[]>`select name from pg_timezone_names where lower(name) = lower(${name}) limit 1`;
  return row?.name ?? null;
}
