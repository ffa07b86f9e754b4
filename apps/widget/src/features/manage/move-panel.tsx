import { ApiProblem } from '@mais/api-client';
import type { Availability, RescheduleQuote, Slot } from '@mais/contract';
import { Announced, Button, CalendarMonth, Notice, Spinner } from '@mais/ui';
import { type LocalDay, addMonths, monthOf } from '@mais/ui/days';
import { useCallback, useEffect, useRef, useState } from 'react';

import { findPackage, useServices } from '../../app/services.ts';
import { TimeText } from '../../app/time-text.tsx';
import { firstWeekday } from '../../i18n/first-weekday.ts';
import { useReader } from '../../i18n/reader.ts';
import { dayFormat, groupByDay } from '../availability/days-in-zone.ts';
import type { Managed } from './managed.ts';
import { Panel, Problem, useAttempt } from './panel.tsx';
import { useManageClient } from './use-manage-client.ts';

/** Another day and time, and what that comes to, before it is done. */
export function MovePanel({ managed: { access, booking }, onBack, onDone }: { managed: Managed; onBack: () => void; onDone: () => void }) {
  const { firstView } = useServices();
  const manage = useManageClient();
  const { say } = useReader();
  const { isBusy, problem, run } = useAttempt();
  const [quote, setQuote] = useState<RescheduleQuote | null>(null);
  // Another number looks again at what is free.
  const [round, setRound] = useState(0);
  const outcome = useRef<HTMLDivElement>(null);
  const kind = findPackage(firstView, booking.package.slug)?.kind ?? 'slot';

  // What was chosen, or why it can't be had, comes below the calendar: whoever goes by keyboard or looks at a phone is brought there.
  useEffect(() => {
    if (quote !== null || problem !== null) outcome.current?.focus();
  }, [quote, problem]);

  const choose = (startsAt: string) => run(async () => {
    setQuote(null);
    try {
      setQuote(await manage.quoteReschedule(access, startsAt));
    } catch (error) {
      if (isGone(error)) setRound((before) => before + 1);
      throw error;
    }
  });
  const move = ({ startsAt, totalMinor }: RescheduleQuote) => run(async () => {
    try {
      await manage.rescheduleBooking(access, { startsAt, expectedTotalMinor: totalMinor });
    } catch (error) {
      if (isGone(error)) {
        setQuote(null);
        setRound((before) => before + 1);
      }
      if (hasChanged(error)) setQuote(await manage.quoteReschedule(access, startsAt));
      throw error;
    }
    onDone();
  });

  return (
    <Panel title={say('manage.move')} onBack={onBack}>
      <p className="mais-manage__now">{say('manage.now')} <TimeText startsAt={booking.startsAt} endsAt={booking.endsAt} kind={kind} /></p>
      <Times managed={{ packageSlug: booking.package.slug, partySize: booking.partySize, isDay: kind === 'day', now: booking.startsAt }} round={round} chosen={quote?.startsAt ?? null} onChoose={choose} />
      {isBusy && quote === null && <Announced className="mais-waiting"><Spinner /></Announced>}
      <div ref={outcome} tabIndex={-1} className="mais-manage__outcome">
        <Problem code={problem} />
        {quote !== null && (
          <section className="mais-manage__quote" aria-labelledby="mais-manage-new">
            <h3 id="mais-manage-new">{say('manage.newTime')}</h3>
            <p><TimeText startsAt={quote.startsAt} endsAt={quote.endsAt} kind={kind} /></p>
            <Difference quote={quote} />
            <Button busy={isBusy} onClick={() => move(quote)}>{say('manage.moveNow')}</Button>
          </section>
        )}
      </div>
    </Panel>
  );
}

/** Whether somebody was faster, or the time isn't offered any more. */
function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && ['slot_taken', 'not_enough_seats', 'slot_not_offered', 'daily_limit_reached'].includes(error.code);
}

function hasChanged(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'amount_changed';
}

function Difference({ quote: { differenceMinor, refundMinor, owedMinor, currency } }: { quote: RescheduleQuote }) {
  const { say, formats } = useReader();
  const amount = formats.money(Math.abs(differenceMinor), currency);
  if (differenceMinor === 0) return <p>{say('manage.samePrice')}</p>;
  if (differenceMinor > 0) return <p>{say('manage.dearer', { amount, owed: formats.money(owedMinor, currency) })}</p>;
  return <p>{refundMinor > 0 ? say('manage.cheaper', { amount, back: formats.money(refundMinor, currency) }) : say('manage.cheaperUnpaid', { amount })}</p>;
}

interface Wanted {
  readonly packageSlug: string;
  readonly partySize: number;
  readonly isDay: boolean;
  /** When it takes place now. */
  readonly now: string;
}

