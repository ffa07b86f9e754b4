import type { AvailabilityChange } from './change.ts';

/** Clocks of replicas differ and notifications take their time: resuming begins this much earlier. A change told twice does no harm. */
const MARGIN_MS = 5_000;

const KEPT_MS = 3 * 60_000;
const KEPT_IN_ALL = 50_000;

/**
 * The changes of the last minutes, for streams that resume.
 *
 * 1. A position is an instant, so any replica understands any other's, and the page's own `serverNow`.
 * 2. `since` returns every change heard since the position, or null when it can't vouch for that: this process was not
 *    listening then, or has forgotten. Whoever gets null reads availability anew.
 */
export interface RecentChanges {
  /** Changes may have been missed: forgets all, and vouches from `nowMs` on. */
  restart(nowMs: number): void;
  add(change: AvailabilityChange, nowMs: number): void;
  since(scope: string, positionMs: number): AvailabilityChange[] | null;
}

interface Heard {
  readonly change: AvailabilityChange;
  readonly heardAtMs: number;
}

export function createRecentChanges(): RecentChanges {
  const byScope = new Map<string, Heard[]>();
  let completeSinceMs = Number.POSITIVE_INFINITY;
  let count = 0;
  let prunedAtMs = Number.NEGATIVE_INFINITY;

  function restart(nowMs: number): void {
    byScope.clear();
    count = 0;
    completeSinceMs = nowMs;
  }

  function prune(nowMs: number): void {
    prunedAtMs = nowMs;
    const oldestMs = nowMs - KEPT_MS;
    count = 0;
    for (const [scope, heard] of byScope) {
      const kept = heard.filter(({ heardAtMs }) => heardAtMs >= oldestMs);
      count += kept.length;
      if (kept.length === 0) byScope.delete(scope);
      else byScope.set(scope, kept);
    }
    completeSinceMs = Math.max(completeSinceMs, oldestMs);
  }

  return {
    restart,
    add(change, nowMs) {
      if (nowMs - prunedAtMs > KEPT_MS / 10) prune(nowMs);
      if (count >= KEPT_IN_ALL) restart(nowMs);
      const scope = scopeKey(change);
      const heard = byScope.get(scope) ?? [];
      heard.push({ change, heardAtMs: nowMs });
      byScope.set(scope, heard);
      count += 1;
    },
    since(scope, positionMs) {
      const fromMs = positionMs - MARGIN_MS;
      if (fromMs < completeSinceMs) return null;
      return (byScope.get(scope) ?? []).filter(({ heardAtMs }) => heardAtMs >= fromMs).map(({ change }) => change);
    },
  };
}

/** One tenant's data of one mode. */
export function scopeKey(scope: { tenantId: string; livemode: boolean }): string {
  return `${scope.tenantId} ${scope.livemode}`;
}
