import type { TenantTx } from '../platform/db/with-tenant.ts';
import { newId } from '../platform/ids.ts';
import type { SampleTenant } from './sample-tenant.ts';

/** @param packages ids by slug */
export async function insertPrices({ sql, tenantId }: TenantTx, sample: SampleTenant, packages: ReadonlyMap<string, string>, now: Date): Promise<void> {
  for (const { code, percentBps, packages: slugs } of sample.promoCodes ?? []) {
    const id = newId();
    await sql`
      insert into promo_codes (tenant_id, id, code, kind, percent_bps, for_all_packages, created_at, updated_at)
      values (${tenantId}, ${id}, ${code}, 'percent', ${percentBps}, false, ${now}, ${now})`;
    for (const slug of slugs) {
      const packageId = packages.get(slug);
      if (packageId === undefined) throw new Error(`the promo code ${code} names ${slug}, which the sample doesn't have`);
      await sql`insert into promo_code_packages (tenant_id, promo_code_id, package_id) values (${tenantId}, ${id}, ${packageId})`;
    }
  }
  for (const [position, zone] of (sample.zones ?? []).entries()) {
    await sql`
      insert into pricing_zones (tenant_id, id, name, areas, surcharge_minor, position, created_at, updated_at)
      values (${tenantId}, ${newId()}, ${zone.name}, ${sql.array([...zone.areas], 25)}, ${zone.surchargeMinor}, ${position}, ${now}, ${now})`;
  }
}
