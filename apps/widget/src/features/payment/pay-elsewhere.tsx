import { Announced, Button, Icon, LinkButton, Spinner } from '@mais/ui';
import { useEffect, useRef } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { TroubleNotice } from '../../app/trouble-notice.tsx';
import { followBooking } from '../../flow/follow-booking.ts';
import type { Order } from '../../flow/state.ts';
import { bookingAddress } from '../../hosted/booking-address.ts';
import { useReader } from '../../i18n/reader.ts';

export interface PayElsewhereProps {
  order: Order;
  /** hears that the tab was opened */
  onOpened?: () => void;
  /** Beside a form that works it offers more ways to pay, where there is none the only one. */
  isExtra?: boolean;
}

/**
 * This very booking on a page of its own, in a new tab: for ways to pay that lead away to a bank and back, and where this frame
 * can't show the form. On that page itself there is no other way.
 */
export function PayElsewhere({ order, onOpened, isExtra = false }: PayElsewhereProps) {
  const { firstView } = useServices();
  const { say } = useReader();
  if (firstView.mode === 'hosted') return null;
  return (
    <LinkButton
      variant={isExtra ? 'quiet' : 'primary'} href={bookingAddress(firstView, order, window.location.origin)} target="_blank" rel="noopener noreferrer"
      onClick={onOpened}
    >
      {!isExtra && <Icon name="lock" />} {say(isExtra ? 'payment.otherWays' : 'payment.newTab')}
    </LinkButton>
  );
}

/** While the customer pays in the other tab: the booking is followed until it is confirmed, and can still be paid here. */
export function PaidElsewhere({ order, onHere }: { order: Order; onHere: () => void }) {
  const services = useServices();
  const { busy } = useFlow();
  const { say } = useReader();

  // The link that was pressed is gone, and the form's height with it.
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);

  useEffect(() => {
    const stop = new AbortController();
    void followBooking(services, stop.signal);
    return () => stop.abort();
  }, [services]);

  return (
    <div className="mais-stack" ref={place} tabIndex={-1}>
      <Announced className="mais-payment__elsewhere"><Spinner /> {say('payment.newTabWaiting')}</Announced>
      <TroubleNotice />
      <PayElsewhere order={order} />
      <Button variant="quiet" busy={busy !== null} onClick={onHere}>{say('payment.here')}</Button>
    </div>
  );
}
