import { Button, Notice } from '@mais/ui';
import { useEffect, useRef, useState } from 'react';

import { useReader } from '../../i18n/reader.ts';
import { type MountedPaymentElement, type PaymentElementOptions, mountPaymentElement } from './mount-payment-element.ts';
import { PaymentSkeleton } from './payment-skeleton.tsx';

/**
 * The place of Stripe's form; where it can't be loaded, a way to try again.
 * @param onMounted hears the form when it can be filled in, and null when it is gone
 */
export function PaymentElement({ options, onMounted }: { options: PaymentElementOptions; onMounted: (mounted: MountedPaymentElement | null) => void }) {
  const [attempt, setAttempt] = useState(1);
  return <Try key={attempt} options={options} onMounted={onMounted} onRetry={() => setAttempt(attempt + 1)} />;
}

function Try({ options, onMounted, onRetry }: { options: PaymentElementOptions; onMounted: (mounted: MountedPaymentElement | null) => void; onRetry: () => void }) {
  const { say } = useReader();
  const place = useRef<HTMLDivElement>(null);
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading');

  useEffect(() => {
    const stop = new AbortController();
    async function mount(into: HTMLElement): Promise<void> {
      try {
        const mounted = await mountPaymentElement(into, options, stop.signal);
        if (stop.signal.aborted) return;
        setStatus('ready');
        onMounted(mounted);
      } catch {
        if (!stop.signal.aborted) setStatus('failed');
      }
    }
    if (place.current !== null) void mount(place.current);
    return () => {
      stop.abort();
      onMounted(null);
    };
  }, [options, onMounted]);

  return (
    <>
      {status === 'loading' && <PaymentSkeleton />}
      {status === 'failed' && (
        <Notice tone="warning" title={say('payment.formFailed.title')} actions={<Button size="small" onClick={onRetry}>{say('trouble.retry')}</Button>}>
          {say('payment.formFailed.body')}
        </Notice>
      )}
      <div ref={place} className="mais-payment__element" hidden={status === 'failed'} data-status={status} />
    </>
  );
}
