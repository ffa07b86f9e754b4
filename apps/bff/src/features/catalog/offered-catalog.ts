import type { AddOn } from '@mais/contract';
import type { Catalog, CatalogPackage } from './catalog.ts';

const freeOnes = new WeakMap<Catalog, Catalog>();

/** What customers are offered: everything, or what costs nothing where the tenant can't be paid. The same object for the same catalog. */
export function offeredCatalog(catalog: Catalog, canCharge: boolean): Catalog {
  if (canCharge) return catalog;
  const known = freeOnes.get(catalog);
  if (known) return known;
  const free = { ...catalog, packages: catalog.packages.filter(({ priceMinor }) => priceMinor === 0).map(withoutPaidAddOns) };
  freeOnes.set(catalog, free);
  return free;
}

/** The add-ons of a free package that would make it cost something. */
export function withheldAddOns(item: CatalogPackage): AddOn[] {
  return item.addOns.filter(({ priceMinor }) => priceMinor > 0);
}

function withoutPaidAddOns(item: CatalogPackage): CatalogPackage {
  return { ...item, addOns: item.addOns.filter(({ priceMinor }) => priceMinor === 0) };
}
