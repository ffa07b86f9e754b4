import type { BusySpan, SessionLoad } from '@mais/availability';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { PackageId } from '../../platform/ids.ts';

export interface Window {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Whose claims count. */
export interface Counting {
  readonly now: Date;
  /** A hold whose claims don't; null counts all. */
  readonly exceptHoldId: string | null;
}

/** The longest claim: a week's duration with a day's buffer on each side. It bounds the search by `starts_at`. */
const LONGEST_CLAIM = '9 days';

interface ClaimRow {
  readonly resourceId: string;
  readonly unitNo: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Claims that count now: not released, not expired, and of sessions only those with a seat that counts. */
export async function listBusySpans(tx: TenantTx, resourceIds: readonly string[], window: Window, { now, exceptHoldId }: Counting): Promise<BusySpan[]> {
  const rows = await tx.sql<ClaimRow[]>`
    select resource_id, unit_no, starts_at, ends_at from claims
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and resource_id = any(${tx.sql.array([...resourceIds], 2950)})
      and starts_at < ${window.endsAt} and starts_at > ${window.startsAt}::timestamptz - ${LONGEST_CLAIM}::interval and ends_at > ${window.startsAt}
      and released_at is null and (expires_at is null or expires_at > ${now})
      and (hold_id is null or hold_id is distinct from ${exceptHoldId}::uuid)
      and (session_id is null or exists (select 1 from seat_claims
        where seat_claims.tenant_id = claims.tenant_id and seat_claims.session_id = claims.session_id
          and seat_claims.released_at is null and (seat_claims.expires_at is null or seat_claims.expires_at > ${now})
          and seat_claims.hold_id is distinct from ${exceptHoldId}::uuid))`;
  return rows.map((row) => ({
    resourceId: row.resourceId,
    unitNo: row.unitNo,
    startsAtMs: row.startsAt.getTime(),
    endsAtMs: row.endsAt.getTime(),
  }));
}

interface SessionRow {
  readonly startsAt: Date;
  readonly capacity: number;
  readonly seatsClaimed: number;
}

/** Sessions of the package in the window, with the seats that count now. */
export async function listSessionLoads(tx: TenantTx, packageId: PackageId, window: Window, { now, exceptHoldId }: Counting): Promise<SessionLoad[]> {
  const rows = await tx.sql<SessionRow[]>`
    select sessions.starts_at, sessions.capacity, coalesce(sum(seat_claims.seats), 0)::int as seats_claimed
    from sessions left join seat_claims on seat_claims.tenant_id = sessions.tenant_id and seat_claims.session_id = sessions.id
      and seat_claims.released_at is null and (seat_claims.expires_at is null or seat_claims.expires_at > ${now})
      and seat_claims.hold_id is distinct from ${exceptHoldId}::uuid
    where sessions.tenant_id = ${tx.tenantId} and sessions.livemode = ${tx.livemode} and sessions.package_id = ${packageId}
      and sessions.starts_at >= ${window.startsAt} and sessions.starts_at < ${window.endsAt}
    group by sessions.starts_at, sessions.capacity`;
  return rows.map((row) => ({ startsAtMs: row.startsAt.getTime(), seatsClaimed: row.seatsClaimed, capacity: row.capacity }));
}

/** How many bookings (or holds on their way to one) start on each local day; asked only where a package limits them. */
export async function countStartsPerDay(
  tx: TenantTx, packageId: PackageId, { startsAt, endsAt, timeZone }: Window & { timeZone: string }, { now, exceptHoldId }: Counting,
): Promise<Map<string, number>> {
  const rows = await tx.sql<{ day: string; count: number }[]>`
    select (starts_at at time zone ${timeZone})::date as day, count(*)::int as count from holds
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and package_id = ${packageId}
      and starts_at >= ${startsAt} and starts_at < ${endsAt} and id is distinct from ${exceptHoldId}::uuid
      and (status = 'booked' or (status = 'active' and expires_at > ${now}))
    group by 1`;
  return new Map(rows.map((row) => [row.day, row.count]));
}
