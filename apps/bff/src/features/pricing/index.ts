export { roundHalfUp } from './round.ts';
export { PromoCodeUsedUpError } from './errors.ts';
export { claimUse, reclaimUse, releaseUse, type PromoCodeRow } from './promo-repository.ts';
export { priceSold } from './price-sold.ts';
export { priceForBooking, readPriceList, type PriceList, type PricingContext } from './quote.ts';
export { createReferenceZones } from './reference-zones.ts';
export { quoteRoutes } from './routes.ts';
export { pricingRoutes } from './tenant-routes.ts';
export { assertPostalCode } from './surcharges.ts';
