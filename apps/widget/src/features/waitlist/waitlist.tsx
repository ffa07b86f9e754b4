import { ApiProblem } from '@mais/api-client';
import type { Package } from '@mais/contract';
import { Button, CheckboxField, Notice, SelectField, TextField } from '@mais/ui';
import type { LocalDay, LocalMonth } from '@mais/ui/days';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import type { MessageKey } from '../../messages/en.ts';
import type { MonthViewState } from '../availability/use-month-view.ts';
import { checkCustomer } from '../customer/check-customer.ts';
import { fullDaysOf } from './full-days.ts';
import { StandingNotice } from './standing-notice.tsx';
import { waitlistClient } from './waitlist-client.ts';

/** Below the calendar: how one's entry stands, and the way onto the list for a day that is full. */
export function Waitlist({ of, state, month }: { of: Package; state: MonthViewState; month: LocalMonth }): ReactNode {
  // The tenant's days, whatever zone the reader looks in: the line is one of those.
  const days = fullDaysOf({ days: state.known.days, today: state.view.today }, month);
  return (
    <>
      <StandingNotice />
      {days.length > 0 && <Invitation key={`${of.slug} ${month}`} of={of} days={days} />}
    </>
  );
}

type Stage = { readonly is: 'closed' | 'open' | 'sending' | 'joined'; readonly problem?: string };

function Invitation({ of, days }: { of: Package; days: readonly LocalDay[] }) {
  const { say, formats } = useReader();
  const { firstView } = useServices();
  const [stage, setStage] = useState<Stage>({ is: 'closed' });
  const [joined, setJoined] = useState<LocalDay | null>(null);
  const place = useRef<HTMLElement>(null);

  // The button that was pressed is gone; whoever goes by keyboard finds what came in its place.
  useEffect(() => {
    if (stage.is === 'open' && stage.problem === undefined) place.current?.querySelector<HTMLElement>('select, input')?.focus();
    if (stage.is === 'joined') place.current?.focus();
  }, [stage]);

  if (stage.is === 'closed') {
    return (
      <div className="mais-waitlist">
        <Button variant="secondary" onClick={() => setStage({ is: 'open' })}>{say('waitlist.open')}</Button>
      </div>
    );
  }
  return (
    <section ref={place} className="mais-waitlist" aria-label={say('waitlist.title')} tabIndex={-1}>
      {stage.is === 'joined' && joined !== null ? (
        <Notice tone="success" title={say('waitlist.joinedTitle')}>
          {say('waitlist.joinedBody', { day: formats.longDay(joined), tenant: firstView.config.tenant.name })}
        </Notice>
      ) : (
        <>
          <h3>{say('waitlist.title')}</h3>
          <JoinForm
            of={of} days={days} stage={stage} onStage={setStage}
            onJoined={(day) => {
              setJoined(day);
              setStage({ is: 'joined' });
            }}
          />
        </>
      )}
    </section>
  );
}

function JoinForm({ of, days, stage, onStage, onJoined }: { of: Package; days: readonly LocalDay[]; stage: Stage; onStage: (stage: Stage) => void; onJoined: (day: LocalDay) => void }) {
  const services = useServices();
  const { flow, firstView, availability } = services;
  const { say, formats, language } = useReader();
  const { customer, partySize } = useFlow();
  const [picked, setPicked] = useState(days[0] ?? '');
  const [agrees, setAgrees] = useState(false);
  const [showAll, setShowAll] = useState(false);
  // Others' news may take a day off the list.
  const day = days.includes(picked) ? picked : (days[0] ?? '');
  const { name, email } = checkCustomer({ ...customer, phone: '', note: '' });
  const errorOf = (problem: typeof name) => (showAll && problem ? say(problem.key, problem.values) : undefined);

  async function join(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (stage.is === 'sending') return;
    setShowAll(true);
    if (name || email || !agrees) return;
    onStage({ is: 'sending' });
    try {
      await waitlistClient(services).join({
        package: of.slug, day, partySize, customer: { name: customer.name.trim(), email: customer.email.trim() }, consent: true, locale: language.wished,
      });
      onJoined(day);
    } catch (error) {
      const problem = error instanceof ApiProblem ? error.code : 'unreachable';
      onStage({ is: 'open', problem });
      if (problem === 'time_still_free') availability.refresh({ packageSlug: of.slug, partySize });
    }
  }

  return (
    <form noValidate onSubmit={(event) => void join(event)}>
      <p>{say('waitlist.lead', { tenant: firstView.config.tenant.name })}</p>
      {stage.problem !== undefined && <Notice tone="warning">{say(wordsFor(stage.problem))}</Notice>}
      <SelectField label={say('waitlist.day')} value={day} onChange={(event) => setPicked(event.currentTarget.value)}>
        {days.map((one) => <option key={one} value={one}>{formats.longDay(one)}</option>)}
      </SelectField>
      <TextField
        name="name" label={say('details.name')} value={customer.name} error={errorOf(name)} required maxLength={200} autoComplete="name"
        onChange={(event) => flow.dispatch({ type: 'customer_edited', customer: { name: event.currentTarget.value } })}
      />
      <TextField
        name="email" type="email" inputMode="email" label={say('details.email')} value={customer.email} error={errorOf(email)} required maxLength={254} autoComplete="email" autoCapitalize="none" spellCheck={false}
        onChange={(event) => flow.dispatch({ type: 'customer_edited', customer: { email: event.currentTarget.value } })}
      />
      <CheckboxField label={say('waitlist.consent', { tenant: firstView.config.tenant.name })} checked={agrees} required error={showAll && !agrees ? say('waitlist.consentMissing') : undefined} onChange={setAgrees} />
      <div className="mais-waitlist__actions">
        <Button type="submit" busy={stage.is === 'sending'}>{say('waitlist.join')}</Button>
        <Button variant="quiet" onClick={() => onStage({ is: 'closed' })}>{say('waitlist.close')}</Button>
      </div>
    </form>
  );
}

function wordsFor(problem: string): MessageKey {
  switch (problem) {
    case 'time_still_free': return 'waitlist.free';
    case 'slot_not_offered': return 'trouble.notOffered.title';
    default: return 'waitlist.failed';
  }
}
