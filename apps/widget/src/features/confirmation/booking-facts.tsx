import type { Booking } from '@mais/contract';
import type { ReactNode } from 'react';

import { findPackage, useServices } from '../../app/services.ts';
import { TenantText } from '../../app/tenant-text.tsx';
import { TimeText } from '../../app/time-text.tsx';
import { useReader } from '../../i18n/reader.ts';

/** What a booking is, when, for whom and for how much. */
export function BookingFacts({ booking }: { booking: Booking }) {
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
      {booking.refundedMinor > 0 && <Fact name={say('manage.refund')}>{formats.money(booking.refundedMinor, booking.currency)}</Fact>}
      {booking.owedMinor > 0 && booking.paidMinor > 0 && <Fact name={say('price.later')}>{formats.money(booking.owedMinor, booking.currency)}</Fact>}
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
