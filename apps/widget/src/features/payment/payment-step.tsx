import type { PaymentAttempt, WidgetConfig } from '@mais/contract';
import { Button, Icon, Notice } from '@mais/ui';
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TroubleNotice } from '../../app/trouble-notice.tsx';
import { editOrder } from '../../flow/leave-order.ts';
import { openPayment } from '../../flow/open-payment.ts';
import type { Order } from '../../flow/state.ts';
import { bookingAddress } from '../../hosted/booking-address.ts';
import { useReader } from '../../i18n/reader.ts';
import { useRemainingSeconds } from '../holds/use-remaining.ts';
import { PriceBreakdown } from '../quotes/price-breakdown.tsx';
import { Confirming } from './confirming.tsx';
import { EndedNotice } from './ended-notice.tsx';
import { confirmPayment } from './confirm-payment.ts';
import type { MountedPaymentElement } from './mount-payment-element.ts';
import { PaidElsewhere, PayElsewhere } from './pay-elsewhere.tsx';
import { PaymentElement } from './payment-element.tsx';
import { PaymentSkeleton } from './payment-skeleton.tsx';
import { stripeLocale } from './stripe-locale.ts';
import { useOrderExpiry } from './use-order-expiry.ts';

/** Paying for a booking that waits for it, and what became of the payment. */
export function PaymentStep() {
  const services = useServices();
  const { order, busy } = useFlow();
  const { say } = useReader();
  if (order === null) return null;
  return (
    <StepFrame step="payment" title={say('payment.title')} back={mayLeave(order) && busy?.kind !== 'paying' ? { busy: busy?.kind === 'leaving', go: () => void editOrder(services) } : null}>
      <Stage order={order} />
    </StepFrame>
  );
}

function mayLeave({ booking, paymentSent }: Order): boolean {
  return booking.status === 'pending_payment' && !paymentSent;
}

function Stage({ order }: { order: Order }) {
  const services = useServices();
  const { busy, trouble } = useFlow();
  const { config, mode } = services.firstView;
  const isPage = mode === 'hosted';
  useOrderExpiry(order);
  const remaining = useRemainingSeconds(order.deadlineMs);
  const isPending = order.booking.status === 'pending_payment';
  const mayPay = isPending && !order.paymentSent && remaining !== 0;

  const [isElsewhere, setElsewhere] = useState(false);
  const [hasAsked, setAsked] = useState(false);
  // A frame's payment takes no way that leads away from it; a page's does, and is asked for once where the booking comes from a frame.
  const isWanting = order.payment === null || (isPage && !order.payment.allowsRedirects && !hasAsked);

  useEffect(() => {
    if (!mayPay || !isWanting || isElsewhere || trouble !== null) return;
    void openPayment(services).then(() => setAsked(true));
  }, [services, mayPay, isWanting, isElsewhere, trouble]);

  // While the customer is at the bank nothing may replace the form, not even the end of the time to pay.
  const isPaying = busy?.kind === 'paying';
  if (!isPending && !isPaying) return <EndedNotice order={order} />;
  if (order.paymentSent) return <Confirming order={order} />;
  if (remaining === 0 && !isPaying) return <RanOut />;
  if (!isPage && (isElsewhere || order.payment?.allowsRedirects === true)) {
    return <PaidElsewhere order={order} onHere={() => void openPayment(services).then(() => setElsewhere(false))} />;
  }
  if (config.stripe === null || order.payment === null || isWanting) {
    return <>{busy === null && trouble !== null ? <TroubleNotice onRetry={() => void openPayment(services)} /> : <PaymentSkeleton />}</>;
  }
  return <PaymentForm key={order.payment.clientSecret} order={order} payment={order.payment} stripeConfig={config.stripe} onElsewhere={() => setElsewhere(true)} />;
}

interface PaymentFormProps {
  order: Order;
  payment: PaymentAttempt;
  stripeConfig: NonNullable<WidgetConfig['stripe']>;
  onElsewhere: () => void;
}

function PaymentForm({ order, payment, stripeConfig, onElsewhere }: PaymentFormProps) {
  const { flow, host, firstView } = useServices();
  const { say, formats, language } = useReader();
  const { booking } = order;
  const { name, email } = booking.customer;
  const options = useMemo(
    () => ({ config: stripeConfig, payment, locale: stripeLocale(language), customer: { name, email } }),
    [stripeConfig, payment, language, name, email],
  );
  const [hasFailed, setHasFailed] = useState(false);
  const [mounted, setMounted] = useState<MountedPaymentElement | null>(null);
  const isPaying = useFlow().busy?.kind === 'paying';
  const [declined, setDeclined] = useState<string | null>(null);

  const onPaid = useCallback(() => flow.dispatch({ type: 'payment_sent' }), [flow]);

  // A bank's page has said why; what Stripe keeps of it is written for developers.
  const onRefused = useCallback(() => setDeclined(''), []);

  async function pay(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPaying || mounted === null) return;
    flow.dispatch({ type: 'paying' });
    setDeclined(null);
    const outcome = await confirmPayment({ ...mounted, returnUrl: bookingAddress(firstView, order, window.location.origin) });
    flow.dispatch({ type: outcome.status === 'sent' ? 'payment_sent' : 'payment_refused' });
    if (outcome.status !== 'declined') return;
    setDeclined(outcome.message ?? say('payment.declined.body'));
    host.send('error', { code: outcome.code });
  }

  return (
    <form className="mais-payment" onSubmit={(event) => void pay(event)} aria-label={say('payment.title')} aria-busy={isPaying}>
      <section className="mais-review" aria-label={say('price.title')}>
        <PriceBreakdown price={booking} />
        <p className="mais-payment__for">{say('payment.for', { name, email })}</p>
      </section>
      <div className="mais-payment__main">
        <PaymentElement options={options} onMounted={setMounted} onPaid={onPaid} onRefused={onRefused} onFailed={setHasFailed} />
        {declined !== null && <Notice tone="danger" title={say('payment.declined.title')}>{declined !== '' && <bdi>{declined}</bdi>} {say('payment.tryAgain')}</Notice>}
        <TroubleNotice />
        {hasFailed ? <PayElsewhere order={order} onOpened={onElsewhere} /> : (
          <Button type="submit" wide busy={isPaying} disabled={mounted === null}>
            <Icon name="lock" /> {say('payment.pay', { amount: formats.money(payment.amountMinor, payment.currency) })}
          </Button>
        )}
        {!hasFailed && !isPaying && <PayElsewhere order={order} onOpened={onElsewhere} isExtra />}
        <p className="mais-payment__secure">{say('payment.secure', { tenant: firstView.config.tenant.name })}</p>
      </div>
    </form>
  );
}

function RanOut() {
  const services = useServices();
  const { say } = useReader();
  const { busy } = useFlow();
  return (
    <Notice
      tone="warning"
      title={say('payment.expired.title')}
      actions={<Button size="small" busy={busy !== null} onClick={() => void editOrder(services)}>{say('hold.again')}</Button>}
    >
      {say('payment.expired.body')}
    </Notice>
  );
}
