// What is wired up by nothing but the worker: from a booking to whoever is told.
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordEvent } from '../features/events/index.ts';
import { createWebhookEndpoint } from '../features/webhooks/index.ts';
import { withTenant, type TenantScope } from '../platform/db/with-tenant.ts';
import { createCustomer } from '../testing/booking-steps.ts';
import { startHookReceiver, type HookReceiver } from '../testing/hook-receiver.ts';
import { startMailServer, type MailServer } from '../testing/mail-server.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { startWorker } from './start-worker.ts';

describe('two workers', () => {
  let product: ProductFixture;
  let mailServer: MailServer;
  let receiver: HookReceiver;
  let workers: Awaited<ReturnType<typeof startWorker>>[];
  beforeAll(async () => {
    [mailServer, receiver] = await Promise.all([startMailServer(), startHookReceiver()]);
    product = await createProductFixture({ smtpUrl: mailServer.url });
    workers = [await startWorker(product.services), await startWorker(product.services)];
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await product.close();
    await Promise.all([mailServer.close(), receiver.close()]);
  });

  it('tell the customer and the tenant’s server of a booking, each thing once; and what failed, again', async () => {
    const tenant = await product.services.directory.findBySlug('matsuritea');
    const scope: TenantScope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    const by = { actor: 'test', requestId: 'req_test', now: product.clock.now() };
    await withTenant(product.database.app, scope, (tx) => createWebhookEndpoint(product.services.webhooks, tx, { url: receiver.url, eventTypes: ['booking.confirmed'] }, by));
    let failures = 1;
    receiver.answer = () => (failures-- > 0 ? 503 : 200);
    const failing = new Set(['ana@example.com']);
    mailServer.refuse = (recipient) => (failing.delete(recipient) ? 451 : null);

    const customer = createCustomer(product, 'matsuritea');
    const [startsAt = ''] = await customer.listStarts('tasting');
    const { booking } = await customer.book(await customer.hold('tasting', startsAt));
    // Both have failed, and it is written down.
    await expect.poll(() => withTenant(product.database.app, scope, async (tx) => {
      const [row] = await tx.sql<{ failed: number }[]>`
        select (select count(*) from webhook_deliveries where tenant_id = ${tx.tenantId} and attempts = 1)
          + (select count(*) from emails where tenant_id = ${tx.tenantId} and attempts = 1 and status = 'pending') as failed`;
      return Number(row?.failed);
    }), { timeout: 20_000 }).toBe(2);
    expect(receiver.received).toHaveLength(1);
    product.clock.advance(40_000);
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => mailServer.received.length, { timeout: 20_000 }).toBe(1);
    expect(receiver.received.map(({ event }) => event.data.reference)).toEqual([booking.reference, booking.reference]);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
    expect(mailServer.received[0]?.mail.subject).toContain(booking.reference);
    // Nothing more comes.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect([receiver.received.length, mailServer.received.length]).toEqual([2, 1]);
  });

  it('get through what a crowd does, not two things a second', async () => {
    const tenant = await product.services.directory.findBySlug('matsuritea');
    const scope: TenantScope = { tenantId: tenant?.id as TenantScope['tenantId'], livemode: false };
    await withTenant(product.database.app, scope, async (tx) => {
      for (let number = 0; number < 120; number += 1) await recordEvent(tx, { type: 'account.updated', bookingId: null, subjectId: tx.tenantId, data: { number }, at: product.clock.now() });
    });
    const startedMs = performance.now();
    await expect.poll(async () => {
      const [row] = await product.services.platform<{ waiting: number }[]>`
        select (select count(*) from outbox where dispatched_at is null)::int + (select count(*) from pgboss.job where name = 'event.dispatch' and state < 'completed')::int as waiting`;
      return row?.waiting;
    }, { timeout: 40_000 }).toBe(0);
    // One at each look of each worker at the queue would take half a minute.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});

describe('a worker that was killed', () => {
  it('keeps no round waiting that it was in the middle of', async () => {
    const product = await createProductFixture();
    try {
      const first = await startWorker(product.services);
      await first.stop();
      // What `kill -9` leaves: a job that nobody works on, without a sign of life for a while.
      const killed = new PgBoss({ connectionString: product.services.config.databases.platform, schema: 'pgboss', createSchema: false, supervise: false });
      await killed.start();
      await killed.send('sweep-due', null);
      expect(await killed.fetch('sweep-due')).toHaveLength(1);
      await killed.stop({ graceful: false });
      await product.database.platform`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where name = 'sweep-due' and state = 'active'`;

      const next = await startWorker(product.services);
      try {
        const doneSince = async (): Promise<number> => {
          const [row] = await product.database.platform<{ count: number }[]>`
            select count(*)::int as count from pgboss.job where name = 'sweep-due' and state = 'completed'
              and completed_on > (select started_on from pgboss.job where name = 'sweep-due' and state = 'failed')`;
          return row?.count ?? 0;
        };
        await expect.poll(doneSince, { timeout: 40_000, interval: 500 }).toBeGreaterThan(0);
      } finally {
        await next.stop();
      }
    } finally {
      await product.close();
    }
  });
});
