import { useEffect } from 'react';

import { useServices } from '../../app/services.ts';
import { lookAtBooking } from '../../flow/follow-booking.ts';
import type { Order } from '../../flow/state.ts';

// So that the server's clock has got there too.
const MARGIN_MS = 1500;

/** Looks at an unpaid booking when its time to pay has run out. */
export function useOrderExpiry({ paymentSent, deadlineMs }: Order): void {
  const services = useServices();
  const endsMs = paymentSent ? null : deadlineMs;
  useEffect(() => {
    if (endsMs === null) return;
    const timer = setTimeout(() => void lookAtBooking(services).catch(() => null), Math.max(0, endsMs - services.nowMs()) + MARGIN_MS);
    return () => clearTimeout(timer);
  }, [services, endsMs]);
}