function Times({ managed, round, chosen, onChoose }: { managed: Wanted; round: number; chosen: string | null; onChoose: (startsAt: string) => void }) {
  const { firstView } = useServices();
  const { say, formats, language, timeZone: readersZone } = useReader();
  const { timeZone: tenantsZone } = firstView.config.tenant;
  const timeZone = managed.isDay ? tenantsZone : readersZone;
  const dayOf = dayFormat(timeZone);
  const today = dayOf(firstView.serverNow);
  const first = dayOf(managed.now);
  const [month, setMonth] = useState(monthOf(first < today ? today : first));
  const [day, setDay] = useState<LocalDay | null>(null);
  const { known, isFailed, retry } = useMonth(managed, month, timeZone);
  // Somebody was faster: what is free is looked at again.
  useEffect(() => {
    if (round > 0) retry();
  }, [round, retry]);
  const slotsOf = (of: LocalDay): Slot[] => (known?.get(of) ?? []).filter(({ startsAt }) => startsAt !== managed.now);
  const [focus, setFocus] = useState<{ day: LocalDay; request: number } | null>(null);
  const firstFree = [...(known?.keys() ?? [])].find((of) => monthOf(of) === month && slotsOf(of).length > 0) ?? null;

  function pick(of: LocalDay): void {
    setDay(of);
    const [slot] = slotsOf(of);
    if (managed.isDay && slot !== undefined) onChoose(slot.startsAt);
  }

  return (
    <div className="mais-picker" data-kind={managed.isDay ? 'day' : 'slot'}>
      <CalendarMonth
        month={month}
        today={today}
        selected={day}
        focusable={focus !== null && monthOf(focus.day) === month ? focus.day : (firstFree ?? `${month}-01`)}
        focusRequest={focus?.request ?? 0}
        weekStartsOn={firstWeekday(language.locale)}
        locale={language.locale}
        stateOf={(of) => (of < today ? 'closed' : known === null ? 'unknown' : slotsOf(of).length > 0 ? 'available' : 'closed')}
        dayName={(of, state) => say(state === 'available' ? 'time.dayAvailable' : state === 'unknown' ? 'time.dayUnknown' : 'time.dayClosed', { day: formats.longDay(of) })}
        labels={{ previous: say('time.previousMonth'), next: say('time.nextMonth') }}
        canGoBack={month > monthOf(today)}
        canGoOn
        onMonth={(step) => setMonth(addMonths(month, step))}
        onFocusDay={(of) => {
          setFocus((before) => ({ day: of, request: (before?.request ?? 0) + 1 }));
          setMonth(monthOf(of));
        }}
        onSelect={pick}
      />
      {isFailed && <Notice tone="warning" actions={<Button size="small" onClick={retry}>{say('trouble.retry')}</Button>}>{say('time.loadFailed')}</Notice>}
      {!managed.isDay && day !== null && monthOf(day) === month && (
        <section className="mais-slots" aria-labelledby="mais-manage-day">
          <h3 id="mais-manage-day">{formats.longDay(day)}</h3>
          <ul data-kind="slot">
            {slotsOf(day).map(({ startsAt }) => (
              <li key={startsAt}>
                <button type="button" className="mais-slot" aria-pressed={chosen === startsAt} onClick={() => onChoose(startsAt)}>
                  <span className="mais-slot__time">{formats.time(startsAt, timeZone)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** The free starts of a month by the reader's days; null while they are on their way. */
function useMonth({ packageSlug, partySize }: Wanted, month: string, timeZone: string) {
  const { api } = useServices();
  const [loaded, setLoaded] = useState<{ month: string; days: ReadonlyMap<LocalDay, Slot[]> } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const load = useCallback((signal?: AbortSignal) => {
    const query = { package: packageSlug, from: `${month}-01`, to: lastDayOf(month), partySize };
    api.getAvailability(query, signal === undefined ? {} : { signal }).then(
      (availability) => setLoaded({ month, days: byDay(availability, timeZone) }),
      () => signal?.aborted === true || setFailed(month),
    );
  }, [api, packageSlug, partySize, month, timeZone]);
  useEffect(() => {
    const stop = new AbortController();
    load(stop.signal);
    return () => stop.abort();
  }, [load]);
  return {
    known: loaded?.month === month ? loaded.days : null,
    isFailed: failed === month && loaded?.month !== month,
    retry: useCallback(() => {
      setFailed(null);
      load();
    }, [load]),
  };
}

function byDay({ days }: Availability, timeZone: string): ReadonlyMap<LocalDay, Slot[]> {
  return groupByDay(days.flatMap(({ slots }) => slots), dayFormat(timeZone));
}

function lastDayOf(month: string): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of, 0)).toISOString().slice(0, 10);
}
