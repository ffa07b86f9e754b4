// How a time is claimed, and why it can't be claimed twice.
//
// 1. Everything that changes claims first takes the lock of each resource, in the order of the ids: no deadlocks.
// 2. Under the locks, claims whose hold has expired are released: `now()` can't stand in the constraint's predicate.
// 3. The claims are inserted, each on the first unit that is free, with ON CONFLICT DO NOTHING.
// 4. The rows are counted. One missing means that the time is taken, and the transaction is rolled back.
//
// The exclusion constraint would refuse an overlap even if all of this were wrong. No step waits for the answer of the one
// before, so all of them travel together.
import type { ResourcePool } from '@mais/availability';
import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type HoldId } from '../../platform/ids.ts';

export interface ClaimSpan {
  readonly blockedStartsAt: Date;
  readonly blockedEndsAt: Date;
}

export interface ClaimInput extends ClaimSpan {
  readonly holdId: HoldId;
  readonly resources: readonly ResourcePool[];
  readonly expiresAt: Date | null;
  readonly now: Date;
}

/** Claims one unit of each resource for a hold; false when one has none free. The caller rolls back on false. */
export async function claimResources(tx: TenantTx, input: ClaimInput): Promise<boolean> {
  const steps = [
    ...lockResources(tx, input.resources),
    releaseDeadClaims(tx, input),
    insertHoldClaims(tx, input),
  ];
  const results = await Promise.all(steps);
  return results.at(-1)?.count === input.resources.length;
}

export function lockResources(tx: TenantTx, resources: readonly ResourcePool[]) {
  return resources.map((resource) => resource.resourceId).toSorted().map((id) => lockForTransaction(tx, 'resource', id));
}

/**
 * Releases what overlaps the span and no longer counts: claims of expired holds, and of sessions without a seat that counts,
 * together with the seats that have expired. A seat that stayed behind would let its owner pay later for a departure without boats.
 */
export function releaseDeadClaims(tx: TenantTx, input: ClaimSpan & { resources: readonly ResourcePool[]; now: Date }) {
  const { now } = input;
  // The seats are locked in the order of their ids: two who need different resources of one session may come together.
  return tx.sql`
    with obstacle as (
      select found.id, found.session_id, found.expires_at
      from ${poolsOf(tx, input.resources)}, generate_series(1, pool.units) as unit (no), lateral (${obstacles(tx, input)}) as found),
    expired as (
      update claims set released_at = ${now} where tenant_id = ${tx.tenantId} and id in (select id from obstacle where expires_at <= ${now})),
    dead as (
      update claims set released_at = ${now} where tenant_id = ${tx.tenantId} and id in (select id from obstacle where session_id is not null)
        and not exists (select 1 from seat_claims where seat_claims.tenant_id = claims.tenant_id and seat_claims.session_id = claims.session_id
          and seat_claims.released_at is null and (seat_claims.expires_at is null or seat_claims.expires_at > ${now}))
      returning session_id),
    expired_seats as (
      select id from seat_claims where tenant_id = ${tx.tenantId} and released_at is null and session_id in (select session_id from dead)
      order by id for update),
    released_seats as (
      update seat_claims set released_at = ${now} where tenant_id = ${tx.tenantId} and id in (select id from expired_seats)
      returning session_id, seats),
    freed as (select session_id, sum(seats) as seats from released_seats group by session_id)
    update sessions set seats_claimed = seats_claimed - freed.seats from freed
    where sessions.tenant_id = ${tx.tenantId} and sessions.id = freed.session_id`;
}

function insertHoldClaims(tx: TenantTx, input: ClaimInput) {
  return tx.sql`
    insert into claims (tenant_id, id, livemode, resource_id, unit_no, hold_id, starts_at, ends_at, expires_at)
    select ${tx.tenantId}, claim_id, ${tx.livemode}, resource_id, unit_no, ${input.holdId}, ${input.blockedStartsAt}, ${input.blockedEndsAt}, ${input.expiresAt}
    from (${freeUnits(tx, input)}) as free
    on conflict do nothing`;
}

/** For each resource the first unit that nothing claims in the span; a resource without one has no row. */
export function freeUnits(tx: TenantTx, input: ClaimSpan & { resources: readonly ResourcePool[] }) {
  return tx.sql`
    select pool.claim_id, pool.resource_id, free.unit_no
    from ${poolsOf(tx, input.resources)}, lateral (
      select unit.no::smallint as unit_no from generate_series(1, pool.units) as unit (no)
      where not exists (${obstacles(tx, input)})
      limit 1) as free`;
}

/** The resources as rows of `pool`, each with an id for its claim. */
function poolsOf(tx: TenantTx, resources: readonly ResourcePool[]) {
  const pools = resources.map(({ resourceId, units }) => ({ claim_id: newId(), resource_id: resourceId, units }));
  return tx.sql`jsonb_to_recordset(${tx.sql.json(pools)}) as pool (claim_id uuid, resource_id uuid, units int)`;
}

/**
 * The claims in the way on one `unit` of a `pool`. Those on a unit never overlap, so besides the ones that start inside the span
 * only the last one before it can reach into it: a few rows, however full the calendar is.
 */
function obstacles(tx: TenantTx, span: ClaimSpan) {
  const onUnit = tx.sql`
    claims.tenant_id = ${tx.tenantId} and claims.livemode = ${tx.livemode} and claims.resource_id = pool.resource_id
    and claims.unit_no = unit.no and claims.released_at is null`;
  return tx.sql`
    select id, session_id, expires_at from claims
    where ${onUnit} and starts_at >= ${span.blockedStartsAt} and starts_at < ${span.blockedEndsAt}
    union all
    select id, session_id, expires_at from (
      select id, session_id, expires_at, ends_at from claims
      where ${onUnit} and starts_at < ${span.blockedStartsAt} order by starts_at desc limit 1) as before
    where before.ends_at > ${span.blockedStartsAt}`;
}
