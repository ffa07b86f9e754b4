import type { Package } from '@mais/contract';

import { useReader } from '../i18n/reader.ts';
import { useServices } from './services.ts';

/**
 * When a booking takes place: in the reader's zone, and below it in the tenant's where the clocks differ. A whole day is the
 * tenant's day, wherever one looks at it from.
 */
export function TimeText({ startsAt, endsAt, kind }: { startsAt: string; endsAt: string; kind: Package['kind'] }) {
  const { config } = useServices().firstView;
  const { formats, timeZone, say } = useReader();
  const tenantZone = config.tenant.timeZone;
  if (kind === 'day') {
    return <span className="mais-time">{formats.shortDayOf(startsAt, tenantZone)}<small>{say('summary.wholeDay')}</small></span>;
  }
  const inZone = (zone: string) => formats.dayAndTimes(startsAt, endsAt, zone);
  const differs = inZone(timeZone) !== inZone(tenantZone);
  return (
    <span className="mais-time">
      {formats.shortDayOf(startsAt, timeZone)}{' '}
      <span className="mais-time__clock">{formats.timeRange(startsAt, endsAt, timeZone)}</span>
      {differs && <small>{formats.zone(timeZone)}</small>}
      {differs && <small className="mais-time__other">{say('summary.inZone', { time: inZone(tenantZone), zone: formats.zone(tenantZone) })}</small>}
    </span>
  );
}
