import { Button, Icon, Notice } from '@mais/ui';
import { type ReactNode, useCallback, useState } from 'react';

import { explain } from '../../app/explain-trouble.ts';
import { useServices } from '../../app/services.ts';
import { troubleOf } from '../../flow/trouble-of.ts';
import { useReader } from '../../i18n/reader.ts';
import { useHeadingFocus } from './use-heading-focus.ts';

/** One thing to do with a booking: its heading, and the way back. */
export function Panel({ title, onBack, children }: { title: string; onBack: () => void; children: ReactNode }) {
  const { say } = useReader();
  const heading = useHeadingFocus();
  return (
    <section className="mais-step" aria-labelledby="mais-manage-title">
      <div className="mais-trail">
        <div className="mais-trail__row">
          <button type="button" className="mais-trail__back" onClick={onBack}><Icon name="back" /> {say('app.back')}</button>
        </div>
      </div>
      <h2 id="mais-manage-title" ref={heading} tabIndex={-1} className="mais-step__title">{title}</h2>
      {children}
    </section>
  );
}

export interface Attempt {
  readonly isBusy: boolean;
  /** The code of what went wrong last. */
  readonly problem: string | null;
  /** Runs something that may fail; nothing runs beside it. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useAttempt(): Attempt {
  const { nowMs } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = useCallback((work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    work().catch((error: unknown) => setProblem(troubleOf(error, nowMs()).code)).finally(() => setBusy(false));
  }, [nowMs]);
  return { isBusy, problem, run };
}

/** What went wrong, in words, and where it makes sense the way to try again. */
export function Problem({ code, onRetry }: { code: string | null; onRetry?: () => void }) {
  const { firstView } = useServices();
  const { say } = useReader();
  if (code === null) return null;
  // What a page without bookings never hears is told here as what it comes to.
  const { title, body, tone, ways } = explain(code === 'booking_not_reschedulable' ? 'booking_not_cancellable' : code);
  return (
    <Notice
      tone={tone} title={say(title)}
      {...(onRetry !== undefined && ways.includes('retry') && { actions: <Button size="small" variant="secondary" onClick={onRetry}>{say('trouble.retry')}</Button> })}
    >
      {say(body, { tenant: firstView.config.tenant.name })}
    </Notice>
  );
}
