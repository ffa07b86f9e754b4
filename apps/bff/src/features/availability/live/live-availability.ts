// What customers are told while they look at times: which days of which packages changed, and nothing of why or by whom.
//
// 1. A verb announces a change after its commit. Every process hears it, in the same order, and remembers it for minutes.
// 2. A stream is told what concerns its tenant, mode and package, gathered over GATHER_MS into one event `changed`.
// 3. An event's id is an instant. Whoever comes back with one, here or at another process, is told what it missed, or
//    `refresh` where this process can't vouch for that (it has just started, or lost its connection): read availability anew.
// 4. Nobody is promised every event: what is free is decided by the database when a time is held, and read by polling.
// 5. A stream ends by itself, and all end when the process does; clients resume. No process knows of another's streams.
import type { AvailabilityNews } from '@mais/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Sql } from '../../../platform/db/connect.ts';
import { openEventStream, type EventStream } from '../../../platform/http/event-stream.ts';
import type { TenantId } from '../../../platform/ids.ts';
import type { Logger } from '../../../platform/log.ts';
import type { Catalogs } from '../../catalog/index.ts';
import type { TenantAccess } from '../../tenants/index.ts';
import { affectedPackages } from './affected-days.ts';
import type { AvailabilityChange } from './change.ts';
import { createChangeAnnouncer, listenForChanges } from './change-channel.ts';
import { createRecentChanges, scopeKey } from './recent-changes.ts';
import { createStreamCounts, type StreamLimits } from './stream-counts.ts';

export interface Visitor {
  readonly access: TenantAccess;
  /** Who counts as one for the limits. */
  readonly client: string;
  /** Only news of this package; null hears of all public ones. */
  readonly packageSlug: string | null;
  /** From when on it wants to know; null when it doesn't say. */
  readonly sinceMs: number | null;
}

export interface LiveAvailability {
  announce(change: AvailabilityChange): void;
  /** @throws TooManyStreamsError, ServiceUnavailableError while draining */
  open(visitor: Visitor): ReadableStream<Uint8Array>;
  /** Something of the tenant's rules changed: any day may be another. */
  tenantChanged(tenantId: TenantId): void;
  /** Ends all streams and takes no new one; their clients go to another process. */
  drain(): void;
  close(): Promise<void>;
}

export interface LiveAvailabilityDeps {
  /** Any role may notify and listen. */
  readonly sql: Sql;
  readonly catalogs: Catalogs;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: StreamLimits;
}

/** Long enough to gather a burst, short enough to be told at once. */
const GATHER_MS = 100;

const HEARTBEAT_MS = 20_000;

/** Below what platforms allow a response to take; spread, so that not all come back together. */
const durationMs = (): number => 4 * 60_000 + Math.random() * 60_000;
const retryMs = (): number => Math.round(1_000 + Math.random() * 3_000);

interface Open {
  readonly visitor: Visitor;
  readonly stream: EventStream;
}

/** Starts listening. */
export async function createLiveAvailability(deps: LiveAvailabilityDeps): Promise<LiveAvailability> {
  const { clock, log, catalogs } = deps;
  const nowMs = (): number => clock.now().getTime();
  const recent = createRecentChanges();
  const streams = new Map<string, Set<Open>>();
  const gathering = new Map<string, AvailabilityChange[]>();
  const counts = createStreamCounts(deps.limits);
  const announcer = createChangeAnnouncer(deps.sql, log);

  function gather(change: AvailabilityChange): void {
    const scope = scopeKey(change);
    if (!streams.has(scope)) return;
    const waiting = gathering.get(scope);
    if (waiting) return void waiting.push(change);
    gathering.set(scope, [change]);
    setTimeout(() => {
      const changes = gathering.get(scope) ?? [];
      gathering.delete(scope);
      for (const open of streams.get(scope) ?? []) void tell(open, changes);
    }, GATHER_MS).unref();
  }

  async function tell({ visitor, stream }: Open, changes: readonly AvailabilityChange[]): Promise<void> {
    try {
      const news = await newsFor(visitor, changes);
      if (news === null) stream.send('refresh', '{}');
      else if (news.changes.length > 0) stream.send('changed', JSON.stringify(news));
    } catch (error) {
      // The catalog can't be read: whoever comes back is told to read anew.
      log.warn({ err: error }, 'a stream could not be told its news');
      stream.close();
    }
  }

  async function newsFor({ access, packageSlug }: Visitor, changes: readonly AvailabilityChange[]): Promise<AvailabilityNews | null> {
    const catalog = await catalogs.offered(access);
    const days = new Map<string, AvailabilityNews['changes'][number]>();
    for (const change of changes) {
      const affected = affectedPackages(catalog, access.tenant.timeZone, change);
      if (affected === null) return null;
      for (const { item, days: range } of affected) {
        const isMeant = packageSlug === null ? item.visibility === 'public' : item.slug === packageSlug;
        if (isMeant) days.set(`${range.package} ${range.from} ${range.to}`, range);
      }
    }
    return { changes: [...days.values()] };
  }

  function refreshAll(matches: (open: Open) => boolean): void {
    for (const ofScope of streams.values()) for (const open of ofScope) if (matches(open)) open.stream.send('refresh', '{}');
  }

  function drain(): void {
    counts.refuseAll();
    for (const ofScope of streams.values()) for (const { stream } of ofScope) stream.close();
  }

  const stopListening = await listenForChanges(deps.sql, {
    changed(change) {
      recent.add(change, nowMs());
      gather(change);
    },
    listening() {
      recent.restart(nowMs());
      refreshAll(() => true);
    },
  });

  return {
    announce: announcer.announce,
    open(visitor) {
      const leave = counts.enter(visitor.client, visitor.access.tenant.id);
      const scope = scopeKey(visitor.access.scope);
      const stream = openEventStream({
        retryMs: retryMs(), heartbeatMs: HEARTBEAT_MS, maxDurationMs: durationMs(),
        position: () => String(nowMs()),
        onClose: () => {
          leave();
          const ofScope = streams.get(scope);
          ofScope?.delete(open);
          if (ofScope?.size === 0) streams.delete(scope);
        },
      });
      const open: Open = { visitor, stream };
      streams.set(scope, (streams.get(scope) ?? new Set()).add(open));
      const missed = visitor.sinceMs === null ? null : recent.since(scope, visitor.sinceMs);
      if (missed === null) stream.send('refresh', '{}');
      else if (missed.length > 0) void tell(open, missed);
      return stream.body;
    },
    tenantChanged: (tenantId) => refreshAll(({ visitor }) => visitor.access.tenant.id === tenantId),
    drain,
    async close() {
      drain();
      await stopListening();
      await announcer.settled();
    },
  };
}
