import type { PaymentAttempt } from '@mais/contract';
import { Announced, Button, Icon, Notice, Spinner } from '@mais/ui';
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';

import { useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import { confirmPayment } from '../payment/confirm-payment.ts';
import type { MountedPaymentElement } from '../payment/mount-payment-element.ts';
import { PaymentElement } from '../payment/payment-element.tsx';
import { stripeLocale } from '../payment/stripe-locale.ts';
import type { Managed } from './managed.ts';
import { Panel, Problem, useAttempt } from './panel.tsx';

/** Between two looks at whether the server has heard of a payment. */
const LOOK_AGAIN_MS = 1_000;

/** What a booking still owes, paid here. */
export function PayPanel({ managed, onBack, onDone }: { managed: Managed; onBack: () => void; onDone: () => void }) {
  const { api, firstView } = useServices();
  const { say } = useReader();
  const { isBusy, problem, run } = useAttempt();
  const [payment, setPayment] = useState<PaymentAttempt | null>(null);
  const [isSent, setSent] = useState(false);
  const { access } = managed;

  const ask = useCallback(() => run(async () => setPayment((await api.createPaymentAttempt(access, { allowRedirects: true })).payment)), [api, access, run]);
  useEffect(ask, [ask]);

  useEffect(() => {
    if (!isSent) return;
    const timer = setInterval(() => {
      api.getBooking(access).then(({ booking }) => booking.owedMinor === 0 && onDone(), () => null);
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [api, access, isSent, onDone]);

  const { stripe } = firstView.config;
  return (
    <Panel title={say('manage.pay')} onBack={onBack}>
      {stripe === null ? <Problem code="payments_unavailable" /> : <Problem code={problem} onRetry={ask} />}
      {isSent && <Announced className="mais-waiting"><Spinner /> {say('manage.paying')}</Announced>}
      {!isSent && isBusy && <Announced className="mais-waiting"><Spinner /> {say('payment.loading')}</Announced>}
      {!isSent && payment !== null && stripe !== null && <Form managed={managed} payment={payment} stripe={stripe} onSent={() => setSent(true)} />}
    </Panel>
  );
}

function Form({ managed: { booking }, payment, stripe, onSent }: { managed: Managed; payment: PaymentAttempt; stripe: NonNullable<ReturnType<typeof useServices>['firstView']['config']['stripe']>; onSent: () => void }) {
  const { firstView } = useServices();
  const { say, formats, language } = useReader();
  const { name, email } = booking.customer;
  const options = useMemo(() => ({ config: stripe, payment, locale: stripeLocale(language), customer: { name, email } }), [stripe, payment, language, name, email]);
  const [mounted, setMounted] = useState<MountedPaymentElement | null>(null);
  const [isPaying, setPaying] = useState(false);
  const [declined, setDeclined] = useState<string | null>(null);
  const onRefused = useCallback(() => setDeclined(''), []);
  const onFailed = useCallback(() => {}, []);
  const [onPaid] = useState(() => onSent);

  async function pay(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isPaying || mounted === null) return;
    setPaying(true);
    setDeclined(null);
    const outcome = await confirmPayment({ ...mounted, returnUrl: window.location.href });
    setPaying(false);
    if (outcome.status === 'sent') onSent();
    if (outcome.status === 'declined') setDeclined(outcome.message ?? say('payment.declined.body'));
  }

  return (
    <form className="mais-stack" onSubmit={(event) => void pay(event)} aria-label={say('manage.pay')} aria-busy={isPaying}>
      <PaymentElement options={options} onMounted={setMounted} onPaid={onPaid} onRefused={onRefused} onFailed={onFailed} />
      {declined !== null && <Notice tone="danger" title={say('payment.declined.title')}>{declined !== '' && <bdi>{declined}</bdi>} {say('payment.tryAgain')}</Notice>}
      <Button type="submit" wide busy={isPaying} disabled={mounted === null}>
        <Icon name="lock" /> {say('payment.pay', { amount: formats.money(payment.amountMinor, payment.currency) })}
      </Button>
      <p className="mais-payment__secure">{say('payment.secure', { tenant: firstView.config.tenant.name })}</p>
    </form>
  );
}
