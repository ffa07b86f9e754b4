import { type KeyboardEvent, useEffect, useRef } from 'react';

import { Icon } from '../controls/icon.tsx';
import './calendar-month.css';
import { dayForKey } from './calendar-keys.ts';
import { type LocalDay, type LocalMonth, type Weekday, dateFormat, monthOf, toUtc, weekdayOf, weeksOf } from './days.ts';

/** `unknown` is still loading. */
export type CalendarDayState = 'available' | 'full' | 'closed' | 'unknown';

export interface CalendarMonthProps {
  month: LocalMonth;
  today: LocalDay;
  selected: LocalDay | null;
  /** the one day that Tab reaches; arrow keys move it */
  focusable: LocalDay;
  /** moves the keyboard's focus to `focusable` whenever this number changes */
  focusRequest: number;
  weekStartsOn: Weekday;
  locale: string;
  stateOf: (day: LocalDay) => CalendarDayState;
  /** the whole accessible name of a day */
  dayName: (day: LocalDay, state: CalendarDayState) => string;
  labels: { previous: string; next: string };
  canGoBack: boolean;
  canGoOn: boolean;
  onMonth: (step: -1 | 1) => void;
  onFocusDay: (day: LocalDay) => void;
  onSelect: (day: LocalDay) => void;
}

/**
 * One month as a grid: arrow keys, Home, End, Page Up and Page Down move, Enter and Space choose. Days that can't be booked
 * take the focus, so that a screen reader can say why, and do nothing.
 */
export function CalendarMonth(props: CalendarMonthProps) {
  const { month, focusable, focusRequest, locale, weekStartsOn, labels, canGoBack, canGoOn, onMonth, onFocusDay } = props;
  const grid = useRef<HTMLTableElement>(null);
  const weeks = weeksOf(month, weekStartsOn);
  const numbers = new Intl.NumberFormat(locale);
  const title = dateFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(toUtc(`${month}-01`));

  useEffect(() => {
    if (focusRequest > 0) grid.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
  }, [focusRequest]);

  function move(event: KeyboardEvent<HTMLElement>): void {
    const rightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const target = dayForKey(event, focusable, { weekStartsOn, rightToLeft });
    if (target === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if ((monthOf(target) < month && !canGoBack) || (monthOf(target) > month && !canGoOn)) return;
    onFocusDay(target);
  }

  return (
    <div className="mais-calendar">
      <div className="mais-calendar__head">
        <button type="button" className="mais-calendar__turn" aria-label={labels.previous} disabled={!canGoBack} onClick={() => onMonth(-1)}>
          <Icon name="back" />
        </button>
        <h3 className="mais-calendar__title" aria-live="polite">{title}</h3>
        <button type="button" className="mais-calendar__turn" aria-label={labels.next} disabled={!canGoOn} onClick={() => onMonth(1)}>
          <Icon name="onward" />
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the grid pattern on a table, as the ARIA practices build it */}
      <table ref={grid} role="grid" aria-label={title} className="mais-calendar__grid" onKeyDown={move}>
        <WeekdayRow weekStartsOn={weekStartsOn} locale={locale} />
        <tbody>
          {/* By their place: another month is written into the same cells. */}
          {weeks.map(({ number, gapBefore, days, gapAfter }) => (
            <tr key={number}>
              {gapBefore > 0 && <td colSpan={gapBefore} aria-hidden="true" />}
              {days.map((day) => <DayCell key={weekdayOf(day)} day={day} numbers={numbers} {...props} />)}
              {gapAfter > 0 && <td colSpan={gapAfter} aria-hidden="true" />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayCell({ day, numbers, today, selected, focusable, stateOf, dayName, onFocusDay, onSelect }: CalendarMonthProps & { day: LocalDay; numbers: Intl.NumberFormat }) {
  const state = stateOf(day);
  return (
    <td aria-selected={day === selected}>
      <button
        type="button"
        className="mais-calendar__day"
        data-state={state}
        tabIndex={day === focusable ? 0 : -1}
        aria-label={dayName(day, state)}
        aria-disabled={state !== 'available'}
        aria-current={day === today ? 'date' : undefined}
        onFocus={() => day !== focusable && onFocusDay(day)}
        onClick={() => state === 'available' && onSelect(day)}
      >
        {numbers.format(Number(day.slice(8)))}
      </button>
    </td>
  );
}

function WeekdayRow({ weekStartsOn, locale }: { weekStartsOn: Weekday; locale: string }) {
  // 1 January 2024 was a Monday.
  const days = Array.from({ length: 7 }, (_, index) => toUtc(`2024-01-0${((weekStartsOn - 1 + index) % 7) + 1}`));
  const shown = weekdayFormat(days, locale);
  const long = dateFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return (
    <thead>
      <tr>
        {days.map((date) => (
          <th key={weekdayOf(date.toISOString().slice(0, 10))} scope="col" abbr={long.format(date)}>
            {shown.format(date)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

// What fits above a day's column on a phone; Arabic's short names are whole words.
const LONGEST_WEEKDAY = 5;

function weekdayFormat(days: readonly Date[], locale: string): Intl.DateTimeFormat {
  const short = dateFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  if (days.every((day) => short.format(day).length <= LONGEST_WEEKDAY)) return short;
  return dateFormat(locale, { weekday: 'narrow', timeZone: 'UTC' });
}
