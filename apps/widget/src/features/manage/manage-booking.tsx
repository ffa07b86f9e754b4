import type { Booking } from '@mais/contract';
import { Announced, Button, Icon, LinkButton, Notice, Spinner } from '@mais/ui';
import { type ReactNode, useEffect, useState } from 'react';

import { explain } from '../../app/explain-trouble.ts';
import { Header } from '../../app/header.tsx';
import { OfflineNotice } from '../../app/offline-notice.tsx';
import { findPackage, useServices } from '../../app/services.ts';
import { troubleOf } from '../../flow/trouble-of.ts';
import type { BookingAccess } from '../../hosted/booking-address.ts';
import { useReader } from '../../i18n/reader.ts';
import { BookingFacts } from '../confirmation/booking-facts.tsx';
import { CancelPanel } from './cancel-panel.tsx';
import { managedOfAddress } from './manage-address.ts';
import type { Managed } from './managed.ts';
import { MovePanel } from './move-panel.tsx';
import { PayPanel } from './pay-panel.tsx';
import { useHeadingFocus } from './use-heading-focus.ts';
import { useManageClient } from './use-manage-client.ts';
import { useNow } from './use-now.ts';

type Panel = 'overview' | 'cancel' | 'move' | 'pay';
type Done = 'cancelled' | 'moved' | 'paid';

/** The page that the link in an e-mail opens: see, move, cancel, pay the rest. */
export function ManageBooking() {
  const { firstView } = useServices();
  const { say } = useReader();
  const [access] = useState(() => managedOfAddress(window.location.href));
  return (
    <main className="mais-widget mais-manage" aria-label={say('app.label', { tenant: firstView.config.tenant.name })}>
      <Header />
      <OfflineNotice />
      <div className="mais-screen">{access === null ? <div className="mais-step"><Gone code="not_found" /></div> : <Loaded access={access} />}</div>
    </main>
  );
}

function Loaded({ access }: { access: BookingAccess }) {
  const { api, nowMs } = useServices();
  const manage = useManageClient();
  const { say } = useReader();
  const [managed, setManaged] = useState<Managed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // What is shown is from before a change.
  const [isStale, setStale] = useState(false);
  // Another one asks again.
  const [asked, ask] = useState(() => new AbortController());

  useEffect(() => {
    const { signal } = asked;
    async function load(): Promise<void> {
      try {
        const [{ booking }, cancellation] = await Promise.all([api.getBooking(access, { signal }), manage.getCancellation(access, { signal })]);
        setManaged({ access, booking, cancellation });
        setProblem(null);
        setStale(false);
      } catch (error) {
        if (!signal.aborted) setProblem(troubleOf(error, nowMs()).code);
      }
    }
    void load();
    return () => asked.abort();
  }, [api, manage, access, nowMs, asked]);

  const reload = () => {
    setProblem(null);
    ask(new AbortController());
  };
  const waiting = problem === null ? <Announced className="mais-waiting"><Spinner /> {say('app.restoring')}</Announced> : <Gone code={problem} onRetry={reload} />;
  if (managed === null) return problem === null ? waiting : <div className="mais-step">{waiting}</div>;
  const onChanged = () => {
    setStale(true);
    reload();
  };
  return <Panels managed={managed} waiting={isStale ? waiting : null} onChanged={onChanged} />;
}

/** @param waiting stands in for the booking while that, changed, is still to come */
function Panels({ managed, waiting, onChanged }: { managed: Managed; waiting: ReactNode; onChanged: () => void }) {
  const [panel, setPanel] = useState<Panel>(() => (managed.booking.owedMinor > 0 && hasComeFromBank() ? 'pay' : 'overview'));
  const [done, setDone] = useState<Done | null>(null);
  const back = () => setPanel('overview');
  const finish = (what: Done) => () => {
    setDone(what);
    setPanel('overview');
    onChanged();
  };
  switch (panel) {
    case 'cancel': return <CancelPanel managed={managed} onBack={back} onDone={finish('cancelled')} onStale={onChanged} />;
    case 'move': return <MovePanel managed={managed} onBack={back} onDone={finish('moved')} />;
    case 'pay': return <PayPanel managed={managed} onBack={back} onDone={finish('paid')} />;
    case 'overview': return <Overview managed={managed} waiting={waiting} done={done} onOpen={(next) => {
      setDone(null);
      setPanel(next);
    }} />;
  }
}

interface OverviewProps {
  managed: Managed;
  waiting: ReactNode;
  done: Done | null;
  onOpen: (panel: Panel) => void;
}

