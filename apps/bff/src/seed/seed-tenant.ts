import { addDays } from '@mais/availability';
import type { Sql } from '../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../platform/db/with-tenant.ts';
import { newId, type TenantId } from '../platform/ids.ts';
import { createTenant } from '../features/tenants/index.ts';
import { insertPrices } from './insert-prices.ts';
import { insertQuestions } from './insert-questions.ts';
import type { SamplePackage, SampleTenant } from './sample-tenant.ts';

/** Creates a sample tenant with all it offers. `today` is the day that relative days count from. */
export async function seedTenant(app: Sql, sample: SampleTenant, now: Date): Promise<TenantId> {
  const { id } = await createTenant({ app, actor: 'cli', now }, {
    slug: sample.slug, name: sample.name, email: sample.email, country: sample.country, currency: sample.currency, timeZone: sample.timeZone,
    locale: sample.locale, commissionBps: sample.commissionBps, branding: sample.branding, status: 'demo', origins: [],
    testPublishableKey: `pk_test_${sample.slug}_sample`,
  });
  const today = now.toISOString().slice(0, 10);
  await withTenant(app, { tenantId: id, livemode: false }, async (tx) => {
    if (sample.cancellation) await tx.sql`update tenants set cancellation_policy = ${tx.sql.json(sample.cancellation)} where id = ${tx.tenantId}`;
    const resources = await insertResources(tx, sample);
    const schedules = await insertSchedules(tx, sample, today);
    const addOns = await insertAddOns(tx, sample);
    for (const blackout of sample.blackouts ?? []) {
      await tx.sql`insert into blackouts (tenant_id, id, starts_on, ends_on, reason)
        values (${id}, ${newId()}, ${addDays(today, blackout.fromInDays)}, ${addDays(today, blackout.toInDays)}, ${blackout.reason})`;
    }
    const packages = new Map<string, string>();
    for (const [position, item] of sample.packages.entries()) packages.set(item.slug, await insertPackage(tx, sample, item, { position, resources, schedules, addOns }));
    await insertQuestions(tx, sample, packages);
    await insertPrices(tx, sample, packages, now);
  });
  return id;
}

type IdsByName = ReadonlyMap<string, string>;

async function insertResources(tx: TenantTx, sample: SampleTenant): Promise<IdsByName> {
  const ids = new Map<string, string>();
  for (const [index, resource] of sample.resources.entries()) {
    // The first one is the default that came with the tenant, under its own name.
    const [row] = index === 0
      ? await tx.sql<{ id: string }[]>`update resources set name = ${resource.name}, units = ${resource.units} where tenant_id = ${tx.tenantId} and is_default returning id`
      : await tx.sql<{ id: string }[]>`insert into resources (tenant_id, id, name, units) values (${tx.tenantId}, ${newId()}, ${resource.name}, ${resource.units}) returning id`;
    if (row) ids.set(resource.name, row.id);
  }
  return ids;
}

async function insertSchedules(tx: TenantTx, sample: SampleTenant, today: string): Promise<IdsByName> {
  const ids = new Map<string, string>();
  for (const schedule of sample.schedules) {
    const id = newId();
    ids.set(schedule.name, id);
    await tx.sql`insert into schedules (tenant_id, id, name) values (${tx.tenantId}, ${id}, ${schedule.name})`;
    for (const weekday of schedule.weekdays) {
      for (const [start, end] of schedule.hours) {
        await tx.sql`insert into schedule_rules (tenant_id, schedule_id, weekday, start_minute, end_minute)
          values (${tx.tenantId}, ${id}, ${weekday}, ${start}, ${end})`;
      }
    }
    for (const inDays of schedule.closedInDays ?? []) {
      await tx.sql`insert into date_overrides (tenant_id, schedule_id, day_local) values (${tx.tenantId}, ${id}, ${addDays(today, inDays)})`;
    }
  }
  return ids;
}

async function insertAddOns(tx: TenantTx, sample: SampleTenant): Promise<IdsByName> {
  const ids = new Map<string, string>();
  for (const [position, addOn] of sample.addOns.entries()) {
    const id = newId();
    ids.set(addOn.slug, id);
    await tx.sql`
      insert into add_ons (tenant_id, id, slug, name, description, price_minor, price_basis, max_quantity, position)
      values (${tx.tenantId}, ${id}, ${addOn.slug}, ${addOn.name}, ${addOn.description}, ${addOn.priceMinor}, ${addOn.priceBasis ?? 'booking'},
        ${addOn.maxQuantity}, ${position})`;
  }
  return ids;
}

async function insertPackage(
  tx: TenantTx, sample: SampleTenant, item: SamplePackage,
  given: { position: number; resources: IdsByName; schedules: IdsByName; addOns: IdsByName },
): Promise<string> {
  const id = newId();
  const [minParty, maxParty] = item.party ?? [1, 1];
  const [before, after] = item.buffersMinutes ?? [0, 0];
  await tx.sql`
    insert into packages (tenant_id, id, slug, name, summary, description, category, image, kind, position, price_minor, price_basis, tax_bps,
      min_party_size, max_party_size, schedule_id, duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes, seats,
      min_notice_minutes, booking_window_days, deposit_kind, deposit_bps, balance_due_hours, zone_policy)
    values (${tx.tenantId}, ${id}, ${item.slug}, ${item.name}, ${item.summary}, ${item.description}, ${item.category ?? null},
      ${`/images/${sample.slug}/${item.slug}.svg`}, ${item.kind}, ${given.position}, ${item.priceMinor}, ${item.priceBasis ?? 'booking'},
      ${sample.taxBps}, ${minParty}, ${maxParty}, ${idOf(given.schedules, item.schedule)}, ${item.durationMinutes ?? null},
      ${item.stepMinutes ?? null}, ${before}, ${after}, ${item.seats ?? null}, ${item.noticeMinutes}, ${item.windowDays},
      ${item.deposit ? 'percent' : 'none'}, ${item.deposit?.bps ?? null}, ${item.deposit?.balanceDueHours ?? 0}, ${item.zonePolicy ?? 'none'})`;
  for (const name of item.resources) {
    await tx.sql`insert into package_resources (tenant_id, package_id, resource_id) values (${tx.tenantId}, ${id}, ${idOf(given.resources, name)})`;
  }
  for (const slug of item.addOns ?? []) {
    await tx.sql`insert into package_add_ons (tenant_id, package_id, add_on_id) values (${tx.tenantId}, ${id}, ${idOf(given.addOns, slug)})`;
  }
  return id;
}

function idOf(ids: IdsByName, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the sample names "${name}", which it doesn't have`);
  return id;
}
