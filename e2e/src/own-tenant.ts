import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';

/** A business of a test's own, in test mode, without a Stripe account. */
export interface OwnTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** Makes a business with one room, open around the clock, that offers a free hour and a paid one. */
export async function makeOwnTenant(sql: postgres.Sql, name: string): Promise<OwnTenant> {
  const [id, resource, schedule, random] = [randomUUID(), randomUUID(), randomUUID(), randomBytes(8).toString('hex')];
  const slug = `own-${random}`;
  const keys = { publishable: `pk_test_${random}`, secret: `sk_test_${random}` };
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${id}, true)`;
    await tx`insert into tenants (id, slug, name, email, country, currency, time_zone, commission_bps)
      values (${id}, ${slug}, ${name}, ${`owner@${slug}.invalid`}, 'DE', 'EUR', 'Europe/Berlin', 1000)`;
    for (const [kind, key] of Object.entries(keys)) {
      await tx`insert into api_keys (tenant_id, id, kind, livemode, key_hash, hint)
        values (${id}, ${randomUUID()}, ${kind}, false, ${createHash('sha256').update(key).digest()}, ${key.slice(0, 8)})`;
    }
    await tx`insert into resources (tenant_id, id, name, units, is_default) values (${id}, ${resource}, 'Room', 5, true)`;
    await tx`insert into schedules (tenant_id, id, name) values (${id}, ${schedule}, 'Always')`;
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      await tx`insert into schedule_rules (tenant_id, schedule_id, weekday, start_minute, end_minute) values (${id}, ${schedule}, ${weekday}, 0, 1440)`;
    }
    for (const [position, [packageSlug, title, price]] of ([['trial', 'Trial hour', 0], ['lesson', 'Pottery lesson', 4_500]] as const).entries()) {
      const packageId = randomUUID();
      await tx`insert into packages (tenant_id, id, slug, name, summary, kind, position, price_minor, schedule_id, duration_minutes, step_minutes)
        values (${id}, ${packageId}, ${packageSlug}, ${title}, 'At the wheel.', 'slot', ${position}, ${price}, ${schedule}, 60, 60)`;
      await tx`insert into package_resources (tenant_id, package_id, resource_id) values (${id}, ${packageId}, ${resource})`;
    }
  });
  return { id, slug, name, publishableKey: keys.publishable, secretKey: keys.secret };
}
