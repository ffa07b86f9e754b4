import type { ApiClient } from '@mais/api-client';
import type { Availability, Day, Slot } from '@mais/contract';
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
  /** slots that were offered before and are no longer, by their start: they turn grey in place instead of vanishing */
  readonly gone: ReadonlyMap<string, Slot>;
}

export interface AvailabilityStore {
  known(wanted: Wanted): Known;
  /** Loads the months that aren't known yet or are out of date. */
  ensure(wanted: Wanted, months: readonly LocalMonth[]): void;
  /** Loads again what is known, or of it what lies in these days, keeping the old until the new is there. */
  refresh(wanted: Wanted, range?: DayRange): void;
  subscribe(listener: () => void): () => void;
}

/** Days of the tenant, both included. */
export interface DayRange {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

// Somebody else may book meanwhile. The server decides in the end, so this only spares disappointments.
const FRESH_MS = 60_000;

const nothing: Known = { months: new Map(), days: new Map(), gone: new Map() };

/**
 * Keeps availability by package, party and month.
 * @param seed what came with the page
 * @param ownHold the customer's own hold, whose time counts as free for them
 */
export function createAvailabilityStore({ api, seed, today, nowMs, ownHold }: {
  api: Pick<ApiClient, 'getAvailability'>;
  seed: Availability | null;
  /** the tenant's day */
  today: () => LocalDay;
  nowMs: () => number;
  ownHold: () => string | null;
}): AvailabilityStore {
  const entries = new Map<string, Known>();
  const loadedAtMs = new Map<string, number>();
  // Answers may overtake each other: a day is what the latest question about it was answered.
  const askedFor = new Map<string, number>();
  let asked = 0;
  const listeners = new Set<() => void>();
  if (seed !== null) acceptMonth({ packageSlug: seed.package, partySize: seed.partySize }, monthOf(seed.to), seed, asked);

  return {
    known: (wanted) => entries.get(keyOf(wanted)) ?? nothing,
    ensure(wanted, months) {
      for (const month of months) {
        const entry = entries.get(keyOf(wanted))?.months.get(month);
        const ageMs = nowMs() - (loadedAtMs.get(`${keyOf(wanted)} ${month}`) ?? -Infinity);
        if (entry?.status !== 'loading' && ageMs > FRESH_MS && month >= monthOf(today())) void load(wanted, month);
      }
    },
    refresh(wanted, range) {
      for (const [month, { status }] of entries.get(keyOf(wanted))?.months ?? []) {
        if (status === 'loading') continue;
        const days = rangeOf(month);
        if (range === undefined) void load(wanted, month);
        else if (range.from <= days.to && range.to >= days.from) void reload(wanted, month, { from: later(range.from, days.from), to: earlier(range.to, days.to) });
      }
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
    const question = ++asked;
    try {
      acceptMonth(wanted, month, await ask(wanted, rangeOf(month)), question);
    } catch {
      loadedAtMs.delete(`${keyOf(wanted)} ${month}`);
      if (before?.status !== 'ready') setMonth(wanted, month, { status: 'failed', nextAvailableDay: null });
    }
  }

  async function reload(wanted: Wanted, month: LocalMonth, range: DayRange): Promise<void> {
    const question = ++asked;
    try {
      acceptDays(wanted, await ask(wanted, range), question);
      announce();
    } catch {
      loadedAtMs.delete(`${keyOf(wanted)} ${month}`);
    }
  }

  function ask(wanted: Wanted, range: DayRange): Promise<Availability> {
    const hold = ownHold();
    return api.getAvailability({ package: wanted.packageSlug, partySize: wanted.partySize, ...range, ...(hold !== null && { hold }) });
  }

  function rangeOf(month: LocalMonth): DayRange {
    return { from: later(firstDayOf(month), today()), to: lastDayOf(month) };
  }

  function acceptMonth(wanted: Wanted, month: LocalMonth, answer: Availability, question: number): void {
    acceptDays(wanted, answer, question);
    loadedAtMs.set(`${keyOf(wanted)} ${month}`, nowMs());
    setMonth(wanted, month, { status: 'ready', nextAvailableDay: answer.nextAvailableDay });
  }

  function acceptDays(wanted: Wanted, answer: Availability, question: number): void {
    const { months, ...known } = entries.get(keyOf(wanted)) ?? nothing;
    const days = new Map(known.days);
    const gone = new Map(known.gone);
    for (const day of answer.days) {
      const place = `${keyOf(wanted)} ${day.day}`;
      if ((askedFor.get(place) ?? 0) > question) continue;
      askedFor.set(place, question);
      for (const slot of days.get(day.day)?.slots ?? []) gone.set(slot.startsAt, slot);
      for (const slot of day.slots) gone.delete(slot.startsAt);
      days.set(day.day, day);
    }
    entries.set(keyOf(wanted), { days, gone, months: withNextDay(months, answer) });
  }

  function setMonth(wanted: Wanted, month: LocalMonth, entry: MonthEntry): void {
    const known = entries.get(keyOf(wanted)) ?? nothing;
    entries.set(keyOf(wanted), { ...known, months: new Map(known.months).set(month, entry) });
    announce();
  }

  function announce(): void {
    for (const listener of listeners) listener();
  }
}

/** An answer about some days says it of every month that saw nothing free before them. */
function withNextDay(months: Known['months'], { from, nextAvailableDay }: Availability): Known['months'] {
  return new Map(
    [...months].map(([month, entry]) => {
      const isAnswered = entry.status === 'ready' && firstDayOf(month) <= from && (entry.nextAvailableDay === null || entry.nextAvailableDay >= from);
      return [month, isAnswered ? { ...entry, nextAvailableDay } : entry];
    }),
  );
}

function keyOf({ packageSlug, partySize }: Wanted): string {
  return `${packageSlug} ${partySize}`;
}

function later(one: LocalDay, other: LocalDay): LocalDay {
  return one > other ? one : other;
}

function earlier(one: LocalDay, other: LocalDay): LocalDay {
  return one < other ? one : other;
}
