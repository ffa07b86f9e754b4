import { type LocalDay, type Weekday, addDays, addMonthsToDay, startOfWeek } from './days.ts';

/**
 * Where a key moves the focus in a calendar, as in the ARIA Authoring Practices' date grid.
 * @returns the day to move to, or null for a key that moves nothing
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/examples/datepicker-dialog/
 */
export function dayForKey(
  key: { key: string; shiftKey: boolean },
  day: LocalDay,
  { weekStartsOn, rightToLeft }: { weekStartsOn: Weekday; rightToLeft: boolean },
): LocalDay | null {
  const onward = rightToLeft ? -1 : 1;
  switch (key.key) {
    case 'ArrowRight': return addDays(day, onward);
    case 'ArrowLeft': return addDays(day, -onward);
    case 'ArrowDown': return addDays(day, 7);
    case 'ArrowUp': return addDays(day, -7);
    case 'Home': return startOfWeek(day, weekStartsOn);
    case 'End': return addDays(startOfWeek(day, weekStartsOn), 6);
    case 'PageDown': return addMonthsToDay(day, key.shiftKey ? 12 : 1);
    case 'PageUp': return addMonthsToDay(day, key.shiftKey ? -12 : -1);
    default: return null;
  }
}
