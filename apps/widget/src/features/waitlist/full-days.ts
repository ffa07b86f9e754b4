import type { Day } from '@mais/contract';
import { type LocalDay, type LocalMonth, monthOf } from '@mais/ui/days';

/** The days of a month that somebody may wait for, in order. */
export function fullDaysOf({ days, today }: { days: ReadonlyMap<LocalDay, Day>; today: LocalDay }, month: LocalMonth): LocalDay[] {
  return [...days.values()].filter(({ day, state }) => state === 'full' && monthOf(day) === month && day >= today).map(({ day }) => day).toSorted();
}
