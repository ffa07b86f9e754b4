import type { Package, Slot } from '@mais/contract';
import { Spinner } from '@mais/ui';
import type { LocalDay } from '@mais/ui/days';
import { useEffect, useRef } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { chooseTime } from '../../flow/choose-time.ts';
import { useReader } from '../../i18n/reader.ts';
import { groupByPartOfDay, withClockNames } from './slot-names.ts';
import './slot-list.css';

/** The times of a day. */
export function SlotList({ of, day, slots, focusRequest }: { of: Package; day: LocalDay | null; slots: readonly Slot[]; focusRequest: number }) {
  const reader = useReader();
  const { say, formats, timeZone } = reader;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (focusRequest > 0) heading.current?.focus();
  }, [focusRequest]);

  if (day === null) return <div className="mais-slots"><p className="mais-slots__hint">{say('time.pickDay')}</p></div>;
  const groups = groupByPartOfDay(withClockNames(slots, timeZone, reader));
  return (
    <section className="mais-slots" aria-labelledby="mais-slots-title">
      <h3 id="mais-slots-title" ref={heading} tabIndex={-1}>{formats.longDay(day)}</h3>
      {slots.length === 0 && <p className="mais-slots__hint">{say('time.noneOnDay')}</p>}
      {groups.map(({ part, slots: named }) => (
        <div key={part}>
          {groups.length > 1 && <h4 id={`mais-slots-${part}`}>{say(`time.${part}`)}</h4>}
          <ul data-kind={of.kind} aria-labelledby={groups.length > 1 ? `mais-slots-${part}` : 'mais-slots-title'}>
            {named.map(({ slot, name }) => <SlotButton key={slot.startsAt} of={of} slot={slot} name={name} />)}
          </ul>
        </div>
      ))}
    </section>
  );
}

function SlotButton({ of, slot, name }: { of: Package; slot: Slot; name: string }) {
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
        aria-disabled={busy !== null}
        onClick={() => void chooseTime(services, slot.startsAt)}
      >
        <span className="mais-slot__time">{name}</span>{' '}
        {isBeingHeld && <Spinner />}
        {!isBeingHeld && isHeld && <small>{say('time.held')}</small>}
        {!isBeingHeld && !isHeld && of.kind === 'session' && <small data-few={slot.remaining <= 3}>{say('time.seats', { count: slot.remaining })}</small>}
      </button>
    </li>
  );
}
