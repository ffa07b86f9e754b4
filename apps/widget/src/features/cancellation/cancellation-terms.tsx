import type { Package, Quote } from '@mais/contract';

import { useFlow, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import { termsOf } from './terms-of.ts';

/** What a customer agrees to who books: what cancelling gives back until when, and until when they may move it. */
export function CancellationTerms({ of, price }: { of: Package; price: Pick<Quote, 'totalMinor'> }) {
  const { firstView, nowMs } = useServices();
  const { say, formats, language, timeZone } = useReader();
  const { hold } = useFlow();
  if (hold === null) return null;
  const { steps, endsEarly, movableUntil } = termsOf(of.cancellationPolicy, hold.startsAt, Date.parse(firstView.serverNow) + nowMs());
  const isFree = price.totalMinor === 0;
  if (isFree && movableUntil === null) return null;
  // A whole day is the tenant's, and so is what is counted from its beginning.
  const timeText = (instant: string) => formats.shortDayTime(instant, of.kind === 'day' ? firstView.config.tenant.timeZone : timeZone);
  const percent = new Intl.NumberFormat(language.locale, { style: 'percent', maximumFractionDigits: 2 });
  return (
    <div className="mais-terms">
      {!isFree && (
        <>
          <h4>{say('policy.title')}</h4>
          {steps.map(({ until, refundBps }) => (
            <p key={until}>{refundBps === 10_000 ? say('policy.full', { time: timeText(until) }) : say('policy.part', { time: timeText(until), percent: percent.format(refundBps / 10_000) })}</p>
          ))}
          {steps.length === 0 ? <p>{say('policy.never')}</p> : endsEarly && <p>{say('policy.then')}</p>}
        </>
      )}
      {movableUntil !== null && <p>{say('policy.move', { time: timeText(movableUntil) })}</p>}
    </div>
  );
}
