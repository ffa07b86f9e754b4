import { Button, Icon, LinkButton } from '@mais/ui';
import type { ReactNode } from 'react';

import { findPackage, useFlow, useServices } from '../../app/services.ts';
import { useStepFocus } from '../../app/use-step-focus.ts';
import { TenantText } from '../../app/tenant-text.tsx';
import { TimeText } from '../../app/time-text.tsx';
import { startOver } from '../../flow/restore.ts';
import type { Order } from '../../flow/state.ts';
import { useReader } from '../../i18n/reader.ts';
import { calendarLinks } from './calendar-links.ts';

/** The booking as the server has confirmed it. */
export function ConfirmationStep() {
  const { order } = useFlow();
  return order === null ? null : <Confirmed order={order} />;
}

function Confirmed({ order: { booking } }: { order: Order }) {
  const services = useServices();
  const { say } = useReader();
  const heading = useStepFocus('confirmation');
  const { tenant } = services.firstView.config;
  const isRequest = booking.status === 'requested';
  return (
    <section className="mais-confirmation" aria-labelledby="mais-step-title">
      <span className="mais-confirmation__seal"><Icon name={isRequest ? 'clock' : 'check'} /></span>
      <h2 id="mais-step-title" ref={heading} tabIndex={-1}>{say(isRequest ? 'confirmation.requestedTitle' : 'confirmation.title')}</h2>
      <p className="mais-confirmation__lead">
        {say(isRequest ? 'confirmation.requestedLead' : 'confirmation.lead', { name: booking.customer.name, tenant: tenant.name })}
      </p>
      <p className="mais-confirmation__reference">
        <span>{say('confirmation.reference')}</span>
        <strong>{booking.reference}</strong>
      </p>
      <p className="mais-confirmation__hint">{say('confirmation.referenceHint', { tenant: tenant.name })}</p>
      {!isRequest && <AddToCalendar booking={booking} />}
      <Facts booking={booking} />
      <Button variant="secondary" onClick={() => startOver(services)}>{say('confirmation.again')}</Button>
    </section>
  );
}

function AddToCalendar({ booking }: { booking: Order['booking'] }) {
  const { api, firstView } = useServices();
  const { say } = useReader();
  const isWholeDay = findPackage(firstView, booking.package.slug)?.kind === 'day';
  return (
    <section className="mais-confirmation__calendar" aria-labelledby="mais-calendar-title">
      <h3 id="mais-calendar-title"><Icon name="calendar" /> {say('confirmation.calendar')}</h3>
      <div>
        <LinkButton variant="secondary" size="small" href={api.bookingCalendarUrl(booking)} download={`${booking.reference}.ics`}>{say('confirmation.calendarFile')}</LinkButton>
        {calendarLinks(booking, { tenant: firstView.config.tenant.name, isWholeDay }).map(({ name, url }) => (
          <LinkButton key={name} variant="secondary" size="small" href={url} target="_blank" rel="noopener noreferrer">{name}</LinkButton>
        ))}
      </div>
    </section>
  );
}

function Facts({ booking }: { booking: Order['booking'] }) {
  const { firstView } = useServices();
  const { say, formats } = useReader();
  const chosen = findPackage(firstView, booking.package.slug);
  const addOns = booking.lineItems.filter((line) => line.kind === 'add_on');
  const price = booking.paidMinor > 0 ? booking.paidMinor : booking.totalMinor;
  return (
    <dl className="mais-facts">
      <Fact name={say('confirmation.what')}><TenantText>{booking.package.name}</TenantText></Fact>
      <Fact name={say('confirmation.when')}>
        <TimeText startsAt={booking.startsAt} endsAt={booking.endsAt} kind={chosen?.kind ?? 'slot'} />
      </Fact>
      {(chosen?.maxPartySize ?? booking.partySize) > 1 && <Fact name={say('confirmation.people')}>{say('summary.party', { count: booking.partySize })}</Fact>}
      {addOns.length > 0 && (
        <Fact name={say('confirmation.extras')}>
          {formats.list(addOns.map((line) => (line.quantity > 1 ? `${formats.number(line.quantity)} × ${line.description}` : line.description)))}
        </Fact>
      )}
      <Fact name={say('confirmation.contact')}>{booking.customer.name}<small>{booking.customer.email}</small></Fact>
      <Fact name={say(booking.paidMinor > 0 ? 'confirmation.paid' : 'confirmation.price')}>
        {price === 0 ? say('price.free') : formats.money(price, booking.currency)}
      </Fact>
      {booking.paymentStatus === 'deposit_paid' && <Fact name={say('price.later')}>{formats.money(booking.totalMinor - booking.paidMinor, booking.currency)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
