import type { Package } from '@mais/contract';
import { Announced, Button, CalendarMonth, Icon, Notice, Spinner } from '@mais/ui';
import { type LocalDay, type LocalMonth, addMonths, monthOf } from '@mais/ui/days';
import { Suspense, useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';

import { Waitlist } from '../../app/later-screens.ts';
import { useChosenPackage, useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TroubleNotice } from '../../app/trouble-notice.tsx';
import { afterPaint, whenCalm, whenIdle } from '../../app/when-idle.ts';
import { chooseTime } from '../../flow/choose-time.ts';
import { firstWeekday } from '../../i18n/first-weekday.ts';
import { useReader } from '../../i18n/reader.ts';
import { standing } from '../waitlist/standing.ts';
import { firstAvailableIn, firstMonth, hasFullDay, isBeyondAll, monthsAround, slotsOfDay, stateOfDay } from './month-view.ts';
import { SlotList } from './slot-list.tsx';
import './time-step.css';
import { TimeZoneSelect } from './time-zone-select.tsx';
import { useLiveAvailability } from './use-live-availability.ts';
import { type MonthViewState, useMonthView } from './use-month-view.ts';

/** The calendar, and for packages with times the times of a day. Picking holds at once. */
export function TimeStep() {
  const chosen = useChosenPackage();
  const { say } = useReader();
  if (chosen === null) return null;
  return (
    <StepFrame step="time" title={say(chosen.kind === 'day' ? 'time.titleDay' : 'time.title')}>
      <TroubleNotice />
      <TimePicker key={chosen.slug} of={chosen} />
    </StepFrame>
  );
}

function TimePicker({ of }: { of: Package }) {
  const services = useServices();
  const { busy } = useFlow();
  const state = useMonthView(of);
  const [picked, setPicked] = useState<{ month: string | null; day: LocalDay | null }>({ month: null, day: null });
  const { view } = state;
  const month = picked.month ?? monthOf(view.heldDay ?? firstMonth(view));
  const suggestedDay = useSteadyDay(month, view.heldDay !== null && monthOf(view.heldDay) === month ? view.heldDay : firstAvailableIn(view, month));
  const shownDay = picked.day ?? suggestedDay;
  const [focusRequest, requestFocus] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  // The calendar shows at once what was touched; the times come right after.
  const listedDay = useDeferredValue(shownDay);
  const listedRequest = useDeferredValue(focusRequest);
  const slots = useMemo(() => (listedDay === null ? [] : slotsOfDay(view, listedDay, state.timeZone)), [view, listedDay, state.timeZone]);

  useEffect(() => {
    const ask = (...months: LocalMonth[]) => services.availability.ensure(state.wanted, months);
    const stopAsking = afterPaint(() => ask(month));
    // The months around it once this one is in sight.
    const stopGoingOn = whenIdle(() => ask(...monthsAround(month)));
    return () => {
      stopAsking();
      stopGoingOn();
    };
  }, [services, state.wanted, month]);
  useLiveAvailability({ of, wanted: state.wanted, month, place });
  useRefreshOnReturn(() => services.availability.ensure(state.wanted, monthsAround(month)));

  function pickDay(day: LocalDay): void {
    setPicked({ month: monthOf(day), day });
    const [slot] = view.days.get(day)?.slots ?? [];
    if (of.kind === 'day' && slot !== undefined) void chooseTime(services, slot.startsAt);
    else requestFocus((count) => count + 1);
  }

  return (
    <div ref={place} className="mais-picker" data-kind={of.kind} aria-busy={busy?.kind === 'holding'}>
      <div className="mais-picker__month">
        <Month
          of={of}
          state={state}
          month={month}
          selected={of.kind === 'day' ? (holdingDay(busy, picked.day) ?? view.heldDay) : shownDay}
          onMonth={(next) => setPicked({ month: next, day: null })}
          onSelect={pickDay}
        />
        <MonthNotes of={of} state={state} month={month} onJump={(day) => setPicked({ month: monthOf(day), day: of.kind === 'day' ? null : day })} />
        {of.kind !== 'day' && <TimeZoneSelect />}
      </div>
      {of.kind !== 'day' && <SlotList of={of} day={listedDay} slots={slots} isLoading={state.known.months.get(month)?.status === 'loading'} focusRequest={listedRequest} />}
      <KeepHeld of={of} heldDay={view.heldDay} />
      <WaitlistPlace of={of} state={state} month={month} day={shownDay} />
    </div>
  );
}

function Month({ of, state: { known, view }, month, selected, onMonth, onSelect }: {
  of: Package;
  state: MonthViewState;
  month: string;
  selected: LocalDay | null;
  onMonth: (month: string) => void;
  onSelect: (day: LocalDay) => void;
}) {
  const { say, formats, language } = useReader();
  const [focus, setFocus] = useState<{ day: LocalDay; request: number } | null>(null);
  const isLoaded = known.months.get(month)?.status === 'ready';
  const fallback = (selected !== null && monthOf(selected) === month ? selected : firstAvailableIn(view, month)) ?? (monthOf(view.today) === month ? view.today : `${month}-01`);
  const names = { available: 'time.dayAvailable', full: 'time.dayFull', closed: 'time.dayClosed', unknown: 'time.dayUnknown' } as const;

  function focusDay(day: LocalDay): void {
    setFocus((before) => ({ day, request: (before?.request ?? 0) + 1 }));
    if (monthOf(day) !== month) onMonth(monthOf(day));
  }

  return (
    <CalendarMonth
      month={month}
      today={view.today}
      selected={selected}
      focusable={focus !== null && monthOf(focus.day) === month ? focus.day : fallback}
      focusRequest={focus?.request ?? 0}
      weekStartsOn={firstWeekday(language.locale)}
      locale={language.locale}
      stateOf={(day) => stateOfDay(view, day, isLoaded)}
      dayName={(day, dayState) => say(day === view.heldDay && of.kind === 'day' ? 'time.dayHeld' : names[dayState], { day: formats.longDay(day) })}
      labels={{ previous: say('time.previousMonth'), next: say('time.nextMonth') }}
      canGoBack={month > monthOf(view.today)}
      canGoOn={!isBeyondAll(known, addMonths(month, 1))}
      onMonth={(step) => onMonth(addMonths(month, step))}
      onFocusDay={focusDay}
      onSelect={onSelect}
    />
  );
}

/** What the calendar can't say by itself: still loading, failed, or nothing free here. */
function MonthNotes({ of, state: { known, view, wanted }, month, onJump }: { of: Package; state: MonthViewState; month: string; onJump: (day: LocalDay) => void }) {
  const { availability, firstView } = useServices();
  const { say, formats } = useReader();
  const { busy } = useFlow();
  const entry = known.months.get(month);
  if (busy?.kind === 'holding' && of.kind === 'day') return <Announced className="mais-picker__note"><Spinner /> {say('time.holding')}</Announced>;
  if (entry?.status === 'failed') {
    return (
      <Notice tone="warning" actions={<Button size="small" onClick={() => availability.ensure(wanted, [month])}>{say('trouble.retry')}</Button>}>
        {say('time.loadFailed')}
      </Notice>
    );
  }
  const hasNone = entry?.status === 'ready' && firstAvailableIn(view, month) === null;
  const next = hasNone ? (entry.nextAvailableDay ?? view.nextAvailableDay) : null;
  if (!hasNone) return hasFullDay(view, month) ? <Legend /> : null;
  if (next === null) return <Notice>{say('time.noneAtAll', { tenant: firstView.config.tenant.name })}</Notice>;
  return (
    <Announced className="mais-picker__none">
      <p>{say('time.noneThisMonth', { month: formats.month(month) })}</p>
      <Button variant="secondary" size="small" onClick={() => onJump(next)}>{say('time.nextAvailable', { day: formats.shortDay(next) })} <Icon name="onward" /></Button>
    </Announced>
  );
}

function Legend() {
  const { say } = useReader();
  return (
    <p className="mais-legend" aria-hidden="true">
      <span data-state="available">{say('time.legendAvailable')}</span>
      <span data-state="full">{say('time.legendFull')}</span>
    </p>
  );
}

/** The waitlist is fetched where it can have something to say: for times of a day, on a month with a full day, and to whom an e-mail has led here. */
function WaitlistPlace(props: { of: Package; state: MonthViewState; month: string; day: LocalDay | null }) {
  const stands = useSyncExternalStore(standing.subscribe, standing.getState, standing.getState) !== null;
  const [isIdle, setIdle] = useState(false);
  useEffect(() => whenCalm(() => setIdle(true)), []);
  const { known, view } = props.state;
  const hasTimes = props.of.kind !== 'day' && props.day !== null;
  if (!isIdle || !(stands || hasTimes || hasFullDay({ days: known.days, today: view.today }, props.month))) return null;
  return <Suspense><Waitlist {...props} /></Suspense>;
}

/** The way on for somebody who came back and wants the time that is held already. */
function KeepHeld({ of, heldDay }: { of: Package; heldDay: LocalDay | null }) {
  const { flow } = useServices();
  const { say, formats, timeZone } = useReader();
  const { hold } = useFlow();
  if (hold === null || hold.hasExpired || heldDay === null) return null;
  const time = of.kind === 'day' ? formats.shortDay(heldDay) : formats.shortDayTime(hold.startsAt, timeZone);
  return (
    <div className="mais-footer mais-picker__footer">
      <Button onClick={() => flow.dispatch({ type: 'step_entered', step: 'details' })}>{say('time.keepHeld', { time })} <Icon name="onward" /></Button>
    </div>
  );
}

/** The day that is suggested in a month stays the same while its times go one by one: nobody's list may change under their eyes. */
function useSteadyDay(month: string, suggested: LocalDay | null): LocalDay | null {
  const [steady, setSteady] = useState({ month, day: suggested });
  if (steady.month === month && steady.day !== null) return steady.day;
  if (steady.month !== month || suggested !== null) setSteady({ month, day: suggested });
  return suggested;
}

/** Whoever comes back to the page, or back online, sees what is free now. */
function useRefreshOnReturn(refresh: () => void): void {
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && refresh();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  });
}

function holdingDay(busy: { kind: string } | null, day: LocalDay | null): LocalDay | null {
  return busy?.kind === 'holding' ? day : null;
}
