import { Button, Icon, Notice, Skeleton, TextArea, TextField } from '@mais/ui';
import { type FormEvent, useRef, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TroubleNotice } from '../../app/trouble-notice.tsx';
import type { CustomerField } from '../../flow/state.ts';
import { submitBooking } from '../../flow/submit-booking.ts';
import { useReader } from '../../i18n/reader.ts';
import { HoldExpiredNotice } from '../holds/hold-expired-notice.tsx';
import { PriceBreakdown } from '../quotes/price-breakdown.tsx';
import { useQuote } from '../quotes/use-quote.ts';
import { checkCustomer } from './check-customer.ts';
import './details-step.css';

/** Who books, and the whole price to check; sending it makes the booking. */
export function DetailsStep() {
  const services = useServices();
  const { say, language, timeZone } = useReader();
  const { hold, busy, customer } = useFlow();
  const form = useRef<HTMLFormElement>(null);
  const [hasTried, setHasTried] = useState(false);
  const isHeld = hold?.hasExpired === false;
  const isComplete = Object.keys(checkCustomer(customer)).length === 0;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setHasTried(true);
    if (isComplete) void submitBooking(services, { locale: language.wished, timeZone });
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  return (
    <StepFrame step="details" title={say('details.title')}>
      <form ref={form} noValidate className="mais-details" onSubmit={submit} aria-label={say('details.title')}>
        <CustomerFields showAll={hasTried} />
        <div className="mais-details__send">
          <Review />
          {!isHeld && busy?.kind !== 'submitting' && <HoldExpiredNotice />}
          <TroubleNotice onRetry={() => form.current?.requestSubmit()} />
          <Submit isHeld={isHeld} />
        </div>
      </form>
    </StepFrame>
  );
}

function CustomerFields({ showAll }: { showAll: boolean }) {
  const { flow } = useServices();
  const { say } = useReader();
  const { customer, trouble } = useFlow();
  const [left, setLeft] = useState<ReadonlySet<CustomerField>>(new Set());
  const problems = checkCustomer(customer);

  function field(name: CustomerField) {
    const problem = problems[name];
    const isShown = showAll || (left.has(name) && customer[name].trim() !== '');
    const own = problem === undefined || !isShown ? undefined : say(problem.key, problem.values);
    const refused = trouble?.fields[name] === undefined ? undefined : say('details.fieldRefused');
    return {
      name,
      label: say(`details.${name}`),
      value: customer[name],
      error: own ?? refused,
      onChange: (event: { currentTarget: { value: string } }) => flow.dispatch({ type: 'customer_edited', customer: { [name]: event.currentTarget.value } }),
      onBlur: () => setLeft((before) => new Set(before).add(name)),
    };
  }

  return (
    <div className="mais-details__fields">
      <TextField {...field('name')} autoComplete="name" required />
      <TextField {...field('email')} type="email" inputMode="email" autoComplete="email" autoCapitalize="none" spellCheck={false} required />
      <TextField {...field('phone')} type="tel" autoComplete="tel" mark={say('app.optional')} />
      <TextArea {...field('note')} mark={say('app.optional')} rows={2} />
    </div>
  );
}

function Review() {
  const { say } = useReader();
  const { quote, isLoading, failure, retry } = useQuote();
  return (
    <section className="mais-review" aria-labelledby="mais-review-title">
      <h3 id="mais-review-title">{say('price.title')}</h3>
      {failure !== null && (
        <Notice tone="warning" actions={<Button size="small" onClick={retry}>{say('trouble.retry')}</Button>}>{say('price.failed')}</Notice>
      )}
      {failure === null && quote === null && <div className="mais-stack"><Skeleton height="1.25rem" /><Skeleton height="1.25rem" /><Skeleton height="1.75rem" /></div>}
      {failure === null && quote !== null && <PriceBreakdown price={quote} isStale={isLoading} />}
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
