import { useEffect } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { lookAtBooking } from '../../flow/follow-booking.ts';

/** Notices when the held time, or the unpaid booking, has run out. */
export function HoldExpiry() {
  const services = useServices();
  const { hold, order } = useFlow();
  const holdEndsMs = hold === null || hold.hasExpired ? null : hold.deadlineMs;
  const orderEndsMs = order === null || order.paymentSent ? null : order.deadlineMs;

  useEffect(() => {
    if (holdEndsMs === null) return;
    const timer = setTimeout(() => services.flow.dispatch({ type: 'hold_ran_out' }), Math.max(0, holdEndsMs - services.nowMs()));
    return () => clearTimeout(timer);
  }, [services, holdEndsMs]);

  useEffect(() => {
    if (orderEndsMs === null) return;
    // A moment later, so that the server's clock has got there too.
    const timer = setTimeout(() => void lookAtBooking(services).catch(() => null), Math.max(0, orderEndsMs - services.nowMs()) + 1500);
    return () => clearTimeout(timer);
  }, [services, orderEndsMs]);

  return null;
}
