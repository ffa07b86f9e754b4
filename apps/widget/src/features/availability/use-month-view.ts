import type { Package } from '@mais/contract';
import { useMemo, useSyncExternalStore } from 'react';

import { useFlow, useServices } from '../../app/services.ts';
import { useReader } from '../../i18n/reader.ts';
import type { Known, Wanted } from './availability-store.ts';
import { type MonthView, viewMonths } from './month-view.ts';

export interface MonthViewState {
  readonly wanted: Wanted;
  readonly known: Known;
  readonly view: MonthView;
  /** the zone of the days and times that are shown */
  readonly timeZone: string;
}

/** What is known of a package's times for the party that is chosen, as the reader sees it. */
export function useMonthView(chosen: Package): MonthViewState {
  const { availability, firstView, nowMs } = useServices();
  const reader = useReader();
  const { partySize, hold } = useFlow();
  const tenantZone = firstView.config.tenant.timeZone;
  const timeZone = chosen.kind === 'day' ? tenantZone : reader.timeZone;
  const wanted = useMemo(() => ({ packageSlug: chosen.slug, partySize }), [chosen.slug, partySize]);
  const read = () => availability.known(wanted);
  const known = useSyncExternalStore(availability.subscribe, read, read);
  const ownHold = hold?.hasExpired === false && hold.package === chosen.slug ? hold : null;
  const view = useMemo(
    () => viewMonths({ known, kind: chosen.kind, tenantZone, timeZone, nowMs: wallClock(firstView.serverNow, nowMs()), hold: ownHold }),
    [known, chosen.kind, tenantZone, timeZone, firstView, nowMs, ownHold],
  );
  return { wanted, known, view, timeZone };
}

/** The server's time of day, since a device's may be days off; the page's clock began about when the server wrote the page. */
function wallClock(serverNow: string, nowMs: number): number {
  return Date.parse(serverNow) + nowMs;
}
