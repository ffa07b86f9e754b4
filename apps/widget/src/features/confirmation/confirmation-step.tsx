import { Button, Icon, LinkButton } from '@mais/ui';

import { findPackage, useFlow, useServices } from '../../app/services.ts';
import { useStepFocus } from '../../app/use-step-focus.ts';
import { startOver } from '../../flow/restore.ts';
import type { Order } from '../../flow/state.ts';
import { useReader } from '../../i18n/reader.ts';
import { manageAddress } from '../manage/manage-address.ts';
import { BookingFacts } from './booking-facts.tsx';
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
      <BookingFacts booking={booking} />
      {!isRequest && <LinkButton variant="quiet" href={manageAddress(services.firstView, booking, window.location.origin)} target="_blank" rel="noopener noreferrer">{say('confirmation.manage')}</LinkButton>}
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
