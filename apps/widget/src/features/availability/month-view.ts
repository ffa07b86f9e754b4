import type { Day, Package, Slot } from '@mais/contract';
import type { CalendarDayState } from '@mais/ui';
import { type LocalDay, type LocalMonth, addDays, addMonths, monthOf } from '@mais/ui/days';

import type { HeldTime } from '../../flow/state.ts';
import type { Known } from './availability-store.ts';
import { dayFormat, daysInZone, inOrder } from './days-in-zone.ts';

/** The calendar as the reader sees it: in one zone, with the reader's own hold still theirs to choose. */
export interface MonthView {
  readonly days: ReadonlyMap<LocalDay, Day>;
  readonly today: LocalDay;
  readonly heldDay: LocalDay | null;
  /** to come, offered before, and no longer free */
  readonly gone: readonly Slot[];
  /** the first free day from today on, as far as it is known */
  readonly nextAvailableDay: LocalDay | null;
}

export function viewMonths({ known, kind, tenantZone, timeZone, nowMs, hold }: {
  known: Known;
  kind: Package['kind'];
  tenantZone: string;
  timeZone: string;
  /** since 1970 */
  nowMs: number;
  hold: HeldTime | null;
}): MonthView {
  const dayOf = dayFormat(timeZone);
  const today = dayOf(nowMs);
  const days = daysInZone(known.days, { kind, tenantZone, timeZone });
  const tenantsNext = known.months.get(monthOf(dayFormat(tenantZone)(nowMs)))?.nextAvailableDay ?? null;
  return {
    days: hold === null ? days : withHeld(days, dayOf(hold.startsAt), hold),
    today,
    heldDay: hold === null ? null : dayOf(hold.startsAt),
    gone: [...known.gone.values()].filter(({ startsAt }) => Date.parse(startsAt) > nowMs && startsAt !== hold?.startsAt),
    nextAvailableDay: tenantsNext === null ? null : (firstAvailable(days, addDays(tenantsNext, -1), addDays(tenantsNext, 1)) ?? tenantsNext),
  };
}

export function stateOfDay({ days, today }: MonthView, day: LocalDay, isLoaded: boolean): CalendarDayState {
  if (day < today) return 'closed';
  return days.get(day)?.state ?? (isLoaded ? 'closed' : 'unknown');
}

/** A start of a day that is shown; one that is gone can't be chosen any more. */
export interface ShownSlot {
  readonly slot: Slot;
  readonly isGone: boolean;
}

/** The starts to show of a day, in order: what is free, and what was until a moment ago. */
export function slotsOfDay({ days, gone }: MonthView, day: LocalDay, timeZone: string): ShownSlot[] {
  const dayOf = dayFormat(timeZone);
  const free = (days.get(day)?.slots ?? []).map((slot) => ({ slot, isGone: false }));
  const greyed = gone.filter(({ startsAt }) => dayOf(startsAt) === day).map((slot) => ({ slot, isGone: true }));
  return [...free, ...greyed].toSorted((a, b) => (a.slot.startsAt < b.slot.startsAt ? -1 : 1));
}

/** The month to begin with: the one with the first free day, or else this one. */
export function firstMonth({ today, nextAvailableDay }: MonthView): LocalMonth {
  return monthOf(nextAvailableDay ?? today);
}

/** The first free day of a month. */
export function firstAvailableIn({ days }: MonthView, month: LocalMonth): LocalDay | null {
  return firstAvailable(days, `${month}-01`, `${month}-31`);
}

/** Whether somebody else took a whole day of this month. */
export function hasFullDay({ days, today }: Pick<MonthView, 'days' | 'today'>, month: LocalMonth): boolean {
  return [...days.values()].some(({ day, state }) => state === 'full' && monthOf(day) === month && day >= today);
}

/** Whether a month has nothing any more, and no later one either. */
export function isBeyondAll({ months }: Known, month: LocalMonth): boolean {
  const entry = months.get(month);
  return entry?.status === 'ready' && entry.nextAvailableDay === null;
}

/** The months to have at hand when one is shown; the one before, since another zone takes its last evening for the first morning. */
export function monthsAround(month: LocalMonth): LocalMonth[] {
  return [month, addMonths(month, 1), addMonths(month, -1)];
}

function firstAvailable(days: MonthView['days'], from: LocalDay, to: LocalDay): LocalDay | null {
  for (let day = from; day <= to; day = addDays(day, 1)) if (days.get(day)?.state === 'available') return day;
  return null;
}

/** To everybody else, the held time is taken; a fresh answer of the server says so to its holder, too. */
function withHeld(days: MonthView['days'], day: LocalDay, { startsAt, endsAt, partySize }: HeldTime): MonthView['days'] {
  const known = days.get(day)?.slots ?? [];
  if (known.some((slot) => slot.startsAt === startsAt)) return days;
  const slots = inOrder([...known, { startsAt, endsAt, remaining: partySize }]);
  return new Map(days).set(day, { day, state: 'available', slots });
}
