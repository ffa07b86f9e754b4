import { Button, Notice } from '@mais/ui';
import { useEffect } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { followBooking } from '../../flow/follow-booking.ts';
import { chooseTimeAnew, retryOrder } from '../../flow/leave-order.ts';
import type { Order } from '../../flow/state.ts';
import { useReader } from '../../i18n/reader.ts';
import { endingOf } from './ending-of.ts';

/** A booking that didn't come about: why, where the money is, and the way on. */
export function EndedNotice({ order }: { order: Order }) {
  const services = useServices();
  const { say, formats } = useReader();
  const { busy } = useFlow();
  const ending = endingOf(order);
  const { booking } = order;
  const isRefundAwaited = ending === 'refundPending';

  // The refund, or the time after all, is still to come.
  useEffect(() => {
    if (!isRefundAwaited) return;
    const stop = new AbortController();
    void followBooking(services, stop.signal);
    return () => stop.abort();
  }, [services, isRefundAwaited]);

  const values = { tenant: services.firstView.config.tenant.name, amount: formats.money(booking.refundedMinor, booking.currency) };
  return (
    <Notice
      tone={ending === 'refunded' || ending === 'refundPending' ? 'info' : 'warning'}
      title={say(`ended.${ending}.title`, values)}
      actions={
        <>
          {ending === 'expired' && <Button size="small" busy={busy !== null} onClick={() => void retryOrder(services)}>{say('hold.again')}</Button>}
          <Button size="small" variant={ending === 'expired' || ending === 'refundPending' ? 'secondary' : 'primary'} onClick={() => chooseTimeAnew(services)}>{say('ended.again')}</Button>
        </>
      }
    >
      {say(`ended.${ending}.body`, values)}
    </Notice>
  );
}
