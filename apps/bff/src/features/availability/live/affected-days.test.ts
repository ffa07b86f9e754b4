import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog, CatalogPackage } from '../../catalog/index.ts';
import { engineQuery, noOccupancy } from '../engine-query.ts';
import { listAvailability } from '@mais/availability';
import { affectedPackages } from './affected-days.ts';
import type { AvailabilityChange } from './change.ts';

const HOUR = 3_600_000;

function item(slug: string, resourceIds: readonly string[], given: { kind?: CatalogPackage['kind']; durationMinutes?: number; buffers?: readonly [number, number] } = {}): CatalogPackage {
  const { kind = 'slot', durationMinutes = 60, buffers: [bufferBeforeMinutes, bufferAfterMinutes] = [0, 0] } = given;
  return {
    id: slug, slug, kind, visibility: 'public', minPartySize: 1, maxPartySize: 1,
    rules: {
      weekly: ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, startMinute: 0, endMinute: 1440 })),
      overrides: [], blackouts: [], resources: resourceIds.map((resourceId) => ({ resourceId, units: 1 })),
      durationMinutes, stepMinutes: 30, bufferBeforeMinutes, bufferAfterMinutes, minNoticeMinutes: 0, bookingWindowDays: 365, dailyLimit: null, seats: null,
    },
  } as unknown as CatalogPackage;
}

function change(packageId: string, startsAtMs: number, endsAtMs: number): AvailabilityChange {
  return { tenantId: 't', livemode: false, packageId, startsAtMs, endsAtMs } as AvailabilityChange;
}

describe('what a change affects', () => {
  const noon = Date.parse('2027-03-10T12:00:00Z');

  it('is its own package and those that share one of its resources', () => {
    const catalog: Catalog = { packages: [item('own', ['r1', 'r2']), item('sharing', ['r2', 'r3']), item('apart', ['r3']), item('none', [])], zones: [] };
    const slugs = (packageId: string) => affectedPackages(catalog, 'UTC', change(packageId, noon, noon + HOUR))?.map(({ item: { slug } }) => slug);
    expect(slugs('own')).toEqual(['own', 'sharing']);
    expect(slugs('none')).toEqual(['none']);
  });

  it('can\'t be said of a package that is gone', () => {
    expect(affectedPackages({ packages: [], zones: [] }, 'UTC', change('gone', noon, noon + HOUR))).toBeNull();
  });

  it('is the tenant\'s day, not the one in UTC', () => {
    const [affected] = affectedPackages({ packages: [item('own', ['r'])], zones: [] }, 'Pacific/Auckland', change('own', noon, noon + HOUR)) ?? [];
    expect(affected?.days).toEqual({ package: 'own', from: '2027-03-11', to: '2027-03-11' });
  });

  it('leaves out no day whose starts differ, whatever the lengths and buffers', () => {
    const zones = ['UTC', 'America/New_York', 'Pacific/Auckland', 'Australia/Lord_Howe', 'Africa/Cairo'];
    fc.assert(fc.property(
      fc.constantFrom(...zones), fc.constantFrom('day' as const, 'slot' as const),
      fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 60 }),
      (timeZone, kind, hours, before, after, startsInHalfHours, lengthInHalfHours) => {
        const now = new Date('2027-03-08T00:00:00Z');
        const startsAtMs = now.getTime() + startsInHalfHours * (HOUR / 2);
        const endsAtMs = startsAtMs + lengthInHalfHours * (HOUR / 2);
        const other = item('other', ['r'], { kind, durationMinutes: hours * 60, buffers: [before * 60, after * 60] });
        const question = { item: other, timeZone, fromDay: '2027-03-05', toDay: '2027-04-05', now, partySize: 1 };
        const free = listAvailability(engineQuery({ ...question, occupancy: noOccupancy })).days;
        const busy = [{ resourceId: 'r', unitNo: 1, startsAtMs, endsAtMs }];
        const taken = listAvailability(engineQuery({ ...question, occupancy: { ...noOccupancy, busy } })).days;
        const differing = free.filter((day, index) => JSON.stringify(day) !== JSON.stringify(taken[index])).map((day) => day.dayLocal);
        const catalog: Catalog = { packages: [item('own', ['r']), other], zones: [] };
        const days = affectedPackages(catalog, timeZone, change('own', startsAtMs, endsAtMs))?.[1]?.days;
        for (const day of differing) expect(day >= (days?.from ?? '') && day <= (days?.to ?? '')).toBe(true);
      },
    ), { numRuns: 60 });
  });
});