function Overview({ managed, waiting, done, onOpen }: OverviewProps) {
  const { say } = useReader();
  const heading = useHeadingFocus();
  return (
    <section className="mais-step" aria-labelledby="mais-manage-title">
      <h2 id="mais-manage-title" ref={heading} tabIndex={-1} className="mais-step__title">{say('manage.title')}</h2>
      <p className="mais-manage__reference">{say('confirmation.reference')} <strong>{managed.booking.reference}</strong></p>
      {done !== null && <Notice tone="success" title={say(`manage.done.${done}`)}>{say(`manage.done.${done}Body`)}</Notice>}
      {waiting ?? <Standing managed={managed} done={done} onOpen={onOpen} />}
    </section>
  );
}

/** How the booking stands, and what can be done about it. */
function Standing({ managed: { booking, cancellation }, done, onOpen }: Omit<OverviewProps, 'waiting'>) {
  const { api, firstView } = useServices();
  const { say, formats, timeZone } = useReader();
  const now = useNow();
  const isOver = isOverAt(booking, now);
  const mayMove = cancellation.reschedulableUntil !== null && findPackage(firstView, booking.package.slug) !== null;
  const mayChange = mayMove || cancellation.isPossible;
  return (
    <>
      {done === null && isOver && <OverNotice status={booking.status} />}
      {booking.owedMinor > 0 && !isOver && done !== 'paid' && (
        <Notice
          tone="warning"
          title={say('manage.owed.title', { amount: formats.money(booking.owedMinor, booking.currency) })}
          actions={<Button size="small" onClick={() => onOpen('pay')}>{say('manage.pay')}</Button>}
        >
          {booking.balanceDueAt !== null && Date.parse(booking.balanceDueAt) > now ? say('manage.owed.until', { time: formats.shortDayTime(booking.balanceDueAt, timeZone) }) : undefined}
        </Notice>
      )}
      <BookingFacts booking={booking} />
      {!isOver && booking.status === 'confirmed' && !mayChange && <p>{say('manage.fixed', { tenant: firstView.config.tenant.name })}</p>}
      <div className="mais-manage__ways">
        {isOver && <LinkButton variant="secondary" href={bookAgainAddress(firstView)}>{say('confirmation.again')}</LinkButton>}
        {!isOver && mayMove && <Button variant="secondary" onClick={() => onOpen('move')}><Icon name="calendar" /> {say('manage.move')}</Button>}
        {!isOver && booking.status !== 'requested' && <LinkButton variant="secondary" href={api.bookingCalendarUrl(booking)} download={`${booking.reference}.ics`}>{say('confirmation.calendarFile')}</LinkButton>}
        {!isOver && cancellation.isPossible && <Button variant="quiet" onClick={() => onOpen('cancel')}>{say('manage.cancel')}</Button>}
      </div>
    </>
  );
}

/** Whether a bank has just sent the visitor back: how that payment stands is said where one pays. */
function hasComeFromBank(): boolean {
  return new URLSearchParams(window.location.search).has('redirect_status');
}

/** What became of a booking that nothing can be done with any more. */
function OverNotice({ status }: Pick<Booking, 'status'>) {
  const { firstView } = useServices();
  const { say } = useReader();
  const { name: tenant } = firstView.config.tenant;
  switch (status) {
    // What was paid, and what of it goes back, stands below.
    case 'cancelled': return <Notice title={say('ended.cancelled.title')}>{say('manage.over.body')}</Notice>;
    case 'declined': return <Notice title={say('ended.declined.title', { tenant })}>{say('ended.declined.body')}</Notice>;
    case 'expired': return <Notice title={say('ended.expired.title')}>{say('manage.over.body')}</Notice>;
    default: return <Notice title={say('manage.over.title')}>{say('manage.over.body')}</Notice>;
  }
}

function isOverAt({ status, endsAt }: Booking, now: number): boolean {
  return (status !== 'confirmed' && status !== 'pending_payment' && status !== 'requested') || Date.parse(endsAt) <= now;
}

/** The tenant's booking page, in the same mode. */
function bookAgainAddress({ config, key }: ReturnType<typeof useServices>['firstView']): string {
  const address = new URL(`/book/${config.tenant.slug}`, window.location.origin);
  if (key !== null) address.searchParams.set('key', key);
  const lang = new URLSearchParams(window.location.search).get('lang');
  if (lang !== null) address.searchParams.set('lang', lang);
  return address.href;
}

/** Why there is nothing to see here. */
function Gone({ code, onRetry }: { code: string; onRetry?: () => void }) {
  const { firstView } = useServices();
  const { say } = useReader();
  const isLink = code === 'not_found' || code === 'invalid_token' || code === 'missing_credentials';
  const { title, body, tone } = explain(code);
  const tenant = firstView.config.tenant.name;
  return (
    <Notice
      tone={tone} title={isLink ? say('manage.link.title') : say(title)}
      {...(!isLink && onRetry !== undefined && { actions: <Button size="small" variant="secondary" onClick={onRetry}>{say('trouble.retry')}</Button> })}
    >
      {isLink ? say('manage.link.body', { tenant }) : say(body, { tenant })}
    </Notice>
  );
}
