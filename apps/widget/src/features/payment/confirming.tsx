import { Announced, Spinner } from '@mais/ui';
import { useEffect, useState } from 'react';

import { useServices } from '../../app/services.ts';
import { followBooking } from '../../flow/follow-booking.ts';
import type { Order } from '../../flow/state.ts';
import { useReader } from '../../i18n/reader.ts';

// When waiting begins to feel wrong, it needs an explanation.
const PATIENCE_MS = 15_000;

/** Paid as far as the browser knows: waiting for the server to say so. */
export function Confirming({ order }: { order: Order }) {
  const services = useServices();
  const { say } = useReader();
  const [isLong, setIsLong] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    void followBooking(services, stop.signal);
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [services]);

  return (
    <Announced className="mais-confirming">
      <Spinner />
      <h3>{say(isLong ? 'payment.waiting.title' : 'payment.confirming.title')}</h3>
      <p>{isLong ? say('payment.waiting.body', { reference: order.booking.reference }) : say('payment.confirming.body')}</p>
    </Announced>
  );
}
