import type { AvailabilityQuery, BusySpan, SessionLoad } from '@mais/availability';
import type { CatalogPackage } from '../catalog/index.ts';

export interface Occupancy {
  readonly busy: readonly BusySpan[];
  readonly sessions: readonly SessionLoad[];
  readonly bookingsPerDay: ReadonlyMap<string, number>;
}

export const noOccupancy: Occupancy = { busy: [], sessions: [], bookingsPerDay: new Map() };

/** The slot engine's question about one package. */
export function engineQuery(input: {
  item: CatalogPackage;
  timeZone: string;
  fromDay: string;
  toDay: string;
  now: Date;
  partySize: number;
  occupancy: Occupancy;
}): AvailabilityQuery {
  const { item, occupancy } = input;
  const { seats, ...rules } = item.rules;
  return {
    ...rules,
    ...(seats === null ? {} : { seats }),
    kind: item.kind,
    timeZone: input.timeZone,
    fromDay: input.fromDay,
    toDay: input.toDay,
    nowMs: input.now.getTime(),
    partySize: input.partySize,
    busy: occupancy.busy,
    sessions: occupancy.sessions,
    bookingsPerDay: occupancy.bookingsPerDay,
  };
}
