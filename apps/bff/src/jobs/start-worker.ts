import { setTimeout as sleep } from 'node:timers/promises';
import { type JobResult, PgBoss } from 'pg-boss';
import { sendEmail } from '../features/mail/index.ts';
import { offerPlaces, daysOf } from '../features/waitlist/index.ts';
import { sendLane, type Lane } from '../features/webhooks/index.ts';
import { outboxTopics, type OutboxTopic } from '../platform/db/outbox.ts';
import type { EmailId, EventId, RefundId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { checkAccounts } from './check-accounts.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { checkLedgers, reconcileAccounts } from './read-books.ts';
import { relayOutbox, type OutboxJob } from './relay-outbox.ts';
import { sendDueWebhooks } from './send-webhooks.ts';
import { collectBalances, offerToWaiting, prune, reconcileUnsettled, removeDueFiles, sendDueMail, sweepDue } from './sweep-due.ts';

const RELAY_MS = 500;
const SWEEP_MS = 5_000;
const RECONCILE_MS = 30_000;
const ACCOUNTS_MS = 30_000;
const MAIL_MS = 5_000;
const WEBHOOKS_MS = 2_000;
const FILES_MS = 300_000;
const BOOKS_MS = 60_000;
const WAITLIST_MS = 30_000;
const BALANCES_MS = 30_000;
const PRUNE_MS = 3_600_000;

const SHORTEST_RELAY_MS = 100;

/** The queue counts whole seconds. */
const SHORTEST_MS = 1_000;

/**
 * A worker that is killed leaves its jobs behind as running, and a round that seems to run keeps the next one waiting: without a sign of
 * life they count as running for a quarter of an hour.
 */
const SIGN_OF_LIFE = { heartbeatSeconds: 15 };
const SUPERVISE_SECONDS = 10;

/** Few enough that a worker that is asked to stop has done them in time. */
const BATCH = 8;

const WEBHOOK_SENDERS = 8;
const MAIL_SENDERS = 4;

/** Work that comes round again; whichever replica's turn it is, a run is queued once per period. */
const rounds = {
  'sweep-due': { everyMs: SWEEP_MS, run: sweepDue },
  'reconcile-unsettled': { everyMs: RECONCILE_MS, run: reconcileUnsettled },
  'check-accounts': { everyMs: ACCOUNTS_MS, run: checkAccounts },
  'send-webhooks': { everyMs: WEBHOOKS_MS, run: sendDueWebhooks },
  'send-mail': { everyMs: MAIL_MS, run: sendDueMail },
  'reconcile-accounts': { everyMs: BOOKS_MS, run: reconcileAccounts },
  'check-ledgers': { everyMs: BOOKS_MS, run: checkLedgers },
  'remove-files': { everyMs: FILES_MS, run: removeDueFiles },
  'offer-to-waiting': { everyMs: WAITLIST_MS, run: offerToWaiting },
  'collect-balances': { everyMs: BALANCES_MS, run: collectBalances },
  prune: { everyMs: PRUNE_MS, run: prune },
} as const;

/** Starts the jobs; any number of replicas may run them beside each other. */
export async function startWorker(services: Services): Promise<{ stop(): Promise<void> }> {
  const { config, log } = services;
  const boss = new PgBoss({
    connectionString: config.databases.platform, schema: 'pgboss', createSchema: false, max: 4, application_name: 'mais worker queue',
    superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on('error', (error) => log.error({ err: error }, 'the queue failed'));
  await boss.start();
  for (const topic of outboxTopics) await boss.createQueue(topic, { retryLimit: 20, retryDelay: 2, retryBackoff: true, retryDelayMax: 3600, ...SIGN_OF_LIFE });
  for (const name of Object.keys(rounds)) await boss.createQueue(name, { retryLimit: 0, policy: 'singleton', ...SIGN_OF_LIFE });
  // Those that were there before are left as they are by `createQueue`.
  for (const name of [...outboxTopics, ...Object.keys(rounds)]) await boss.updateQueue(name, SIGN_OF_LIFE);

  await workInBatches(boss, log, 'refund.submit', ({ payload, ...scope }) => services.payments.submitRefund(scope, (payload as { refundId: RefundId }).refundId));
  await workInBatches(boss, log, 'event.dispatch', ({ payload, ...scope }) => dispatchEvent(services, scope, (payload as { eventId: EventId }).eventId));
  // Each waits for somebody else's server; they are many, so that a slow one holds up few.
  await boss.work<OutboxJob>('webhook.send', { pollingIntervalSeconds: 0.5, localConcurrency: WEBHOOK_SENDERS }, async (jobs) => {
    for (const { data } of jobs) await sendLane(services.webhooks, data, data.payload as Lane);
  });
  await boss.work<OutboxJob>('mail.send', { pollingIntervalSeconds: 0.5, localConcurrency: MAIL_SENDERS }, async (jobs) => {
    for (const { data } of jobs) await sendEmail(services.mail, data, (data.payload as { emailId: EmailId }).emailId);
  });
  await workInBatches(boss, log, 'waitlist.offer', ({ payload, ...scope }) => offerPlaces(services.waitlist, scope, daysOf(payload)));
  for (const [name, round] of Object.entries(rounds)) {
    await boss.work(name, { pollingIntervalSeconds: 1 }, () => round.run(services));
  }
  const stopTimers = startTimers(boss, services);
  return {
    async stop() {
      await stopTimers();
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/**
 * Each job of a batch ends by itself. As long as batches are full the next one is fetched at once: with one job for each look at the
 * queue a crowd would be told of its bookings at two a second.
 */
async function workInBatches(boss: PgBoss, log: Services['log'], topic: OutboxTopic, run: (job: OutboxJob) => Promise<unknown>): Promise<void> {
  await boss.work<OutboxJob>(topic, { pollingIntervalSeconds: 0.5, batchSize: BATCH, burstWhenBatchFull: true, perJobResults: true }, async (jobs) => {
    const results: JobResult[] = [];
    for (const { id, data } of jobs) {
      try {
        await run(data);
        results.push({ id, status: 'completed' });
      } catch (error) {
        log.warn({ topic, jobId: id, tenantId: data.tenantId, err: error }, 'a job failed; it is tried again later');
        results.push({ id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } });
      }
    }
    return results;
  });
}

function startTimers(boss: PgBoss, { log, config }: Services): () => Promise<void> {
  const pauseOf = (name: keyof typeof rounds): number => Math.max(SHORTEST_MS, rounds[name].everyMs / config.workerPace);
  const enqueue = (name: keyof typeof rounds) => boss.send(name, null, { singletonKey: name, singletonSeconds: pauseOf(name) / 1000 });
  const loops = [
    repeat(Math.max(SHORTEST_RELAY_MS, RELAY_MS / config.workerPace), () => relayOutbox(boss), (error) => log.error({ err: error }, 'the outbox could not be relayed')),
    ...(Object.keys(rounds) as (keyof typeof rounds)[]).map((name) =>
      repeat(pauseOf(name), () => enqueue(name), (error) => log.error({ err: error, name }, 'a round could not be queued'))),
  ];
  return async () => {
    await Promise.all(loops.map((stop) => stop()));
  };
}

/** Runs now and again after each pause; a run never overlaps itself. Returns how to stop, once the running one has ended. */
function repeat(pauseMs: number, run: () => Promise<unknown>, onError: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await run().catch(onError);
      // Aborting ends the pause at once, by an error that says nothing new.
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  };
  const running = loop();
  return () => {
    stopping.abort();
    return running;
  };
}
