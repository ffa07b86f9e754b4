import { localDayOf } from '@mais/availability';
import type { AvailabilityNews } from '@mais/contract';
import type { Catalog, CatalogPackage } from '../../catalog/index.ts';
import type { AvailabilityChange } from './change.ts';

export interface AffectedPackage {
  readonly item: CatalogPackage;
  readonly days: AvailabilityNews['changes'][number];
}

/**
 * The packages whose times a change may touch: its own, and all that need one of the same resources; each with the days,
 * in the tenant's zone, whose starts may be others now.
 * @returns null when the package is no longer known, so that nobody can say
 */
export function affectedPackages(catalog: Catalog, timeZone: string, change: AvailabilityChange): AffectedPackage[] | null {
  const changed = catalog.packages.find((item) => item.id === change.packageId);
  if (!changed) return null;
  const resources = new Set(changed.rules.resources.map(({ resourceId }) => resourceId));
  return catalog.packages
    .filter((item) => item === changed || item.rules.resources.some(({ resourceId }) => resources.has(resourceId)))
    .map((item) => ({ item, days: daysOf(item, timeZone, change) }));
}

/** A start is touched when its own span with its buffers meets the blocked one. */
function daysOf(item: CatalogPackage, timeZone: string, change: AvailabilityChange): AffectedPackage['days'] {
  const { bufferBeforeMinutes, bufferAfterMinutes, durationMinutes } = item.rules;
  // A whole day begins where it is, whatever its length.
  const lengthMs = item.kind === 'day' ? 0 : durationMinutes * 60_000;
  return {
    package: item.slug,
    from: localDayOf(change.startsAtMs - lengthMs - bufferAfterMinutes * 60_000, timeZone),
    to: localDayOf(change.endsAtMs + bufferBeforeMinutes * 60_000 - 1, timeZone),
  };
}
