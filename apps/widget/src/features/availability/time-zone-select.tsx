import { Icon } from '@mais/ui';
import { useEffect, useState } from 'react';

import { useServices } from '../../app/services.ts';
import { deviceTimeZone } from '../../i18n/device-time-zone.ts';
import { useReader } from '../../i18n/reader.ts';
import './time-zone-select.css';

/** Which clock the times are read on: the reader's own, the tenant's, or any. */
export function TimeZoneSelect() {
  const { config } = useServices().firstView;
  const { say, formats, timeZone, setTimeZone } = useReader();
  const all = useAllTimeZones();
  const [now] = useState(() => new Date().toISOString());
  const named = (zone: string, text: string) => `${text} (${formats.offset(now, zone)})`;
  const own = deviceTimeZone();
  const tenants = config.tenant.timeZone;
  const suggested = [
    { zone: own, name: named(own, say('time.zoneYours', { zone: formats.zone(own) })) },
    ...(tenants === own ? [] : [{ zone: tenants, name: named(tenants, say('time.zoneTenants', { zone: formats.zone(tenants), tenant: config.tenant.name })) }]),
  ];
  const isOther = suggested.every(({ zone }) => zone !== timeZone);
  return (
    <label className="mais-zone">
      <Icon name="globe" />
      <span className="mais-visually-hidden">{say('time.zone')}</span>
      <select value={timeZone} onChange={(event) => setTimeZone(event.currentTarget.value)}>
        <optgroup label={say('time.zoneSuggested')}>
          {suggested.map(({ zone, name }) => <option key={zone} value={zone}>{name}</option>)}
          {isOther && <option value={timeZone}>{named(timeZone, formats.zone(timeZone))}</option>}
        </optgroup>
        <optgroup label={say('time.zoneAll')}>
          {all.filter((zone) => zone !== timeZone && suggested.every((one) => one.zone !== zone)).map((zone) => (
            <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

/** All zones that the browser knows, a moment after the calendar: hundreds of options would only delay it. */
function useAllTimeZones(): readonly string[] {
  const [zones, setZones] = useState<readonly string[]>([]);
  useEffect(() => {
    const timer = setTimeout(() => setZones(Intl.supportedValuesOf('timeZone')), 400);
    return () => clearTimeout(timer);
  }, []);
  return zones;
}
