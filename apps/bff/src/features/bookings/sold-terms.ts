import type { AddOn, AddOnChoice } from '@mais/contract';
import type { CatalogPackage } from '../catalog/index.ts';

/** The prices that a booking was sold at, kept so that moving it makes its price anew from the same. */
export interface SoldTerms extends Pick<CatalogPackage, 'priceMinor' | 'priceBasis' | 'taxBps' | 'taxBehaviour' | 'deposit' | 'balanceDueHours' | 'collectsBalanceBy'> {
  readonly addOns: readonly (Pick<AddOn, 'slug' | 'name' | 'priceMinor' | 'priceBasis'> & { readonly quantity: number })[];
}

export function soldTerms(item: CatalogPackage, choices: readonly AddOnChoice[]): SoldTerms {
  const { priceMinor, priceBasis, taxBps, taxBehaviour, deposit, balanceDueHours, collectsBalanceBy } = item;
  const addOns = choices.flatMap(({ addOn: chosen, quantity }) =>
    item.addOns.filter(({ slug }) => slug === chosen).map(({ slug, name, priceMinor: addOnPriceMinor, priceBasis: addOnPriceBasis }) => ({
      slug, name, quantity, priceMinor: addOnPriceMinor, priceBasis: addOnPriceBasis,
    })));
  return { priceMinor, priceBasis, taxBps, taxBehaviour, deposit, balanceDueHours, collectsBalanceBy, addOns };
}
