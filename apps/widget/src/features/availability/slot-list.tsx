import type { Package } from '@mais/contract';
import { Skeleton, Spinner, VisuallyHidden } from '@mais/ui';
import type { LocalDay } from '@mais/ui/days';
import { memo, useEffect, useRef, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { chooseTime } from '../../flow/choose-time.ts';
import { useReader } from '../../i18n/reader.ts';
import type { ShownSlot } from './month-view.ts';
import { type NamedSlot, groupByPartOfDay, withClockNames } from './slot-names.ts';
import './slot-list.css';

/** The times of a day. */
export const SlotList = memo(function SlotList({ of, day, slots, isLoading, focusRequest }: { of: Package; day: LocalDay | null; slots: readonly ShownSlot[]; isLoading: boolean; focusRequest: number }) {
  const reader = useReader();
  const { say, formats, timeZone } = reader;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (focusRequest === 0) return;
    // What was chosen is painted first: to move the focus, the browser has to lay the page out.
    const timer = setTimeout(() => heading.current?.focus());
    return () => clearTimeout(timer);
  }, [focusRequest]);

  // Without a day there is none to pick either: the calendar says why, or it will be there in a moment.
  if (day === null) return <div className="mais-slots">{isLoading && <LoadingSlots />}</div>;
  const named = withClockNames(slots, timeZone, reader);
  const groups = groupByPartOfDay(named);
  return (
    <section className="mais-slots" aria-labelledby="mais-slots-title">
      <h3 id="mais-slots-title" ref={heading} tabIndex={-1}>{formats.longDay(day)}</h3>
      <GoneNews key={day} slots={named} />
      {slots.every(({ isGone }) => isGone) && <p className="mais-slots__hint">{say('time.noneOnDay')}</p>}
      {groups.map(({ part, slots: ofPart }) => (
        <div key={part}>
          {groups.length > 1 && <h4 id={`mais-slots-${part}`}>{say(`time.${part}`)}</h4>}
          <ul data-kind={of.kind} aria-labelledby={groups.length > 1 ? `mais-slots-${part}` : 'mais-slots-title'}>
            {ofPart.map((one) => <SlotButton key={one.slot.startsAt} of={of} {...one} />)}
          </ul>
        </div>
      ))}
    </section>
  );
});

/** Says aloud which of the shown times have just been taken. */
function GoneNews({ slots }: { slots: readonly NamedSlot[] }) {
  const { say, formats } = useReader();
  const known = useRef<ReadonlySet<string> | null>(null);
  const [news, setNews] = useState('');
  useEffect(() => {
    const gone = slots.filter(({ isGone }) => isGone);
    const fresh = gone.filter(({ slot }) => known.current?.has(slot.startsAt) === false);
    known.current = new Set(gone.map(({ slot }) => slot.startsAt));
    if (fresh.length > 0) setNews(say('time.justGone', { times: formats.list(fresh.map(({ name }) => name)) }));
  }, [slots, say, formats]);
  return <VisuallyHidden live="polite">{news}</VisuallyHidden>;
}

function LoadingSlots() {
  return <div className="mais-slots__loading">{[1, 2, 3, 4, 5, 6].map((place) => <Skeleton key={place} height="3rem" />)}</div>;
}

function SlotButton({ of, slot, isGone, name }: NamedSlot & { of: Package }) {
  const services = useServices();
  const { say } = useReader();
  const { busy, hold } = useFlow();
  const isHeld = hold?.hasExpired === false && hold.startsAt === slot.startsAt;
  const isBeingHeld = busy?.kind === 'holding' && busy.startsAt === slot.startsAt;
  return (
    <li>
      <button
        type="button"
        className="mais-slot"
        aria-pressed={isHeld}
        aria-busy={isBeingHeld}
        aria-disabled={busy !== null || isGone}
        data-gone={isGone}
        onClick={() => isGone || void chooseTime(services, slot.startsAt)}
      >
        <span className="mais-slot__time">{name}</span>{' '}
        {isGone && (of.kind === 'session' ? <small>{say('time.gone')}</small> : <VisuallyHidden>{say('time.gone')}</VisuallyHidden>)}
        {isBeingHeld && <Spinner />}
        {!isBeingHeld && isHeld && <small>{say('time.held')}</small>}
        {!isBeingHeld && !isHeld && !isGone && of.kind === 'session' && <small data-few={slot.remaining <= 3}>{say('time.seats', { count: slot.remaining })}</small>}
      </button>
    </li>
  );
}
