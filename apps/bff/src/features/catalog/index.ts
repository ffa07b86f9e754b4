export { assertPartySize } from './assert-party-size.ts';
export { findPackage, type Catalog, type CatalogPackage, type DaySurcharge, type Deposit, type PricingZone } from './catalog.ts';
export { asksForFile, checkAnswers, keptAnswer, type CheckedAnswer } from './check-answers.ts';
export { createCatalogs, type Catalogs } from './catalogs.ts';
export { getPackage } from './get-package.ts';
export { withheldAddOns } from './offered-catalog.ts';
export { presentCatalog, presentPackage } from './present-package.ts';
export { catalogRoutes } from './routes.ts';
