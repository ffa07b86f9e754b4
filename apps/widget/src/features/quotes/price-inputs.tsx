import { ApiProblem } from '@mais/api-client';
import type { Package } from '@mais/contract';
import { Button, TextField } from '@mais/ui';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import type { MessageKey } from '../../messages/en.ts';
import { useQuote } from './use-quote.ts';

/** What only some packages ask, and their price depends on: where it takes place, and a promo code. */
export function PriceInputs({ of }: { of: Package }) {
  return (
    <>
      {of.asksPostalCode && <PostalCode />}
      {of.takesPromoCode && <PromoCode />}
    </>
  );
}

// As the contract takes them.
const postalCode = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{Pd} ]{0,10}[\p{L}\p{N}])?$/u;

function PostalCode() {
  const { flow, firstView } = useServices();
  const { say } = useReader();
  const { customer, trouble } = useFlow();
  const { failure } = useQuote();
  const [typed, setTyped] = useState(customer.postalCode ?? '');
  const [isWrong, setWrong] = useState(false);
  const isOutside = failure === 'outside_service_area';

  function settle(): void {
    const plain = typed.normalize('NFKC').trim();
    const isRight = postalCode.test(plain);
    setWrong(!isRight && plain !== '');
    flow.dispatch({ type: 'customer_edited', customer: { postalCode: isRight ? plain : '' } });
  }

  const error = isOutside ? say('postal.outside', { tenant: firstView.config.tenant.name }) : isWrong || trouble?.fields.postalCode !== undefined ? say('postal.missing') : undefined;
  return (
    <TextField
      name="postalCode" label={say('postal.label')} hint={say('postal.hint')} value={typed} error={error} required maxLength={12} autoComplete="postal-code" autoCapitalize="characters" spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)} onBlur={settle} onKeyDown={(event) => onEnter(event, settle)}
    />
  );
}

function PromoCode() {
  const { flow } = useServices();
  const { customer } = useFlow();
  const row = useRef<HTMLDivElement>(null);
  const applied = customer.promoCode || null;
  const before = useRef(applied);

  // What had the focus is gone; whoever goes by keyboard stays where they were.
  useEffect(() => {
    if (before.current !== applied) row.current?.querySelector<HTMLElement>('input, button')?.focus();
    before.current = applied;
  }, [applied]);

  return (
    <div ref={row} className="mais-promo" aria-live="polite">
      {applied === null
        ? <CodeField onApplied={(code) => flow.dispatch({ type: 'customer_edited', customer: { promoCode: code } })} />
        : <AppliedCode code={applied} onRemove={() => flow.dispatch({ type: 'customer_edited', customer: { promoCode: '' } })} />}
    </div>
  );
}

/** A code counts once the server has taken it for what is chosen; so a wrong one leaves the price as it is. */
function CodeField({ onApplied }: { onApplied: (code: string) => void }) {
  const { api } = useServices();
  const { say } = useReader();
  const { request } = useQuote();
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function apply(): Promise<void> {
    const promoCode = typed.trim();
    if (promoCode === '' || isBusy || request === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await api.createQuote({ ...request, promoCode, postalCode: undefined });
      onApplied(promoCode);
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.code : 'unreachable');
      setBusy(false);
    }
  }

  return (
    <div>
      <TextField
        name="promoCode" label={say('promo.label')} mark={say('app.optional')} value={typed} error={problem === null ? undefined : say(wordsFor(problem))} maxLength={60}
        autoComplete="off" autoCapitalize="characters" spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={(event) => onEnter(event, () => void apply())}
      />
      <Button variant="secondary" busy={isBusy} disabled={typed.trim() === ''} onClick={() => void apply()}>{say('promo.apply')}</Button>
    </div>
  );
}

function AppliedCode({ code, onRemove }: { code: string; onRemove: () => void }) {
  const { say, formats } = useReader();
  const { trouble } = useFlow();
  const { quote, failure } = useQuote();
  // It may have run out since, or others may have used it up.
  const problem = [failure ?? '', trouble?.code ?? ''].find((one) => one.startsWith('promo_code_'));
  return (
    <div>
      <p>
        {problem !== undefined && say(wordsFor(problem))}
        {problem === undefined && quote !== null && say('promo.applied', { code: code.toUpperCase(), amount: formats.money(quote.discountMinor, quote.currency) })}
      </p>
      <Button variant="quiet" size="small" onClick={onRemove}>{say('promo.remove')}</Button>
    </div>
  );
}

function wordsFor(problem: string): MessageKey {
  switch (problem) {
    case 'promo_code_invalid':
    case 'invalid_request': return 'promo.invalid';
    case 'promo_code_expired': return 'promo.expired';
    case 'promo_code_used_up': return 'promo.usedUp';
    default: return 'promo.failed';
  }
}

/** Enter settles the field, and doesn't send the form that it stands in. */
function onEnter(event: KeyboardEvent, act: () => void): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  act();
}
