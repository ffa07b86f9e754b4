// Seats of a shared departure. The session claims its resources once, by claims of its own; its seats are a counter under
// a CHECK that moves only together with a row of seat_claims, and is counted anew from them with every claim.
import type { ResourcePool } from '@mais/availability';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type HoldId, type PackageId } from '../../platform/ids.ts';
import { freeUnits, lockResources, releaseDeadClaims, type ClaimSpan } from './claim-resources.ts';

export interface SeatClaimInput extends ClaimSpan {
  readonly holdId: HoldId;
  readonly packageId: PackageId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly seats: number;
  readonly resources: readonly ResourcePool[];
  readonly expiresAt: Date | null;
  readonly now: Date;
}

export type SeatClaimResult = 'claimed' | 'not_enough_seats' | 'resources_taken';

/** Claims seats for a hold, and the session's resources with the first of them. The caller rolls back on failure. */
export async function claimSeats(tx: TenantTx, input: SeatClaimInput): Promise<SeatClaimResult> {
  const session = sessionOf(tx, input);
  const before = [
    ...lockResources(tx, input.resources),
    releaseExpiredSeats(tx, input),
    releaseDeadClaims(tx, input),
    tx.sql`
      insert into sessions (tenant_id, id, livemode, package_id, starts_at, ends_at, capacity)
      values (${tx.tenantId}, ${newId()}, ${tx.livemode}, ${input.packageId}, ${input.startsAt}, ${input.endsAt}, ${input.capacity})
      on conflict (tenant_id, livemode, package_id, starts_at) do nothing`,
    // A session that holds its resources already finds its own claims in the way, and inserts none.
    tx.sql`
      insert into claims (tenant_id, id, livemode, resource_id, unit_no, session_id, starts_at, ends_at)
      select ${tx.tenantId}, claim_id, ${tx.livemode}, resource_id, unit_no, (${session}), ${input.blockedStartsAt}, ${input.blockedEndsAt}
      from (${freeUnits(tx, input)}) as free
      where not exists (select 1 from claims where claims.tenant_id = ${tx.tenantId} and claims.session_id = (${session})
        and claims.resource_id = free.resource_id and claims.released_at is null)
      on conflict do nothing`,
  ];
  const [, held, counted] = await Promise.all([
    Promise.all(before),
    tx.sql<{ count: number }[]>`
      select count(*)::int as count from claims
      where tenant_id = ${tx.tenantId} and session_id = (${session}) and released_at is null`,
    tx.sql`
      with counted as (
        update sessions set seats_claimed = live.seats + ${input.seats}
        from (select coalesce(sum(seats), 0)::int as seats from seat_claims
          where tenant_id = ${tx.tenantId} and session_id = (${session}) and released_at is null) as live
        where tenant_id = ${tx.tenantId} and id = (${session}) and live.seats + ${input.seats} <= capacity returning id)
      insert into seat_claims (tenant_id, id, livemode, session_id, hold_id, seats, expires_at)
      select ${tx.tenantId}, ${newId()}, ${tx.livemode}, id, ${input.holdId}, ${input.seats}, ${input.expiresAt} from counted`,
  ]);
  if (held[0]?.count !== input.resources.length) return 'resources_taken';
  return counted.count === 1 ? 'claimed' : 'not_enough_seats';
}

function sessionOf(tx: TenantTx, input: { packageId: PackageId; startsAt: Date }) {
  return tx.sql`
    select id from sessions where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode}
      and package_id = ${input.packageId} and starts_at = ${input.startsAt}`;
}

/** Gives back the seats of expired holds, in the sessions that overlap the span. */
function releaseExpiredSeats(tx: TenantTx, input: SeatClaimInput) {
  return tx.sql`
    with expired as (
      update seat_claims set released_at = ${input.now}
      where tenant_id = ${tx.tenantId} and released_at is null and expires_at <= ${input.now} and session_id in (
        select id from sessions where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and package_id = ${input.packageId}
          and starts_at = ${input.startsAt})
      returning session_id, seats),
    freed as (select session_id, sum(seats) as seats from expired group by session_id)
    update sessions set seats_claimed = seats_claimed - freed.seats from freed
    where sessions.tenant_id = ${tx.tenantId} and sessions.id = freed.session_id`;
}
