import type { Package } from '@mais/contract';
import type { LocalDay } from '@mais/ui/days';
import { useEffect, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { afterPaint } from '../../app/when-idle.ts';
import { useReader } from '../../i18n/reader.ts';
import type { MonthViewState } from '../availability/use-month-view.ts';
import { waitlistClient } from './waitlist-client.ts';

interface FullTimesProps {
  of: Package;
  state: MonthViewState;
  /** in the reader's zone */
  day: LocalDay;
  chosen: string | null;
  onChoose: (startsAt: string) => void;
}

/** The times of a day that others have taken. They are asked for by themselves: the calendar doesn't wait for them, and is whole without them. */
export function FullTimes({ of, state, day, chosen, onChoose }: FullTimesProps) {
  const { say, formats, timeZone } = useReader();
  const starts = useFullTimes(of, state, day);
  if (starts.length === 0) return null;
  return (
    <section className="mais-waitlist mais-waitlist__times" aria-labelledby="mais-full-times">
      <h3 id="mais-full-times">{say('waitlist.fullTimes')}</h3>
      <ul>
        {starts.map((startsAt) => (
          <li key={startsAt}>
            <button type="button" className="mais-slot" data-full="true" aria-pressed={chosen === startsAt} aria-label={say('waitlist.fullTime', { time: formats.time(startsAt, timeZone) })} onClick={() => onChoose(startsAt)}>
              <span className="mais-slot__time">{formats.time(startsAt, timeZone)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useFullTimes({ slug }: Package, { view, wanted: { partySize } }: MonthViewState, day: LocalDay): readonly string[] {
  const services = useServices();
  const { hold } = useFlow();
  const { timeZone } = useReader();
  const [known, setKnown] = useState<{ of: string; free: number; starts: readonly string[] } | null>(null);
  const holdId = hold === null || hold.hasExpired ? null : hold.id;
  const of = `${slug} ${day} ${timeZone} ${partySize}`;
  // What is taken changes with what is free.
  const free = view.days.get(day)?.slots.length ?? 0;
  useEffect(() => {
    const stop = new AbortController();
    const callOff = afterPaint(() => {
      waitlistClient(services)
        .listFullTimes({ package: slug, day, partySize, timeZone, ...(holdId !== null && { hold: holdId }) }, { signal: stop.signal })
        .then(({ times }) => setKnown({ of, free, starts: times.map(({ startsAt }) => startsAt) }), () => null);
    });
    return () => {
      callOff();
      afterPaint(() => stop.abort());
    };
  }, [services, slug, day, partySize, timeZone, holdId, of, free]);
  return known?.of === of ? known.starts : [];
}
