import { Button, Notice } from '@mais/ui';
import { useEffect, useRef, useState } from 'react';

import { useReader } from '../../i18n/reader.ts';
import { type MountedPaymentElement, type PaymentElementOptions, mountPaymentElement } from './mount-payment-element.ts';
import { PaymentSkeleton } from './payment-skeleton.tsx';

export interface PaymentElementProps {
  /** keep the same object while nothing in it changes: another one mounts another form */
  options: PaymentElementOptions;
  /** hears the form when it can be filled in, and null when it is gone */
  onMounted: (mounted: MountedPaymentElement | null) => void;
  /** hears that this attempt was paid before: in another tab, or just before a reload */
  onPaid: () => void;
  /** hears that the last try was refused before: at a bank that the customer has just come back from */
  onRefused: () => void;
  /** hears whether the form could not be loaded */
  onFailed: (hasFailed: boolean) => void;
}

/** The place of Stripe's form; where it can't be loaded, a way to try again. */
export function PaymentElement(props: PaymentElementProps) {
  const [attempt, setAttempt] = useState(1);
  return <Try key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

function Try({ options, onMounted, onPaid, onRefused, onFailed, onRetry }: PaymentElementProps & { onRetry: () => void }) {
  const { say } = useReader();
  const place = useRef<HTMLDivElement>(null);
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading');

  useEffect(() => {
    const stop = new AbortController();
    async function mount(into: HTMLElement): Promise<void> {
      try {
        const mounted = await mountPaymentElement(into, options, { signal: stop.signal, onPaid, onRefused });
        if (stop.signal.aborted) return;
        setStatus('ready');
        onMounted(mounted);
      } catch {
        if (stop.signal.aborted) return;
        setStatus('failed');
        onFailed(true);
      }
    }
    if (place.current !== null) void mount(place.current);
    return () => {
      stop.abort();
      onMounted(null);
      onFailed(false);
    };
  }, [options, onMounted, onPaid, onRefused, onFailed]);

  return (
    <>
      {status === 'loading' && <PaymentSkeleton />}
      {status === 'failed' && (
        <Notice tone="warning" title={say('payment.formFailed.title')} actions={<Button size="small" variant="secondary" onClick={onRetry}>{say('trouble.retry')}</Button>}>
          {say('payment.formFailed.body')}
        </Notice>
      )}
      <div ref={place} className="mais-payment__element" hidden={status === 'failed'} data-status={status} />
    </>
  );
}
