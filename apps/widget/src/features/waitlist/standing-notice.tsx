import type { WaitlistEntry } from '@mais/contract';
import { Button, Notice } from '@mais/ui';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { type Services, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import { useRemainingSeconds } from '../holds/use-remaining.ts';
import { isDone, isOver, takeOffer } from './open-entry.ts';
import { type Standing, standing } from './standing.ts';
import { waitlistClient } from './waitlist-client.ts';

/** For whoever comes from an e-mail of the waitlist: how they stand, and what is offered to them. */
export function StandingNotice() {
  const known = useSyncExternalStore(standing.subscribe, standing.getState);
  const place = useRef<HTMLDivElement>(null);
  const isKnown = known !== null;
  // It is what they came for, and stands below the calendar.
  useEffect(() => {
    if (isKnown) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isKnown]);
  return <div ref={place} className="mais-waitlist" aria-live="polite" hidden={!isKnown}>{known !== null && <Stands {...known} />}</div>;
}

function Stands({ access, entry }: Standing) {
  const { firstView } = useServices();
  const { say, formats, timeZone } = useReader();
  const [isMissed, setMissed] = useState(entry === null);
  // What is still to come can only have been offered and missed.
  const isStillToCome = entry !== null && Date.parse(entry.startsAt ?? entry.day) > Date.parse(firstView.serverNow);
  if (entry === null || isMissed || (entry.status === 'expired' && isStillToCome)) return <Notice tone="warning" title={say('waitlist.missedTitle')}>{say('waitlist.missedBody')}</Notice>;
  const when = entry.startsAt === null ? formats.longDay(entry.day) : formats.shortDayTime(entry.startsAt, timeZone);
  switch (entry.status) {
    case 'offered': return <Offer access={access} entry={entry} onMissed={() => setMissed(true)} />;
    case 'waiting': return <Waits access={access} entry={entry} when={when} />;
    case 'booked': return <Booked status={entry.bookingStatus} when={when} />;
    default: return <Notice title={say('waitlist.overTitle')}>{say('waitlist.overBody', { day: when })}</Notice>;
  }
}

/** A place that was taken is not yet a visit. */
function Booked({ status, when }: { status: WaitlistEntry['bookingStatus']; when: string }) {
  const { say } = useReader();
  switch (status) {
    case 'requested':
    case 'pending_payment': return <Notice title={say('waitlist.unconfirmedTitle')}>{say('waitlist.unconfirmedBody', { when })}</Notice>;
    case 'cancelled':
    case 'declined':
    case 'expired': return <Notice tone="warning" title={say('waitlist.endedTitle')}>{say('waitlist.endedBody', { when })}</Notice>;
    default: return <Notice tone="success" title={say('waitlist.bookedTitle')}>{say('waitlist.bookedBody', { when })}</Notice>;
  }
}

function Waits({ access, entry, when }: { access: Standing['access']; entry: WaitlistEntry; when: string }) {
  const services = useServices();
  const { say, formats } = useReader();
  const { stage, attempt } = useAttempt();
  const leave = () => attempt('leave', orReadAgain(services, access, async () => {
    await waitlistClient(services).leave(access);
    standing.set({ access, entry: { ...entry, status: 'left', position: null } });
  }));
  return (
    <Notice title={say('waitlist.standingTitle')} actions={<Button size="small" variant="secondary" busy={stage === 'leave'} onClick={leave}>{say('waitlist.leave')}</Button>}>
      {say('waitlist.standingBody', { day: when, position: formats.number(entry.position ?? 1) })}
      <Failure isShown={stage === 'failed'} />
    </Notice>
  );
}

/** A place that is kept: until when, the way to it, and the way to let it go to the next at once. */
function Offer({ access, entry, onMissed }: { access: Standing['access']; entry: WaitlistEntry; onMissed: () => void }) {
  const services = useServices();
  const { firstView, availability } = services;
  const { say, formats, timeZone } = useReader();
  const { stage, attempt } = useAttempt();
  const { offer, package: { slug } } = entry;
  const seconds = useRemainingSeconds(offer === null ? null : Date.parse(offer.expiresAt) - Date.parse(firstView.serverNow));
  useEffect(() => {
    if (seconds === 0) onMissed();
  }, [seconds, onMissed]);
  if (offer === null || seconds === null) return null;
  const isDay = firstView.packages.find((one) => one.slug === slug)?.kind === 'day';
  const when = isDay ? formats.longDay(entry.day) : formats.dayAndTimes(offer.startsAt, offer.endsAt, timeZone);

  const orMissed = (work: () => Promise<void>) => () => orReadAgain(services, access, work)().catch((error: unknown) => {
    if (!isOver(error)) throw error;
    onMissed();
  });
  const take = () => attempt('take', orMissed(() => takeOffer(services, access)));
  const pass = () => attempt('pass', orMissed(async () => {
    standing.set({ access, entry: await waitlistClient(services).pass(access) });
    availability.refresh({ packageSlug: slug, partySize: entry.partySize });
  }));
  const isBusy = stage === 'take' || stage === 'pass';
  return (
    <Notice
      tone="success"
      title={say('waitlist.offerTitle')}
      actions={
        <>
          <Button size="small" busy={stage === 'take'} disabled={stage === 'pass'} onClick={() => isBusy || take()}>{say('waitlist.take')}</Button>
          <Button size="small" variant="secondary" busy={stage === 'pass'} disabled={stage === 'take'} onClick={() => isBusy || pass()}>{say('waitlist.pass')}</Button>
        </>
      }
    >
      {say('waitlist.offerBody', { when })} <strong role="timer" className="mais-waitlist__left">{say('hold.left', { time: formats.clock(seconds) })}</strong>
      <Failure isShown={stage === 'failed'} />
    </Notice>
  );
}

/** Where the entry stands differently by now, that is shown instead. */
function orReadAgain(services: Services, access: Standing['access'], work: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await work();
    } catch (error) {
      if (!isDone(error)) throw error;
      standing.set({ access, entry: await waitlistClient(services).getEntry(access) });
    }
  };
}

function Failure({ isShown }: { isShown: boolean }): ReactNode {
  const { say } = useReader();
  return isShown && <p className="mais-waitlist__failure">{say('waitlist.failed')}</p>;
}

function useAttempt() {
  const [stage, setStage] = useState<'take' | 'pass' | 'leave' | 'failed' | null>(null);
  return {
    stage,
    attempt(what: 'take' | 'pass' | 'leave', work: () => Promise<void>): void {
      setStage(what);
      work().then(() => setStage(null), () => setStage('failed'));
    },
  };
}
