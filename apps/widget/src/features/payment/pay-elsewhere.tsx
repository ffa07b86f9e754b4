import { Announced, Icon, LinkButton, Spinner } from '@mais/ui';
import { useEffect, useState } from 'react';

import { useServices } from '../../app/services.ts';
import { followBooking } from '../../flow/follow-booking.ts';
import type { Order } from '../../flow/state.ts';
import { bookingAddress } from '../../hosted/booking-address.ts';
import { useReader } from '../../i18n/reader.ts';

/**
 * The way to pay where this frame can't show the form: this very booking on a page of its own, in a new tab. Here it is followed
 * until it is confirmed. On that page itself there is no other way.
 */
export function PayElsewhere({ order }: { order: Order }) {
  const services = useServices();
  const { say } = useReader();
  const [isOpened, setIsOpened] = useState(false);
  const { firstView } = services;

  useEffect(() => {
    if (!isOpened) return;
    const stop = new AbortController();
    void followBooking(services, stop.signal);
    return () => stop.abort();
  }, [services, isOpened]);

  if (firstView.mode === 'hosted') return null;
  return (
    <div className="mais-stack">
      <LinkButton href={bookingAddress(firstView, order, window.location.origin)} target="_blank" rel="noopener noreferrer" onClick={() => setIsOpened(true)}>
        <Icon name="lock" /> {say('payment.newTab')}
      </LinkButton>
      {isOpened && <Announced className="mais-payment__elsewhere"><Spinner /> {say('payment.newTabWaiting')}</Announced>}
    </div>
  );
}
