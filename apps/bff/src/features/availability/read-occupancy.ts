import { busyWindow } from '@mais/availability';
import type { Sql } from '../../platform/db/connect.ts';
import { readWithTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { CatalogPackage } from '../catalog/index.ts';
import { engineQuery, noOccupancy, type Occupancy } from './engine-query.ts';
import { countStartsPerDay, listBusySpans, listSessionLoads } from './repository.ts';

/** Reads what is taken of one package's resources in these days, in one flight. */
export async function readOccupancy(
  app: Sql,
  scope: TenantScope,
  input: { item: CatalogPackage; timeZone: string; fromDay: string; toDay: string; now: Date; exceptHoldId?: string | undefined },
): Promise<Occupancy> {
  const { item, timeZone, now } = input;
  const span = busyWindow(engineQuery({ ...input, partySize: 1, occupancy: noOccupancy }));
  const window = { startsAt: new Date(span.startsAtMs), endsAt: new Date(span.endsAtMs) };
  const at = { now, exceptHoldId: input.exceptHoldId ?? null };
  const resourceIds = item.rules.resources.map((resource) => resource.resourceId);
  const [busy, sessions, bookingsPerDay] = await readWithTenant(app, scope, (tx) => [
    listBusySpans(tx, resourceIds, window, at),
    item.kind === 'session' ? listSessionLoads(tx, item.id, window, at) : Promise.resolve([]),
    item.rules.dailyLimit === null ? Promise.resolve(new Map<string, number>()) : countStartsPerDay(tx, item.id, { ...window, timeZone }, at),
  ]);
  return { busy, sessions, bookingsPerDay };
}
