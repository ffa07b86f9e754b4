import { Icon } from '@mais/ui';
import { memo, useEffect, useState } from 'react';

import { useServices } from '../../app/services.ts';
import { whenCalm } from '../../app/when-idle.ts';
import { deviceTimeZone } from '../../i18n/device-time-zone.ts';
import { useReader } from '../../i18n/reader.ts';
import './time-zone-select.css';

/** Which clock the times are read on: the reader's own, the tenant's, or any. Its hundreds of options are drawn anew only where they change. */
export const TimeZoneSelect = memo(function TimeZoneSelect() {
  const { config } = useServices().firstView;
  const { say, formats, timeZone, setTimeZone } = useReader();
  const [own] = useState(deviceTimeZone);
  const [now] = useState(() => new Date().toISOString());
  const [{ areNamed, all }, setKnown] = useState<KnownZones>(() => ({ areNamed: isServer, all: [] }));
  const [pictured] = useState(picturedZone);
  const tenants = config.tenant.timeZone;

  const nameAll = () => setKnown((known) => known.all.length > 0 ? known : { areNamed: true, all: Intl.supportedValuesOf('timeZone') });
  useEffect(() => whenCalm(nameAll), []);

  const nameOf = (zone: string) => (areNamed ? formats.zone(zone) : plainName(zone));
  const named = (zone: string, text: string) => (areNamed ? `${text} (${formats.offset(now, zone)})` : text);
  const suggested = [
    { zone: own, name: areNamed || tenants !== own || pictured === null ? named(own, say('time.zoneYours', { zone: nameOf(own) })) : pictured },
    ...(tenants === own ? [] : [{ zone: tenants, name: named(tenants, say('time.zoneTenants', { zone: nameOf(tenants), tenant: config.tenant.name })) }]),
  ];
  const isOther = suggested.every(({ zone }) => zone !== timeZone);
  return (
    <label className="mais-zone">
      <Icon name="globe" />
      <span className="mais-visually-hidden">{say('time.zone')}</span>
      <select value={timeZone} onPointerDown={nameAll} onFocus={nameAll} onChange={(event) => setTimeZone(event.currentTarget.value)}>
        <optgroup label={say('time.zoneSuggested')}>
          {suggested.map(({ zone, name }) => <option key={zone} value={zone}>{name}</option>)}
          {isOther && <option value={timeZone}>{named(timeZone, nameOf(timeZone))}</option>}
        </optgroup>
        <optgroup label={say('time.zoneAll')}>
          {all.filter((zone) => zone !== timeZone && suggested.every((one) => one.zone !== zone)).map((zone) => (
            <option key={zone} value={zone}>{plainName(zone)}</option>
          ))}
        </optgroup>
      </select>
    </label>
  );
});

/** A moment after the calendar: a browser takes longer to name a few zones than to draw all else, and to list them all longer still. */
interface KnownZones {
  readonly areNamed: boolean;
  readonly all: readonly string[];
}

const isServer = typeof document === 'undefined';

/** What the server has drawn there, as long as it is still to be seen: the name of the tenant's zone, which most customers share. */
function picturedZone(): string | null {
  return isServer ? null : (document.querySelector('[inert] .mais-zone option')?.textContent ?? null);
}

function plainName(zone: string): string {
  return zone.replaceAll('_', ' ');
}
