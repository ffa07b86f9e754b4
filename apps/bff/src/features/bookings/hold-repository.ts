import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { HoldId, PackageId } from '../../platform/ids.ts';
import type { HoldRow, HoldStatus } from './hold.ts';

export function insertHold(tx: TenantTx, hold: HoldRow, clientHash: Buffer | null, now: Date) {
  return tx.sql`
    insert into holds (tenant_id, id, livemode, package_id, status, party_size, starts_at, ends_at, expires_at, created_at,
      client_hash)
    values (${tx.tenantId}, ${hold.id}, ${tx.livemode}, ${hold.packageId}, ${hold.status}, ${hold.partySize}, ${hold.startsAt},
      ${hold.endsAt}, ${hold.expiresAt}, ${now}, ${clientHash})`;
}

/** Locks the row, so that a hold is booked, released or expired once. */
export async function findHoldForUpdate(tx: TenantTx, id: HoldId): Promise<HoldRow | null> {
  const [row] = await tx.sql<HoldRow[]>`
    select id, package_id, status, party_size, starts_at, ends_at, expires_at from holds
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and id = ${id} for update`;
  return row ?? null;
}

/** Ends a hold, or makes it a booking; whose it was is forgotten with it. */
export async function updateHold(tx: TenantTx, id: HoldId, change: { status: HoldStatus; expiresAt?: Date }): Promise<void> {
  await tx.sql`
    update holds set status = ${change.status}, client_hash = null, expires_at = coalesce(${change.expiresAt ?? null}, expires_at)
    where tenant_id = ${tx.tenantId} and id = ${id}`;
}

/** Holds that a client has at this moment, the one of this transaction included. */
export async function countActiveHolds(tx: TenantTx, clientHash: Buffer, now: Date): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from holds
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and client_hash = ${clientHash} and status = 'active' and expires_at > ${now}`;
  return row?.count ?? 0;
}

/** Starts of the package on one local day that count toward its daily limit. */
export async function countStarts(tx: TenantTx, packageId: PackageId, day: { startsAt: Date; endsAt: Date }, now: Date): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from holds
    where tenant_id = ${tx.tenantId} and livemode = ${tx.livemode} and package_id = ${packageId}
      and starts_at >= ${day.startsAt} and starts_at < ${day.endsAt}
      and (status = 'booked' or (status = 'active' and expires_at > ${now}))`;
  return row?.count ?? 0;
}

/**
 * Moves the end of a hold's claims, or takes it away (null) once the booking is confirmed.
 * @returns false when a part of them has been released: the time may be another's by now
 */
export async function keepClaims(tx: TenantTx, holdId: HoldId, expiresAt: Date | null): Promise<boolean> {
  const [count] = await tx.sql<{ kept: number; needed: number }[]>`
    with kept as (
      update claims set expires_at = ${expiresAt} where tenant_id = ${tx.tenantId} and hold_id = ${holdId} and released_at is null returning 1),
    kept_seats as (
      update seat_claims set expires_at = ${expiresAt} where tenant_id = ${tx.tenantId} and hold_id = ${holdId} and released_at is null returning 1)
    select (select count(*) from kept)::int + (select count(*) from kept_seats)::int as kept, count(distinct claimed)::int as needed from (
      select resource_id as claimed from claims where tenant_id = ${tx.tenantId} and hold_id = ${holdId}
      union all
      select session_id from seat_claims where tenant_id = ${tx.tenantId} and hold_id = ${holdId}) as of_hold`.execute();
  return count !== undefined && count.kept > 0 && count.kept === count.needed;
}

/** Gives back whatever a hold has claimed; a session without any seat left gives back its resources too. */
export async function releaseClaims(tx: TenantTx, holdId: HoldId, now: Date): Promise<void> {
  await Promise.all([
    tx.sql`update claims set released_at = ${now} where tenant_id = ${tx.tenantId} and hold_id = ${holdId} and released_at is null`,
    tx.sql`
      with released as (
        update seat_claims set released_at = ${now}
        where tenant_id = ${tx.tenantId} and hold_id = ${holdId} and released_at is null returning session_id, seats)
      update sessions set seats_claimed = seats_claimed - released.seats from released
      where sessions.tenant_id = ${tx.tenantId} and sessions.id = released.session_id`,
    tx.sql`
      update claims set released_at = ${now}
      where tenant_id = ${tx.tenantId} and released_at is null and session_id in (
        select sessions.id from sessions join seat_claims on seat_claims.tenant_id = sessions.tenant_id and seat_claims.session_id = sessions.id
        where sessions.tenant_id = ${tx.tenantId} and seat_claims.hold_id = ${holdId} and sessions.seats_claimed = 0)`,
  ]);
}
