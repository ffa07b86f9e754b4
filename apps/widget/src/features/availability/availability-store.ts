import type { ApiClient } from '@mais/api-client';
import type { Availability, Day } from '@mais/contract';
import { type LocalDay, type LocalMonth, firstDayOf, lastDayOf, monthOf } from '@mais/ui/days';

/** What is asked for: the times of a package for a party. */
export interface Wanted {
  readonly packageSlug: string;
  readonly partySize: number;
}

export interface MonthEntry {
  readonly status: 'loading' | 'ready' | 'failed';
  /** the first free day from the month's first day on, also in a later month; null when there is none any more */
  readonly nextAvailableDay: LocalDay | null;
}

/** Everything known about one package and party; days are the tenant's. */
export interface Known {
  readonly months: ReadonlyMap<LocalMonth, MonthEntry>;
  readonly days: ReadonlyMap<LocalDay, Day>;
}

export interface AvailabilityStore {
  known(wanted: Wanted): Known;
  /** Loads the months that aren't known yet or are out of date. */
  ensure(wanted: Wanted, months: readonly LocalMonth[]): void;
  /** Loads again what is known of them, keeping the old until the new is there. */
  refresh(wanted: Wanted): void;
  subscribe(listener: () => void): () => void;
}

// Somebody else may book meanwhile. The server decides in the end, so this only spares disappointments.
const FRESH_MS = 60_000;

const nothing: Known = { months: new Map(), days: new Map() };

/**
 * Keeps availability by package, party and month.
 * @param seed what came with the page
 */
export function createAvailabilityStore({ api, seed, today, nowMs }: {
  api: Pick<ApiClient, 'getAvailability'>;
  seed: Availability | null;
  /** the tenant's day */
  today: () => LocalDay;
  nowMs: () => number;
}): AvailabilityStore {
  const entries = new Map<string, Known>();
  const loadedAtMs = new Map<string, number>();
  const listeners = new Set<() => void>();
  if (seed !== null) accept({ packageSlug: seed.package, partySize: seed.partySize }, monthOf(seed.to), seed);

  return {
    known: (wanted) => entries.get(keyOf(wanted)) ?? nothing,
    ensure(wanted, months) {
      for (const month of months) {
        const entry = entries.get(keyOf(wanted))?.months.get(month);
        const ageMs = nowMs() - (loadedAtMs.get(`${keyOf(wanted)} ${month}`) ?? -Infinity);
        if (entry?.status !== 'loading' && ageMs > FRESH_MS && month >= monthOf(today())) void load(wanted, month);
      }
    },
    refresh(wanted) {
      for (const [month, { status }] of entries.get(keyOf(wanted))?.months ?? []) if (status !== 'loading') void load(wanted, month);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  async function load(wanted: Wanted, month: LocalMonth): Promise<void> {
    const before = entries.get(keyOf(wanted))?.months.get(month);
    // A month that can be seen stays in sight while it is loaded again.
    if (before?.status !== 'ready') setMonth(wanted, month, { status: 'loading', nextAvailableDay: null });
    loadedAtMs.set(`${keyOf(wanted)} ${month}`, nowMs());
    try {
      accept(wanted, month, await api.getAvailability({ package: wanted.packageSlug, partySize: wanted.partySize, ...rangeOf(month) }));
    } catch {
      loadedAtMs.delete(`${keyOf(wanted)} ${month}`);
      if (before?.status !== 'ready') setMonth(wanted, month, { status: 'failed', nextAvailableDay: null });
    }
  }

  function rangeOf(month: LocalMonth): { from: LocalDay; to: LocalDay } {
    const first = firstDayOf(month);
    return { from: first < today() ? today() : first, to: lastDayOf(month) };
  }

  function accept(wanted: Wanted, month: LocalMonth, { days, nextAvailableDay }: Availability): void {
    const known = entries.get(keyOf(wanted)) ?? nothing;
    const merged = new Map(known.days);
    for (const day of days) merged.set(day.day, day);
    loadedAtMs.set(`${keyOf(wanted)} ${month}`, nowMs());
    entries.set(keyOf(wanted), { ...known, days: merged });
    setMonth(wanted, month, { status: 'ready', nextAvailableDay });
  }

  function setMonth(wanted: Wanted, month: LocalMonth, entry: MonthEntry): void {
    const known = entries.get(keyOf(wanted)) ?? nothing;
    entries.set(keyOf(wanted), { ...known, months: new Map(known.months).set(month, entry) });
    for (const listener of listeners) listener();
  }
}

function keyOf({ packageSlug, partySize }: Wanted): string {
  return `${packageSlug} ${partySize}`;
}
