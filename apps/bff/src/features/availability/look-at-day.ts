import { listAvailability as listDays } from '@mais/availability';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import type { CatalogPackage } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { engineQuery } from './engine-query.ts';
import { readOccupancy } from './read-occupancy.ts';

export interface DayLook {
  /** `full` was offered and is taken; `closed` is not offered at all. */
  readonly state: 'available' | 'full' | 'closed';
  /** What a party of this size finds free, in order. */
  readonly starts: readonly Date[];
}

/** One day of a package in the tenant's zone, as the database has it now. */
export async function lookAtDay(deps: { app: Sql; clock: Clock }, access: TenantAccess, input: { item: CatalogPackage; dayLocal: string; partySize: number }): Promise<DayLook> {
  const { item, dayLocal, partySize } = input;
  const question = { item, timeZone: access.tenant.timeZone, fromDay: dayLocal, toDay: dayLocal, now: deps.clock.now(), partySize };
  const occupancy = await readOccupancy(deps.app, access.scope, question);
  const [day] = listDays(engineQuery({ ...question, occupancy })).days;
  const state = day?.state === 'available' || day?.state === 'full' ? day.state : 'closed';
  return { state, starts: (day?.slots ?? []).map(({ startsAtMs }) => new Date(startsAtMs)) };
}
