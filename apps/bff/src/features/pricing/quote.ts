// What is asked, looked up and handed to the one function that prices.
import type { AddOnChoice, Quote } from '@mais/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { getPackage, type Catalog, type CatalogPackage, type Catalogs } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { priceBooking } from './price-booking.ts';
import { discountFrom, normalPromoCode } from './promo-code.ts';
import { findPromoCodeByCode, type PromoCodeRow } from './promo-repository.ts';
import type { ReferenceAreas, ReferenceZones } from './reference-zones.ts';
import { surchargesFor } from './surcharges.ts';

export interface PricingContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly catalogs: Catalogs;
  readonly referenceZones: ReferenceZones;
}

/** What a customer chose, as far as it counts for the price. */
export interface PriceRequest {
  readonly partySize: number;
  readonly addOns: readonly AddOnChoice[];
  readonly startsAt: Date | null;
  readonly postalCode: string | null;
  readonly promoCode: string | null;
}

/** What prices depend on beside the choice: read before a transaction, which must not wait for a second connection. */
export interface PriceList {
  readonly catalog: Catalog;
  readonly references: ReferenceAreas;
}

export async function readPriceList({ catalogs, referenceZones }: PricingContext, { scope }: TenantAccess): Promise<PriceList> {
  const [catalog, references] = await Promise.all([catalogs.get(scope), referenceZones.areas()]);
  return { catalog, references };
}

/**
 * What a booking would cost now.
 * @throws PackageNotFoundError, InvalidRequestError, PromoCodeInvalidError, PromoCodeExpiredError, PromoCodeUsedUpError, OutsideServiceAreaError
 */
export async function quotePackage(context: PricingContext, access: TenantAccess, slug: string, request: PriceRequest): Promise<Quote> {
  const item = await getPackage(context.catalogs, access, slug);
  const list = await readPriceList(context, access);
  const { promoCode } = request;
  const code = promoCode === null ? null : await withTenant(context.app, access.scope, (tx) => findPromoCodeByCode(tx, normalPromoCode(promoCode)));
  return priceWith(access, list, item, { ...request, code, now: context.clock.now() });
}

/** A price, and the code that has to be claimed for it. */
export interface BookingPrice {
  readonly quote: Quote;
  readonly code: PromoCodeRow | null;
}

/** The same for a booking, in the transaction that makes it. @throws as `quotePackage` */
export async function priceForBooking(
  tx: TenantTx, access: TenantAccess, list: PriceList, item: CatalogPackage, request: PriceRequest & { readonly now: Date },
): Promise<BookingPrice> {
  const code = request.promoCode === null ? null : await findPromoCodeByCode(tx, normalPromoCode(request.promoCode));
  return { quote: priceWith(access, list, item, { ...request, code }), code };
}

function priceWith({ tenant }: TenantAccess, list: PriceList, item: CatalogPackage, request: PriceRequest & { readonly code: PromoCodeRow | null; readonly now: Date }): Quote {
  const { partySize, addOns, startsAt, postalCode, now } = request;
  return priceBooking({
    item, currency: tenant.currency, partySize, addOns, startsAt, now,
    surcharges: surchargesFor(list.catalog, list.references, item, { startsAt, postalCode, tenant }),
    discount: request.promoCode === null ? null : discountFrom(request.code, item, now),
  });
}
