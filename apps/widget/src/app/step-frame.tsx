import { Icon, Spinner, VisuallyHidden } from '@mais/ui';
import type { ReactNode } from 'react';

import { useQuote } from '../features/quotes/use-quote.ts';
import { canEnter } from '../flow/reduce.ts';
import type { Step } from '../flow/state.ts';
import { stepBefore, stepsOf } from '../flow/steps.ts';
import { useReader } from '../i18n/reader.ts';
import './step-frame.css';
import { useChosenPackage, useFlow, useServices } from './services.ts';
import { useStepFocus } from './use-step-focus.ts';

/** A way back that is more than a step: it has work to do first. */
export interface WayBack {
  readonly busy: boolean;
  readonly go: () => void;
}

/** A step with its place on the way, its heading, and the way back. The focus moves to the heading when a step begins. */
export function StepFrame({ step, title, back, children }: { step: Step; title: string; back?: WayBack | null; children: ReactNode }) {
  const heading = useStepFocus(step);
  return (
    <section className="mais-step" aria-labelledby="mais-step-title">
      <StepTrail step={step} back={back} />
      <h2 id="mais-step-title" ref={heading} tabIndex={-1} className="mais-step__title">{title}</h2>
      {children}
    </section>
  );
}

function StepTrail({ step, back }: { step: Step; back: WayBack | null | undefined }) {
  const { firstView, flow } = useServices();
  const { say } = useReader();
  const state = useFlow();
  const chosen = useChosenPackage();
  const quote = useQuote();
  const payable = state.order === null ? (quote.quote?.dueNowMinor ?? chosen?.priceMinor ?? 1) > 0 : state.order.booking.dueNowMinor > 0;
  const steps = stepsOf({ packages: firstView.packages, chosen, payable });
  const before = stepBefore(steps, step);
  const usual = before !== null && canEnter(state, before) ? { busy: false, go: () => flow.dispatch({ type: 'step_entered', step: before }) } : null;
  const way = back === undefined ? usual : back;
  const shown = steps.filter((one) => one !== 'confirmation');
  const at = steps.indexOf(step);
  return (
    <nav className="mais-trail" aria-label={say('steps.label')}>
      <div className="mais-trail__row">
        {way !== null && (
          <button type="button" className="mais-trail__back" aria-disabled={way.busy} onClick={() => way.busy || way.go()}>
            {way.busy ? <Spinner /> : <Icon name="back" />} {say('app.back')}
          </button>
        )}
        <p className="mais-trail__count">{say('steps.progress', { step: at + 1, count: shown.length })}</p>
      </div>
      <ol className="mais-trail__steps">
        {shown.map((one, index) => (
          <li key={one} data-state={index < at ? 'done' : index === at ? 'current' : 'ahead'} aria-current={index === at ? 'step' : undefined}>
            <span>{say(`steps.${one}`)}</span>
            {index < at && <VisuallyHidden>{say('steps.done')}</VisuallyHidden>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
