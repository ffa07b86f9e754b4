import type { AddOn } from '@mais/contract';
import type { Catalog, CatalogPackage } from './catalog.ts';

const offers = new WeakMap<Catalog, { whole?: Catalog; free?: Catalog }>();

/** What customers are offered: what isn't archived, and only what costs nothing where the tenant can't be paid. The same object for the same catalog. */
export function offeredCatalog(catalog: Catalog, canCharge: boolean): Catalog {
  const known = offers.get(catalog) ?? {};
  offers.set(catalog, known);
  known.whole ??= catalog.packages.some(isArchived) ? { ...catalog, packages: catalog.packages.filter((item) => !isArchived(item)) } : catalog;
  if (canCharge) return known.whole;
  known.free ??= { ...catalog, packages: known.whole.packages.filter(({ priceMinor }) => priceMinor === 0).map(withoutPaidAddOns) };
  return known.free;
}

function isArchived({ visibility }: CatalogPackage): boolean {
  return visibility === 'archived';
}

/** The add-ons of a free package that would make it cost something. */
export function withheldAddOns(item: CatalogPackage): AddOn[] {
  return item.addOns.filter(({ priceMinor }) => priceMinor > 0);
}

function withoutPaidAddOns(item: CatalogPackage): CatalogPackage {
  return { ...item, addOns: item.addOns.filter(({ priceMinor }) => priceMinor === 0) };
}
