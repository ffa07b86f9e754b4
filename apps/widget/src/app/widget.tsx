import { reportHeight } from '@mais/embed-protocol';
import { Announced, Spinner } from '@mais/ui';
import { Suspense, useEffect, useRef } from 'react';

import { PackageStep } from '../features/catalog/package-step.tsx';
import '../features/confirmation/confirmation-step.css';
import { areDetailsComplete } from '../features/customer/are-details-complete.ts';
import { DetailsStep } from '../features/customer/details-step.tsx';
import { ExtrasStep } from '../features/extras/extras-step.tsx';
import { HoldExpiry } from '../features/holds/hold-expiry.tsx';
import { PaymentSkeleton } from '../features/payment/payment-skeleton.tsx';
import { TimeStep } from '../features/availability/time-step.tsx';
import '../features/waitlist/waitlist.css';
import { stepNames } from '../host/public-events.ts';
import { useReader } from '../i18n/reader.ts';
import '../features/manage/manage-booking.css';
import '../features/payment/payment-step.css';
import './widget.css';
import { Header } from './header.tsx';
import { ConfirmationStep, PaymentStep, Restoring, preloadLaterScreens } from './later-screens.ts';
import { OfflineNotice } from './offline-notice.tsx';
import { useChosenPackage, useFlow, useServices } from './services.ts';
import { Summary } from './summary.tsx';

const screens = {
  package: PackageStep,
  extras: ExtrasStep,
  time: TimeStep,
  details: DetailsStep,
  payment: PaymentStep,
  confirmation: ConfirmationStep,
} as const;

/** The frame around the steps, and what belongs to all of them. */
export function Widget() {
  const { host, firstView } = useServices();
  const { say } = useReader();
  const { step, busy } = useFlow();
  const root = useRef<HTMLElement>(null);
  const Screen = screens[step];
  const isRestoring = busy?.kind === 'restoring';

  const close = say('app.close');
  useEffect(() => (root.current === null ? undefined : reportHeight(host, root.current, close)), [host, close]);
  useStepEvents();
  useEffect(() => {
    if (step === 'details') preloadLaterScreens();
  }, [step]);

  return (
    <main ref={root} className="mais-widget" aria-label={say('app.label', { tenant: firstView.config.tenant.name })} data-step={step}>
      <Header />
      <HoldExpiry />
      <OfflineNotice />
      {isRestoring ? (
        <div className="mais-screen">
          <Suspense fallback={<Announced className="mais-waiting"><Spinner /> {say('app.restoring')}</Announced>}>
            <Restoring />
          </Suspense>
        </div>
      ) : (
        <div className="mais-widget__body">
          <Summary />
          <Suspense fallback={<PaymentSkeleton />}>
            <Screen />
          </Suspense>
        </div>
      )}
    </main>
  );
}

/** Tells the host page where the customer is. Details and price share a screen: once all is filled in, it is the review. */
function useStepEvents(): void {
  const { host } = useServices();
  const state = useFlow();
  const { step, busy } = state;
  const chosen = useChosenPackage();
  const isThere = busy?.kind !== 'restoring';
  const isReview = isThere && step === 'details' && areDetailsComplete(state, chosen);
  useEffect(() => {
    if (isThere) host.send('step', { name: stepNames[step] });
  }, [host, step, isThere]);
  useEffect(() => {
    if (isReview) host.send('step', { name: 'review' });
  }, [host, isReview]);
}
