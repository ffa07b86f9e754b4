import type { BusySpan, ResourcePool } from './query.ts';
import { sortAscending } from './sort-ascending.ts';

/** When the units of some resources are taken. */
export interface Occupancy {
  readonly pools: readonly Pool[];
}

interface Pool {
  readonly resourceId: string;
  readonly units: number;
  /** by unit number; a unit that is never taken has none */
  readonly busyUnits: readonly (BusyUnit | undefined)[];
}

/**
 * The busy spans of one unit, their starts and ends sorted apart, each list closed by Infinity so that a sweep needs no
 * look at its length. Of spans that may overlap each other, those that touch [from, to) are as many as have started before
 * `to` less as many as have ended by `from`: which start belongs to which end doesn't matter.
 */
interface BusyUnit {
  readonly startsAtMs: number[];
  readonly endsAtMs: number[];
}

/** What a service takes besides its own time. */
export interface Buffers {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** A free unit of a resource. */
export interface ResourceUnit {
  readonly resourceId: string;
  readonly unitNo: number;
}

/** Sorts busy spans by unit, leaving out what can't touch [fromMs, toMs) and what belongs to no unit of the resources. */
export function occupancyOf(
  resources: readonly ResourcePool[],
  busy: readonly BusySpan[],
  fromMs: number,
  toMs: number,
): Occupancy {
  const pools = resources.map(({ resourceId, units }) => ({ resourceId, units, busyUnits: [] as BusyUnit[] }));
  const poolById = new Map(pools.map((pool) => [pool.resourceId, pool]));
  let pool = pools[0];
  for (const span of busy) {
    if (span.endsAtMs <= fromMs || span.startsAtMs >= toMs) continue;
    if (pool?.resourceId !== span.resourceId) pool = poolById.get(span.resourceId);
    if (pool === undefined || span.unitNo < 1 || span.unitNo > pool.units) continue;
    const unit = (pool.busyUnits[span.unitNo] ??= { startsAtMs: [], endsAtMs: [] });
    unit.startsAtMs.push(span.startsAtMs);
    unit.endsAtMs.push(span.endsAtMs);
  }
  for (const { busyUnits } of pools) busyUnits.forEach(closeLists);
  return { pools };
}

/** How many units are free for a service at each start, of the resource that has the fewest; starts must ascend. */
export function countFreeUnits(
  occupancy: Occupancy,
  startsAtMs: readonly number[],
  serviceMs: number,
  buffers: Buffers,
): number[] {
  let fewest: number[] | null = null;
  for (const pool of occupancy.pools) {
    const free = startsAtMs.map(() => pool.units);
    for (const unit of pool.busyUnits) {
      if (unit !== undefined) takeAway(free, unit, startsAtMs, serviceMs, buffers);
    }
    fewest = fewest === null ? free : fewest.map((count, index) => Math.min(count, free[index] as number));
  }
  return fewest ?? [];
}

/** The first free unit of each resource, or null where one has none. */
export function findFreeUnits(
  occupancy: Occupancy,
  startsAtMs: number,
  serviceMs: number,
  buffers: Buffers,
): ResourceUnit[] | null {
  const units: ResourceUnit[] = [];
  for (const pool of occupancy.pools) {
    const unitNo = findFreeUnit(pool, startsAtMs, serviceMs, buffers);
    if (unitNo === null) return null;
    units.push({ resourceId: pool.resourceId, unitNo });
  }
  return units;
}

function findFreeUnit(pool: Pool, startsAtMs: number, serviceMs: number, buffers: Buffers): number | null {
  for (let unitNo = 1; unitNo <= pool.units; unitNo++) {
    const unit = pool.busyUnits[unitNo];
    if (unit === undefined) return unitNo;
    const free = [1];
    takeAway(free, unit, [startsAtMs], serviceMs, buffers);
    if (free[0] === 1) return unitNo;
  }
  return null;
}

/** Takes one away from `free` at each start for which the unit is busy, in one sweep over starts and spans. */
function takeAway(free: number[], unit: BusyUnit, startsAtMs: readonly number[], serviceMs: number, buffers: Buffers): void {
  const blockedMs = serviceMs + buffers.afterMs;
  const firstFromMs = (startsAtMs[0] ?? Infinity) - buffers.beforeMs;
  const lastToMs = (startsAtMs.at(-1) ?? -Infinity) + blockedMs;
  let ended = countUpTo(unit.endsAtMs, firstFromMs);
  let started = ended;
  for (let index = 0; index < startsAtMs.length; index++) {
    const startMs = startsAtMs[index] as number;
    while ((unit.endsAtMs[ended] as number) <= startMs - buffers.beforeMs) ended++;
    while ((unit.startsAtMs[started] as number) < startMs + blockedMs) started++;
    if (started > ended) free[index] = (free[index] as number) - 1;
    else if ((unit.startsAtMs[started] as number) >= lastToMs) return;
  }
}

/** How many of the ascending values are at most the limit. */
function countUpTo(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function closeLists({ startsAtMs, endsAtMs }: BusyUnit): void {
  sortAscending(startsAtMs).push(Infinity);
  sortAscending(endsAtMs).push(Infinity);
}
