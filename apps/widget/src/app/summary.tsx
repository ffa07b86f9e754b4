import type { Package } from '@mais/contract';
import { Icon, type IconName } from '@mais/ui';
import type { ReactNode } from 'react';

import { PackageImage } from '../features/catalog/package-image.tsx';
import { durationText, priceText } from '../features/catalog/package-facts.ts';
import { QuoteTotal } from '../features/quotes/quote-total.tsx';
import { canEnter } from '../flow/reduce.ts';
import type { Step } from '../flow/state.ts';
import { hasExtras } from '../flow/steps.ts';
import { useReader } from '../i18n/reader.ts';
import './summary.css';
import { useChosenPackage, useFlow, useServices } from './services.ts';
import { TenantText } from './tenant-text.tsx';
import { TimeText } from './time-text.tsx';

/** What is chosen so far: a strip above the step on a phone, a panel beside it where there is room. */
export function Summary() {
  const { step } = useFlow();
  const { say } = useReader();
  const chosen = useChosenPackage();
  if (chosen === null || step === 'package' || step === 'confirmation') return null;
  return (
    <aside className="mais-summary" aria-label={say('summary.title')}>
      <div className="mais-summary__picture"><PackageImage of={chosen} /></div>
      <div className="mais-summary__text">
        <PackageFact of={chosen} />
        <ChoiceFacts of={chosen} />
        <About of={chosen} />
      </div>
      {step !== 'extras' && step !== 'details' && step !== 'payment' && <div className="mais-summary__total"><QuoteTotal /></div>}
    </aside>
  );
}

function PackageFact({ of }: { of: Package }) {
  const reader = useReader();
  const { firstView } = useServices();
  return (
    <div className="mais-summary__package">
      <h2><TenantText>{of.name}</TenantText></h2>
      <p>
        <span>{durationText(of, reader)}</span>
        <span>{priceText(of, reader)}{of.priceBasis === 'person' && of.priceMinor > 0 && ` ${reader.say('package.perPerson')}`}</span>
      </p>
      {firstView.packages.length > 1 && <ChangeButton step="package" label={reader.say('summary.changePackage')} />}
    </div>
  );
}

function ChoiceFacts({ of }: { of: Package }) {
  const { say, formats } = useReader();
  const { step, partySize, addOns, hold, order } = useFlow();
  const booked = order?.booking ?? hold;
  const names = of.addOns.filter(({ slug }) => slug in addOns).map(({ slug, name }) => ((addOns[slug] ?? 1) > 1 ? `${formats.number(addOns[slug] ?? 1)} × ${name}` : name));
  const party = of.maxPartySize > 1 ? [say('summary.party', { count: partySize })] : [];
  const options = [...party, ...names];
  return (
    <ul className="mais-summary__facts">
      {step !== 'extras' && options.length > 0 && (
        <Fact icon={party.length > 0 ? 'people' : 'plus'} change={hasExtras(of) ? { step: 'extras', label: say('summary.changeOptions') } : null}>{formats.list(options)}</Fact>
      )}
      {booked !== null && (
        <Fact icon="calendar" change={step === 'time' ? null : { step: 'time', label: say('summary.changeTime') }}>
          <TimeText startsAt={booked.startsAt} endsAt={booked.endsAt} kind={of.kind} />
        </Fact>
      )}
    </ul>
  );
}

function Fact({ icon, change, children }: { icon: IconName; change: { step: Step; label: string } | null; children: ReactNode }) {
  return (
    <li>
      <Icon name={icon} />
      <div>{children}</div>
      {change !== null && <ChangeButton {...change} />}
    </li>
  );
}

function ChangeButton({ step, label }: { step: Step; label: string }) {
  const { flow } = useServices();
  const { say } = useReader();
  if (!canEnter(useFlow(), step)) return null;
  return (
    <button type="button" className="mais-summary__change" aria-label={label} onClick={() => flow.dispatch({ type: 'step_entered', step })}>
      {say('summary.change')}
    </button>
  );
}

function About({ of }: { of: Package }) {
  const { say } = useReader();
  const paragraphs = of.description.split(/\n\s*\n/u).filter((text) => text.trim() !== '');
  if (paragraphs.length === 0) return null;
  return (
    <details className="mais-summary__about">
      <summary>{say('package.about')} <Icon name="onward" /></summary>
      {paragraphs.map((text) => <p key={text}><TenantText>{text}</TenantText></p>)}
    </details>
  );
}
