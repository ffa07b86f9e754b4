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
import { FullTimes } from './full-times.tsx';
import { StandingNotice } from './standing-notice.tsx';
import { waitlistClient } from './waitlist-client.ts';

/** Below the calendar: how one's entry stands, the times that are taken, and the way onto the list for them or for a day that is full. */
export function Waitlist({ of, state, month, day }: { of: Package; state: MonthViewState; month: LocalMonth; day: LocalDay | null }): ReactNode {
  const [wanted, setWanted] = useState<{ startsAt: string; day: LocalDay } | null>(null);
  // The tenant's days, whatever zone the reader looks in: the line is one of those.
  const days = fullDaysOf({ days: state.known.days, today: state.view.today }, month);
  const startsAt = wanted !== null && wanted.day === day ? wanted.startsAt : null;
  // Who waits already is told all the same.
  if (!of.takesWaitlist) return <StandingNotice />;
  return (
    <>
      <StandingNotice />
      {of.kind !== 'day' && day !== null && <FullTimes of={of} state={state} day={day} chosen={startsAt} onChoose={(start) => setWanted({ startsAt: start, day })} />}
      {(days.length > 0 || startsAt !== null) && <Invitation key={`${of.slug} ${month} ${startsAt}`} of={of} days={days} startsAt={startsAt} onClose={() => setWanted(null)} />}
    </>
  );
}

type Stage = { readonly is: 'closed' | 'open' | 'sending' | 'joined'; readonly problem?: string };

/** @param startsAt the one time that was chosen; null for any time of a full day */
function Invitation({ of, days, startsAt, onClose }: { of: Package; days: readonly LocalDay[]; startsAt: string | null; onClose: () => void }) {
  const { say, formats, timeZone } = useReader();
  const { firstView } = useServices();
  const [stage, setStage] = useState<Stage>({ is: startsAt === null ? 'closed' : 'open' });
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
          {say('waitlist.joinedBody', { day: startsAt === null ? formats.longDay(joined) : formats.shortDayTime(startsAt, timeZone), tenant: firstView.config.tenant.name })}
        </Notice>
      ) : (
        <>
          <h3>{say('waitlist.title')}</h3>
          <JoinForm
            of={of} days={days} startsAt={startsAt} stage={stage}
            onStage={(next) => {
              setStage(next);
              if (next.is === 'closed') onClose();
            }}
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

function JoinForm({ of, days, startsAt, stage, onStage, onJoined }: { of: Package; days: readonly LocalDay[]; startsAt: string | null; stage: Stage; onStage: (stage: Stage) => void; onJoined: (day: LocalDay) => void }) {
  const services = useServices();
  const { flow, firstView, availability } = services;
  const { say, formats, language, timeZone } = useReader();
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
        package: of.slug, ...(startsAt === null ? { day } : { startsAt }), partySize, customer: { name: customer.name.trim(), email: customer.email.trim() }, consent: true, locale: language.wished,
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
      {startsAt === null ? (
        <SelectField label={say('waitlist.day')} value={day} onChange={(event) => setPicked(event.currentTarget.value)}>
          {days.map((one) => <option key={one} value={one}>{formats.longDay(one)}</option>)}
        </SelectField>
      ) : <p><strong>{formats.shortDayTime(startsAt, timeZone)}</strong></p>}
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
    case 'too_many_waitlist_entries': return 'waitlist.tooMany';
    case 'rate_limited': return 'trouble.limited.body';
    case 'slot_not_offered': return 'trouble.notOffered.title';
    default: return 'waitlist.failed';
  }
}
