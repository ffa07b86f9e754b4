import { connectDatabase, listBusySpans, readWithTenant, type Sql, type TenantScope, type Window } from '@mais/bff';

import { alternate } from '../alternate.ts';
import type { Benchmark } from '../benchmark.ts';
import type { SlowNetworkAnswer, SlowNetworkTask } from '../load/slow-network.ts';
import { benchTenant, startOf } from '../stack/bench-tenant.ts';

const rounds = 9;
const roundMs = 2_000;
const delayMs = 2;
const poolSize = 10;
/** As many as one page view needs; few enough that the processors wait for the network and not the other way round. */
const readers = 4;
const budget = 0.95;
/** Bookings in the room that is read; the month holds all of them. */
const claims = 100;

/** The read behind availability, in the tenant's scope under row-level security, against the same query by a role that nothing binds. */
export const rlsRead: Benchmark = {
  name: 'rls-read',
  async run(bench) {
    const stack = await bench.startStack();
    const network = bench.startHelper<SlowNetworkTask, SlowNetworkAnswer>(new URL('../load/slow-network.ts', import.meta.url));
    const { scope, resourceId, window } = await fillRoom(stack.sql);
    const port = await network.ask({ targetPort: Number(new URL(stack.databaseUrl).port), delayMs });
    const app = connectDatabase(throughPort(stack.appUrl, port), { name: 'bench rls', poolSize });
    const plain = connectDatabase(throughPort(stack.databaseUrl, port), { name: 'bench plain', poolSize });
    const counting = { now: new Date(), exceptHoldId: null };
    const { measured, yardstick, ratio } = await alternate(
      rounds,
      () => readRate(async () => {
        const [spans] = await readWithTenant(app, scope, (tx) => [listBusySpans(tx, [resourceId], window, counting)]);
        return spans.length;
      }),
      () => readRate(async () => {
        const sql = await plain.reserve();
        try {
          return (await listBusySpans({ ...scope, sql, afterCommit: () => {} }, [resourceId], window, counting)).length;
        } finally {
          sql.release();
        }
      }),
    );
    await Promise.all([app.end({ timeout: 5 }), plain.end({ timeout: 5 })]);
    bench.say(`${Math.round(measured)} reads/s under row-level security, ${Math.round(yardstick)}/s without`);
    return [{
      name: `RLS read behind ${delayMs} ms of network`,
      measured: `${Math.round(measured)} reads/s`,
      yardstick: `${Math.round(yardstick)} reads/s`,
      ratio,
      budget: `≥ ${budget}`,
      passed: ratio >= budget,
    }];
  },
};

/** Reads a second, by several readers that each wait for their answer. */
async function readRate(read: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  const deadline = startedAt + roundMs;
  let reads = 0;
  await Promise.all(Array.from({ length: readers }, async () => {
    while (performance.now() < deadline) {
      const rows = await read();
      if (rows !== claims) throw new Error(`a read found ${rows} claims, not ${claims}`);
      reads += 1;
    }
  }));
  return reads / ((performance.now() - startedAt) / 1000);
}

function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}

/** Bookings of one room, six hours apart. */
async function fillRoom(sql: Sql): Promise<{ scope: TenantScope; resourceId: string; window: Window }> {
  const [room] = await sql<{ tenantId: TenantScope['tenantId']; packageId: string; resourceId: string }[]>`
    select packages.tenant_id, packages.id as package_id, resource_id from packages
      join package_resources on package_resources.tenant_id = packages.tenant_id and package_resources.package_id = packages.id
    where packages.slug = 'room-1' and packages.tenant_id = (select id from tenants where slug = ${benchTenant.slug})`;
  if (!room) throw new Error('the bench tenant has no room');
  const { tenantId, packageId, resourceId } = room;
  const starts = Array.from({ length: claims }, (_, index) => startOf(0, index * 24));
  await sql`
    with start as (select gen_random_uuid() as hold_id, starts_at, ends_at
      from unnest(${starts.map((start) => start.startsAt)}::timestamptz[], ${starts.map((start) => start.endsAt)}::timestamptz[]) as start (starts_at, ends_at)),
    hold as (
      insert into holds (tenant_id, id, livemode, package_id, status, party_size, starts_at, ends_at, expires_at)
      select ${tenantId}, hold_id, false, ${packageId}, 'booked', 1, starts_at, ends_at, now() from start returning id)
    insert into claims (tenant_id, id, livemode, resource_id, unit_no, hold_id, starts_at, ends_at)
    select ${tenantId}, gen_random_uuid(), false, ${resourceId}, 1, hold_id, starts_at, ends_at from start`;
  await sql`analyze claims, holds`;
  const window = { startsAt: new Date(startOf(0, 0).startsAt), endsAt: new Date(startOf(0, 96 * 31).startsAt) };
  return { scope: { tenantId, livemode: false }, resourceId, window };
}
