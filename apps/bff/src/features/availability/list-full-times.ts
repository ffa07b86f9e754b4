import { addDays, listAvailability as listDays, localDayOf } from '@mais/availability';
import type { FullTimes } from '@mais/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { assertPartySize, type CatalogPackage } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { engineQuery, noOccupancy } from './engine-query.ts';
import { assertRange } from './list-availability.ts';
import { readOccupancy } from './read-occupancy.ts';

export interface FullTimesInput {
  readonly item: CatalogPackage;
  readonly day: string;
  readonly partySize?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly exceptHoldId: string | undefined;
}

/**
 * Lists the times of one day that would be free if nobody had booked: apart from what is free, since few ask for them and the
 * calendar has to be fast.
 * @throws InvalidRequestError
 */
export async function listFullTimes(deps: { app: Sql; clock: Clock }, access: TenantAccess, input: FullTimesInput): Promise<FullTimes> {
  const { item, day } = input;
  assertRange({ from: day, to: day });
  const partySize = input.partySize ?? item.minPartySize;
  if (input.partySize !== undefined) assertPartySize(item, partySize, 'query/partySize');
  const tenantZone = access.tenant.timeZone;
  const timeZone = item.kind === 'day' ? tenantZone : (input.timeZone ?? tenantZone);
  // Another zone's day begins and ends within a day of the tenant's own.
  const margin = timeZone === tenantZone ? 0 : 1;
  const question = { item, timeZone: tenantZone, fromDay: addDays(day, -margin), toDay: addDays(day, margin), now: deps.clock.now(), partySize, exceptHoldId: input.exceptHoldId };
  const startsOf = (occupancy: typeof noOccupancy) => listDays(engineQuery({ ...question, occupancy })).days.flatMap(({ slots }) => slots);
  const free = new Set(startsOf(await readOccupancy(deps.app, access.scope, question)).map(({ startsAtMs }) => startsAtMs));
  const times = startsOf(noOccupancy)
    .filter(({ startsAtMs }) => !free.has(startsAtMs) && localDayOf(startsAtMs, timeZone) === day)
    .map(({ startsAtMs, endsAtMs }) => ({ startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(endsAtMs).toISOString() }));
  return { package: item.slug, day, timeZone, partySize, times };
}
