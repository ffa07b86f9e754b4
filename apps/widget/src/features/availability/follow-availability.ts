import type { AvailabilityNews } from '@mais/contract';
import type { LocalDay } from '@mais/ui/days';

import type { DayRange } from './availability-store.ts';

/*
 * What the calendar shows, kept up with what others take.
 *
 *  R1 At most one stream is open.
 *  R2 While it is open, the days that it names are read anew at once; the rest now and then, since no event is promised.
 *  R3 While it isn't, what is shown is read every few seconds.
 *  R4 While nobody looks, nothing is asked; after a while the stream is closed, too.
 *
 * Resuming after a break is the browser's (`Last-Event-ID`); after one that this page made, `since` says from when on.
 */
export interface FollowOptions {
  readonly slug: string;
  /** Where the stream is, with the news since an instant. */
  readonly streamUrl: (since: string) => string;
  /** Until when the page knows everything, on the server's clock: since 1970. */
  readonly knownUntilMs: number;
  readonly serverNowMs: () => number;
  /** Calls back with whether anybody looks, at once and whenever that changes; returns how to stop. */
  readonly watchAttention: (listener: (isWatched: boolean) => void) => () => void;
  /** Something was taken or given back in these days. */
  readonly onChanged: (range: DayRange) => void;
  /** Anything may have changed. */
  readonly onRefresh: () => void;
  /** Time to look again at what is shown. */
  readonly onPoll: () => void;
}

const POLL_MS = 8_000;
const SLOW_POLL_MS = 90_000;
/** A glance at another tab is no reason to hang up. */
const PATIENCE_MS = 30_000;
/** For a stream that was refused; one that broke off is opened again by the browser. */
const REOPEN_MS = 30_000;
const CLOCK_DOUBT_MS = 5_000;
/** Spreads the widgets of a busy tenant, and gathers what comes in a burst. */
const GATHER_MS = 300;
const MIN_GAP_MS = 1_000;

/** Follows what others take until it is stopped. */
export function followAvailability(options: FollowOptions): () => void {
  const { slug, streamUrl, serverNowMs, watchAttention, onChanged, onRefresh, onPoll } = options;
  let source: EventSource | null = null;
  let isWatched = false;
  let knownUntilMs = options.knownUntilMs;
  let pollMs = 0;
  const poll = createTimer();
  const reopen = createTimer();
  const hangUp = createTimer();
  const gather = createGatherer(onChanged);

  function open(): void {
    const opened = new EventSource(streamUrl(new Date(knownUntilMs).toISOString()));
    source = opened;
    opened.addEventListener('open', () => pollEvery(SLOW_POLL_MS));
    opened.addEventListener('changed', ({ data }) => {
      for (const range of rangesFor(slug, data)) gather.add(range);
    });
    opened.addEventListener('refresh', onRefresh);
    opened.addEventListener('error', () => {
      pollEvery(POLL_MS);
      if (opened.readyState === EventSource.CLOSED) reopen.set(reopenLater, spread(REOPEN_MS));
    });
  }

  function reopenLater(): void {
    close();
    open();
  }

  /** A browser fails every few seconds where a stream is blocked, which must not put the next look off. */
  function pollEvery(ms: number): void {
    if (ms === pollMs) return;
    pollMs = ms;
    poll.set(function look() {
      if (isWatched) onPoll();
      poll.set(look, spread(ms));
    }, spread(ms));
  }

  function close(): void {
    source?.close();
    source = null;
    reopen.clear();
    gather.clear();
  }

  function leave(): void {
    if (source === null) return;
    // What was open up to now has told everything; the page's idea of the server's clock may be a moment ahead of it.
    if (source.readyState === EventSource.OPEN) knownUntilMs = serverNowMs() - CLOCK_DOUBT_MS;
    close();
    poll.clear();
    pollMs = 0;
  }

  const stopWatching = watchAttention((next) => {
    isWatched = next;
    if (!isWatched) return hangUp.set(leave, PATIENCE_MS);
    hangUp.clear();
    if (source !== null) return;
    open();
    pollEvery(POLL_MS);
  });

  return () => {
    stopWatching();
    hangUp.clear();
    leave();
  };
}

/** Hands on one range for all that came within a moment. */
function createGatherer(onChanged: (range: DayRange) => void) {
  const timer = createTimer();
  let waiting: DayRange | null = null;
  let lastMs = -Infinity;
  return {
    add({ from, to }: DayRange): void {
      const isFirst = waiting === null;
      waiting = waiting === null ? { from, to } : { from: from < waiting.from ? from : waiting.from, to: to > waiting.to ? to : waiting.to };
      if (!isFirst) return;
      timer.set(() => {
        const range = waiting;
        waiting = null;
        lastMs = performance.now();
        if (range !== null) onChanged(range);
      }, Math.max(Math.random() * GATHER_MS, lastMs + MIN_GAP_MS - performance.now()));
    },
    clear(): void {
      timer.clear();
      waiting = null;
    },
  };
}

function rangesFor(slug: string, data: unknown): { from: LocalDay; to: LocalDay }[] {
  const { changes } = JSON.parse(String(data)) as AvailabilityNews;
  return changes.filter((change) => change.package === slug);
}

function createTimer() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    set(act: () => void, ms: number): void {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    },
    clear: () => clearTimeout(timer),
  };
}

function spread(ms: number): number {
  return ms * (0.85 + Math.random() * 0.3);
}
