import type { Package } from '@mais/contract';
import { Button, Icon, Notice, Skeleton, TextArea, TextField } from '@mais/ui';
import { type FormEvent, Suspense, useRef, useState } from 'react';

import { CancellationTerms, HoldExpiredNotice, PriceInputs } from '../../app/later-screens.ts';
import { useChosenPackage, useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TroubleNotice } from '../../app/trouble-notice.tsx';
import type { CustomerField, FieldName } from '../../flow/state.ts';
import { submitBooking } from '../../flow/submit-booking.ts';
import { useReader } from '../../i18n/reader.ts';
import { PriceBreakdown } from '../quotes/price-breakdown.tsx';
import { useQuote } from '../quotes/use-quote.ts';
import { checkAnswer } from '../questions/check-answer.ts';
import { QuestionField } from '../questions/question-field.tsx';
import { areDetailsComplete } from './are-details-complete.ts';
import { type FieldProblem, checkCustomer } from './check-customer.ts';
import '../cancellation/cancellation-terms.css';
import '../questions/file-field.css';
import '../quotes/price-inputs.css';
import './details-step.css';

/** Who books, and the whole price to check; sending it makes the booking. */
export function DetailsStep() {
  const services = useServices();
  const { say, language, timeZone } = useReader();
  const state = useFlow();
  const { hold, busy } = state;
  const chosen = useChosenPackage();
  const form = useRef<HTMLFormElement>(null);
  const [hasTried, setHasTried] = useState(false);
  const isHeld = hold?.hasExpired === false;
  const isComplete = areDetailsComplete(state, chosen);
  const { quote, isLoading, failure } = useQuote();
  const totalMinor = isLoading || failure !== null ? null : (quote?.totalMinor ?? null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setHasTried(true);
    const sent = isComplete ? submitBooking(services, { locale: language.wished, timeZone, totalMinor }) : Promise.resolve();
    void sent.then(() => requestAnimationFrame(focusFirstWrong));
  }

  /** What this page or the server found to be wrong; nothing once the booking is made. */
  function focusFirstWrong(): void {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const field = wrong instanceof HTMLFieldSetElement ? wrong.querySelector('input') : wrong;
    field?.focus();
  }

  return (
    <StepFrame step="details" title={say('details.title')}>
      <form ref={form} noValidate className="mais-details" onSubmit={submit} aria-label={say('details.title')}>
        <DetailsFields of={chosen} showAll={hasTried} />
        <div className="mais-details__send">
          <Review />
          {!isHeld && busy?.kind !== 'submitting' && <Suspense><HoldExpiredNotice /></Suspense>}
          <TroubleNotice onRetry={() => form.current?.requestSubmit()} />
          <Submit isHeld={isHeld} />
        </div>
      </form>
    </StepFrame>
  );
}

function DetailsFields({ of, showAll }: { of: Package | null; showAll: boolean }) {
  const { flow } = useServices();
  const { say } = useReader();
  const { customer, answers } = useFlow();
  const { errorOf, leave } = useFieldErrors(showAll);
  const problems = checkCustomer(customer);

  function field(name: CustomerField) {
    return {
      name,
      label: say(`details.${name}`),
      value: customer[name],
      error: errorOf(name, customer[name], problems[name]),
      onChange: (event: { currentTarget: { value: string } }) => flow.dispatch({ type: 'customer_edited', customer: { [name]: event.currentTarget.value } }),
      onBlur: () => leave(name),
    };
  }

  return (
    <div className="mais-details__fields">
      <TextField {...field('name')} autoComplete="name" required />
      <TextField {...field('email')} type="email" inputMode="email" autoComplete="email" autoCapitalize="none" spellCheck={false} required />
      <TextField {...field('phone')} type="tel" autoComplete="tel" mark={say('app.optional')} />
      {of?.questions.map((question) => {
        const name = `answers/${question.slug}` as const;
        const value = answers[question.slug] ?? '';
        return (
          <QuestionField
            key={question.slug}
            of={question}
            value={value}
            error={errorOf(name, value, checkAnswer(question, value))}
            onChange={(next) => flow.dispatch({ type: 'answered', answers: { [question.slug]: next } })}
            onBlur={() => leave(name)}
          />
        );
      })}
      <TextArea {...field('note')} mark={say('app.optional')} rows={2} />
    </div>
  );
}

/** Which errors to show: those of fields that were left with something in them, all once it was sent, and what the server refused. */
function useFieldErrors(showAll: boolean) {
  const { say } = useReader();
  const { trouble } = useFlow();
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());

  function errorOf(name: FieldName, value: string, problem: FieldProblem | null | undefined): string | undefined {
    const isShown = showAll || (left.has(name) && value.trim() !== '');
    if (isShown && problem) return say(problem.key, problem.values);
    return trouble?.fields[name] === undefined ? undefined : say('details.fieldRefused');
  }

  return { errorOf, leave: (name: FieldName) => whenReleased(() => setLeft((before) => new Set(before).add(name))) };
}

/** Not while a finger is down: an error that appears would move away what it is about to choose. */
function whenReleased(act: () => void): void {
  setTimeout(() => (document.querySelector(':active') === null ? act() : whenReleased(act)), 150);
}

function Review() {
  const { say } = useReader();
  const { quote, isLoading, failure, retry } = useQuote();
  const chosen = useChosenPackage();
  return (
    <section className="mais-review" aria-labelledby="mais-review-title">
      <h3 id="mais-review-title">{say('price.title')}</h3>
      {failure !== null && (
        <Notice tone="warning" actions={<Button size="small" onClick={retry}>{say('trouble.retry')}</Button>}>{say('price.failed')}</Notice>
      )}
      {failure === null && quote === null && <div className="mais-stack"><Skeleton height="1.25rem" /><Skeleton height="1.25rem" /><Skeleton height="1.75rem" /></div>}
      {failure === null && quote !== null && <PriceBreakdown price={quote} isStale={isLoading} />}
      {(chosen?.takesPromoCode || chosen?.asksPostalCode) && <Suspense><PriceInputs of={chosen} /></Suspense>}
      {chosen !== null && quote !== null && <Suspense fallback={<Skeleton height="3rem" />}><CancellationTerms of={chosen} price={quote} /></Suspense>}
    </section>
  );
}

function Submit({ isHeld }: { isHeld: boolean }) {
  const { say } = useReader();
  const { busy } = useFlow();
  const { quote } = useQuote();
  const isFree = quote?.dueNowMinor === 0;
  return (
    <div className="mais-details__submit">
      <Button type="submit" wide disabled={!isHeld && busy === null} busy={busy?.kind === 'submitting'}>
        {isFree ? say('details.confirmFree') : <>{say('details.continuePay')} <Icon name="onward" /></>}
      </Button>
      {!isFree && <p>{say('details.payNext')}</p>}
    </div>
  );
}
