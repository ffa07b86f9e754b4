import type { Package } from '@mais/contract';
import { Icon, Notice } from '@mais/ui';

import { useFlow, useServices } from '../../app/services.ts';
import { StepFrame } from '../../app/step-frame.tsx';
import { TenantText } from '../../app/tenant-text.tsx';
import { choosePackage } from '../../flow/choose-package.ts';
import { useReader } from '../../i18n/reader.ts';
import { durationText, partyText, priceText } from './package-facts.ts';
import { PackageImage } from './package-image.tsx';
import './package-step.css';

/** The catalog: one tap chooses. */
export function PackageStep() {
  const { firstView } = useServices();
  const { say } = useReader();
  if (firstView.packages.length === 0) {
    return (
      <div className="mais-screen">
        <Notice title={say('package.none.title')}>{say('package.none.body', { tenant: firstView.config.tenant.name })}</Notice>
      </div>
    );
  }
  return (
    <StepFrame step="package" title={say('package.title')}>
      <ul className="mais-packages">
        {firstView.packages.map((one) => <PackageCard key={one.slug} of={one} />)}
      </ul>
    </StepFrame>
  );
}

function PackageCard({ of }: { of: Package }) {
  const services = useServices();
  const reader = useReader();
  const isChosen = useFlow().packageSlug === of.slug;
  const party = partyText(of, reader);
  return (
    <li className="mais-package" data-chosen={isChosen}>
      <div className="mais-package__picture"><PackageImage of={of} /></div>
      <div className="mais-package__text">
        <h3>
          <button type="button" onClick={() => choosePackage(services, of.slug)}><TenantText>{of.name}</TenantText></button>
        </h3>
        {of.summary !== '' && <p className="mais-package__summary"><TenantText>{of.summary}</TenantText></p>}
        <p className="mais-package__facts">
          <span><Icon name="clock" /> {durationText(of, reader)}</span>
          {party !== null && <span><Icon name="people" /> {party}</span>}
        </p>
        <p className="mais-package__price">
          <strong>{priceText(of, reader)}</strong>
          {of.priceBasis === 'person' && of.priceMinor > 0 && <small> {reader.say('package.perPerson')}</small>}
        </p>
      </div>
    </li>
  );
}
