// How one process tells all of them that a time was taken or given back: NOTIFY, after the commit and never in the
// transaction, whose rate it would halve. PostgreSQL hands every listener the same notifications in the same order.
import type { Sql } from '../../../platform/db/connect.ts';
import type { Logger } from '../../../platform/log.ts';
import type { AvailabilityChange } from './change.ts';

const CHANNEL = 'mais_availability_changed';

/** Each is below 250 bytes, and a server takes thousands at once; more only make the statement long. */
const BATCH = 500;

export interface ChangeAnnouncer {
  /** Returns at once; news that can't be sent are dropped, since whoever reads availability reads it from the database. */
  announce(change: AvailabilityChange): void;
  /** Resolves once all that was announced is sent or dropped. */
  settled(): Promise<void>;
}

/** Sends news one statement at a time: what is announced while one is on its way goes together with the next. */
export function createChangeAnnouncer(sql: Sql, log: Logger): ChangeAnnouncer {
  let waiting: AvailabilityChange[] = [];
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH).map((change) => JSON.stringify(change));
      waiting = waiting.slice(BATCH);
      try {
        // Nothing is lost with such a commit but news, so it need not wait for the disk.
        await sql`select set_config('synchronous_commit', 'off', true), pg_notify(${CHANNEL}, change) from unnest(${sql.array(batch, 1009)}::text[]) as change`;
      } catch (error) {
        log.warn({ err: error, count: batch.length }, 'news of availability could not be sent');
      }
    }
    sending = null;
  }

  return {
    announce(change) {
      waiting.push(change);
      sending ??= send();
    },
    settled: () => sending ?? Promise.resolve(),
  };
}

export interface ChangeListener {
  changed(change: AvailabilityChange): void;
  /** Listening has begun, or begun again after changes may have been missed. */
  listening(): void;
}

/** Hears what any process announces. */
export async function listenForChanges(sql: Sql, listener: ChangeListener): Promise<() => Promise<void>> {
  const subscription = await sql.listen(CHANNEL, (payload) => listener.changed(JSON.parse(payload) as AvailabilityChange), () => listener.listening());
  return () => subscription.unlisten();
}
