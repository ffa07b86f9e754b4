import { Icon } from '@mais/ui';

import { HoldCountdown } from '../features/holds/hold-countdown.tsx';
import { useReader } from '../i18n/reader.ts';
import './header.css';
import { useServices } from './services.ts';

/** Whose booking page this is, and how long the time is held. */
export function Header() {
  const { config, mode } = useServices().firstView;
  const { say } = useReader();
  // In a frame the host page has the first heading; a page of its own needs one.
  const Name = mode === 'hosted' ? 'h1' : 'p';
  return (
    <header className="mais-header">
      {config.branding.logoUrl === null ? (
        <Name className="mais-header__name">{config.tenant.name}</Name>
      ) : (
        <Name><img className="mais-header__logo" src={config.branding.logoUrl} alt={config.tenant.name} /></Name>
      )}
      {!config.livemode && (
        <p className="mais-header__test" title={say('app.testMode')}>
          <Icon name="info" /> {say('app.test')}
        </p>
      )}
      <HoldCountdown />
    </header>
  );
}
