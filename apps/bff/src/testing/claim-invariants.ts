import postgres from 'postgres';

/** What must hold of claims, seats, holds and bookings at any moment between transactions, each as a query for what breaks it. */
const invariants: Readonly<Record<string, (sql: postgres.Sql, now: Date) => PromiseLike<readonly object[]>>> = {
  'no two claims overlap on one unit': (sql) => sql`
    select one.id, other.id as other_id from claims one join claims other
      on (one.tenant_id, one.livemode, one.resource_id, one.unit_no) = (other.tenant_id, other.livemode, other.resource_id, other.unit_no)
      and one.id < other.id and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    where one.released_at is null and other.released_at is null`,

  'a claim is on a unit that its resource has': (sql) => sql`
    select claims.id from claims join resources on resources.tenant_id = claims.tenant_id and resources.id = claims.resource_id
    where released_at is null and unit_no > units`,

  'the counter of a session is the sum of its seats, and never more than there are': (sql) => sql`
    select sessions.id, capacity, seats_claimed, coalesce(sum(seats), 0)::int as seats
    from sessions left join seat_claims on seat_claims.tenant_id = sessions.tenant_id and session_id = sessions.id and released_at is null
    group by sessions.tenant_id, sessions.id having seats_claimed <> coalesce(sum(seats), 0) or seats_claimed > capacity`,

  'a session with a seat that counts holds every resource of its package': (sql, now) => sql`
    select sessions.id, package_resources.resource_id from sessions
      join package_resources on package_resources.tenant_id = sessions.tenant_id and package_resources.package_id = sessions.package_id
    where exists (select 1 from seat_claims where seat_claims.tenant_id = sessions.tenant_id and session_id = sessions.id
        and released_at is null and (expires_at is null or expires_at > ${now}))
      and not exists (select 1 from claims where claims.tenant_id = sessions.tenant_id and claims.session_id = sessions.id
        and claims.resource_id = package_resources.resource_id and released_at is null)`,

  'a booking that counts has claimed what its package needs, for as long as it blocks it': (sql, now) => sql`
    select bookings.id, bookings.status, package_resources.resource_id from bookings
      join packages on packages.tenant_id = bookings.tenant_id and packages.id = bookings.package_id and packages.kind <> 'session'
      join package_resources on package_resources.tenant_id = packages.tenant_id and package_resources.package_id = packages.id
    where (bookings.status = 'confirmed' or (bookings.status = 'pending_payment' and bookings.expires_at > ${now}))
      and not exists (select 1 from claims where claims.tenant_id = bookings.tenant_id and claims.hold_id = bookings.hold_id
        and claims.resource_id = package_resources.resource_id and released_at is null
        and claims.starts_at <= bookings.blocked_starts_at and claims.ends_at >= bookings.blocked_ends_at
        and claims.expires_at is not distinct from (case when bookings.status = 'confirmed' then null else bookings.expires_at end))`,

  'a booking of a session that counts has its seats': (sql, now) => sql`
    select bookings.id, bookings.status from bookings
      join packages on packages.tenant_id = bookings.tenant_id and packages.id = bookings.package_id and packages.kind = 'session'
    where (bookings.status = 'confirmed' or (bookings.status = 'pending_payment' and bookings.expires_at > ${now}))
      and not exists (select 1 from seat_claims where seat_claims.tenant_id = bookings.tenant_id and seat_claims.hold_id = bookings.hold_id
        and seats = party_size and released_at is null
        and seat_claims.expires_at is not distinct from (case when bookings.status = 'confirmed' then null else bookings.expires_at end))`,

  'a hold that counts has something claimed': (sql, now) => sql`
    select id from holds where status = 'active' and expires_at > ${now}
      and not exists (select 1 from claims where claims.tenant_id = holds.tenant_id and hold_id = holds.id and released_at is null)
      and not exists (select 1 from seat_claims where seat_claims.tenant_id = holds.tenant_id and hold_id = holds.id and released_at is null)`,

  'a hold that has ended claims nothing': (sql) => sql`
    select holds.id from holds join (select tenant_id, hold_id from claims where released_at is null
        union all select tenant_id, hold_id from seat_claims where released_at is null) as live
      on live.tenant_id = holds.tenant_id and live.hold_id = holds.id
    where status in ('released', 'expired')`,

  'a claim without an end belongs to a confirmed booking or to a session': (sql) => sql`
    select claims.id from claims left join bookings on bookings.tenant_id = claims.tenant_id and bookings.hold_id = claims.hold_id
    where released_at is null and claims.expires_at is null and session_id is null and bookings.status is distinct from 'confirmed'`,

  'a hold is booked exactly when it has a booking': (sql) => sql`
    select holds.id, holds.status, bookings.id as booking_id from holds left join bookings on bookings.tenant_id = holds.tenant_id and bookings.hold_id = holds.id
    where (holds.status = 'booked' and bookings.id is null) or (holds.status = 'active' and bookings.id is not null)`,
};

/**
 * Looks for what must never be, over all tenants.
 * @param ownerUrl of a superuser, whom row-level security doesn't bind
 * @param now the clock's time, by which holds and bookings count or have expired
 * @returns the broken invariants, with the rows that break them
 */
export async function findBrokenInvariants(ownerUrl: string, now: Date): Promise<Record<string, readonly object[]>> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const broken: Record<string, readonly object[]> = {};
    for (const [name, find] of Object.entries(invariants)) {
      const rows = [...(await find(sql, now))];
      if (rows.length > 0) broken[name] = rows.slice(0, 10);
    }
    return broken;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** How many deadlocks the database has seen. Backends report when they end: close the pools first. */
export async function countDeadlocks(ownerUrl: string): Promise<number> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ deadlocks: number }[]>`select deadlocks::int from pg_stat_database where datname = current_database()`;
    return row?.deadlocks ?? -1;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
