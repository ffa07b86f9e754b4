import { localDayOf } from '@mais/availability';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { Catalog, CatalogPackage, DaySurcharge, PricingZone } from '../catalog/index.ts';
import { OutsideServiceAreaError } from './errors.ts';
import { isInArea, normalPostalCode } from './postal-areas.ts';
import type { Surcharge } from './price-booking.ts';
import type { ReferenceAreas } from './reference-zones.ts';

export interface PlaceAndTime {
  /** Null while no time is chosen: no day costs more then. */
  readonly startsAt: Date | null;
  /** Null when none was given. */
  readonly postalCode: string | null;
  readonly tenant: { readonly timeZone: string; readonly country: string };
}

/**
 * What the day and the place of a booking add to its price.
 * @throws OutsideServiceAreaError for a postal code that the package isn't offered at
 */
export function surchargesFor(catalog: Catalog, references: ReferenceAreas, item: CatalogPackage, at: PlaceAndTime): Surcharge[] {
  return [...daySurcharges(item, at), ...zoneSurcharges(catalog.zones, references, item, at)];
}

/** @throws InvalidRequestError where a booking of the package needs a postal code and has none */
export function assertPostalCode(item: CatalogPackage, postalCode: string | null): void {
  if (item.zonePolicy !== 'none' && postalCode === null) throw new InvalidRequestError([{ pointer: '/postalCode', detail: 'is required for this package' }]);
}

function daySurcharges(item: CatalogPackage, { startsAt, tenant }: PlaceAndTime): Surcharge[] {
  if (startsAt === null) return [];
  const day = localDayOf(startsAt.getTime(), tenant.timeZone);
  return item.daySurcharges.filter((surcharge) => countsOn(surcharge, day)).map(({ name, percentBps, amountMinor, priceBasis }) => ({
    description: name,
    rate: percentBps === null ? { kind: 'fixed', amountMinor: amountMinor ?? 0, priceBasis } : { kind: 'percent', bps: percentBps },
  }));
}

function countsOn({ weekdays, startsOn, endsOn }: DaySurcharge, day: string): boolean {
  // A Sunday is 0 to JavaScript and 7 to ISO.
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return (weekdays.length === 0 || weekdays.includes(weekday)) && (startsOn === null || startsOn <= day) && (endsOn === null || day <= endsOn);
}

function zoneSurcharges(zones: readonly PricingZone[], references: ReferenceAreas, item: CatalogPackage, { postalCode, tenant }: PlaceAndTime): Surcharge[] {
  if (item.zonePolicy === 'none' || postalCode === null) return [];
  const plain = normalPostalCode(postalCode, tenant.country);
  const zone = zones.find(({ areas, referenceZone }) =>
    [...areas, ...(referenceZone === null ? [] : (references.get(referenceZone) ?? []))].some((area) => isInArea(area, plain, tenant.country)));
  if (!zone) {
    if (item.zonePolicy === 'service_area') throw new OutsideServiceAreaError();
    return [];
  }
  return zone.surchargeMinor === 0 ? [] : [{ description: zone.name, rate: { kind: 'fixed', amountMinor: zone.surchargeMinor, priceBasis: zone.priceBasis } }];
}
