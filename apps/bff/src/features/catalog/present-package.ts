import type { Package, PackageList } from '@mais/contract';
import type { Catalog, CatalogPackage } from './catalog.ts';

export function presentPackage(item: CatalogPackage, currency: string): Package {
  return {
    id: item.id,
    slug: item.slug,
    name: item.name,
    summary: item.summary,
    description: item.description,
    category: item.category,
    imageUrl: item.image,
    kind: item.kind,
    durationMinutes: item.kind === 'day' ? null : item.rules.durationMinutes,
    priceMinor: item.priceMinor,
    priceBasis: item.priceBasis,
    currency,
    minPartySize: item.minPartySize,
    maxPartySize: item.maxPartySize,
    asksPostalCode: item.zonePolicy !== 'none',
    takesPromoCode: item.takesPromoCode,
    takesWaitlist: item.takesWaitlist,
    cancellationPolicy: item.cancellationPolicy,
    addOns: [...item.addOns],
    questions: [...item.questions],
  };
}

/** What strangers may see: hidden packages are reached by their own address only. */
export function presentCatalog(catalog: Catalog, currency: string): PackageList {
  return { packages: catalog.packages.filter((item) => item.visibility === 'public').map((item) => presentPackage(item, currency)) };
}
