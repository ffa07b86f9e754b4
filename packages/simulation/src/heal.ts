import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';

import { control } from './faults/apply-faults.ts';
import type { World } from './world/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Jumps that let everything that was put off come due: what is asked after a minute, an hour, a day and three, and webhooks that are three days late. */
const jumpsMs = [2 * MINUTE_MS, 20 * MINUTE_MS, 70 * MINUTE_MS, 25 * HOUR_MS, 49 * HOUR_MS, 73 * HOUR_MS, 25 * HOUR_MS, 26 * HOUR_MS];

/** After this one the tenants are paid out: what they have earned is available by then. */
const payoutAfter = 5;

/** Far more than it takes: a machine that is busy with something else is no violation. */
const healingPatienceMs = 150_000;

/**
 * Lets time pass without any fault until nothing is left to do.
 * @returns what is still not done, when it takes too long
 */
export async function heal(world: World, sql: postgres.Sql, payoutOutcome: 'paid' | 'failed'): Promise<string[]> {
  for (const [index, jumpMs] of jumpsMs.entries()) {
    world.clock.advance(jumpMs);
    await hastenJobs(sql);
    const left = await waitUntilQuiet(world, sql, healingPatienceMs);
    if (left.length > 0) return left;
    if (index === payoutAfter) await control(world, 'POST', 'payouts/run', { outcome: payoutOutcome });
  }
  return [];
}

/** Jobs that failed are tried again later and later, by the database's clock, which doesn't move with ours. */
export async function hastenJobs(sql: postgres.Sql): Promise<void> {
  await sql`update pgboss.job set start_after = now() where state in ('created', 'retry')`;
}

/** @returns what is still to do when that takes longer */
export async function waitUntilQuiet(world: World, sql: postgres.Sql, patienceMs: number): Promise<string[]> {
  let left: string[] = [];
  let quietFor = 0;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(200)) {
    // The emulator's timers don't see the clock move.
    await control(world, 'POST', 'clock/advance', { seconds: '0' });
    left = [...(await findWork(sql, world.clock.now())), ...(await findDeliveries(world))];
    quietFor = left.length === 0 ? quietFor + 1 : 0;
    if (quietFor === 2) return [];
  }
  return left;
}

/** What the worker has to do by now, in words. */
async function findWork(sql: postgres.Sql, now: Date): Promise<string[]> {
  const quietSince = new Date(now.getTime() - MINUTE_MS);
  const rows = await sql<{ what: string; count: number }[]>`
    select 'outbox rows' as what, count(*)::int as count from outbox where dispatched_at is null
    union all select 'queued jobs', count(*)::int from pgboss.job where state < 'completed' and (state = 'active' or start_after <= now()) and name in ('refund.submit', 'event.dispatch', 'webhook.send', 'mail.send', 'waitlist.offer')
    union all select 'holds', count(*)::int from holds where status = 'active' and expires_at <= ${now}
    union all select 'bookings', count(*)::int from bookings where status = 'pending_payment' and expires_at <= ${now}
    union all select 'payments', count(*)::int from payments
      where status in ('creating', 'requires_payment', 'processing') and updated_at <= ${quietSince} and created_at <= ${quietSince}
        and exists (select 1 from bookings where bookings.tenant_id = payments.tenant_id and bookings.id = payments.booking_id 
          and (bookings.status not in ('pending_payment', 'confirmed') or (bookings.status = 'confirmed' and payments.status <> 'requires_payment')))
    union all select 'unbooked payments', count(*)::int from payments where status = 'succeeded' and balance_transaction_id is null and succeeded_at <= ${quietSince}
    union all select 'balances', count(*)::int from bookings where status = 'confirmed' and balance_next_at <= ${now}
    union all select 'offers', count(*)::int from waitlist_offers where ended_at is null and expires_at <= ${now}
    union all select 'people waiting', count(*)::int from waitlist_entries where status = 'waiting' and (checked_at <= ${new Date(now.getTime() - 3 * MINUTE_MS)} or ends_at <= ${quietSince})
    union all select 'refunds', count(*)::int from refunds where next_try_at <= ${now}
    union all select 'webhooks', count(*)::int from webhook_deliveries where status = 'pending' and next_attempt_at <= ${now}
    union all select 'e-mails', count(*)::int from emails where status = 'pending' and next_attempt_at <= ${now}
    union all select 'books to read', count(*)::int from stripe_accounts left join account_books using (tenant_id, livemode)
      where coalesce(account_books.read_at, '-infinity') <= ${new Date(now.getTime() - HOUR_MS)} or coalesce(account_books.checked_at, '-infinity') <= ${new Date(now.getTime() - 24 * HOUR_MS)}`;
  return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
}

async function findDeliveries(world: World): Promise<string[]> {
  const answer = await fetch(`${world.emulator}/_emulator/deliveries?state=pending`, { signal: AbortSignal.timeout(20_000) });
  const { data } = (await answer.json()) as { data: { dueAtMs: number }[] };
  const due = data.filter(({ dueAtMs }) => dueAtMs <= world.clock.now().getTime());
  return due.length > 0 ? [`${due.length} of Stripe’s events`] : [];
}
