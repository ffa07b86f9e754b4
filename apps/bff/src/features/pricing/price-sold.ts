import type { AddOnChoice, Quote } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { CatalogPackage } from '../catalog/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { priceBooking } from './price-booking.ts';
import { findUsedCode } from './promo-repository.ts';
import type { PriceList } from './quote.ts';
import { surchargesFor } from './surcharges.ts';

export interface SoldChoice {
  readonly bookingId: BookingId;
  readonly partySize: number;
  readonly addOns: readonly AddOnChoice[];
  readonly postalCode: string | null;
  readonly startsAt: Date;
  readonly now: Date;
}

/**
 * The price of a booking that was sold before, at another time: the same function, with the promo code as it was then, and what the
 * new day costs more.
 * @param item with the prices that the booking was sold at
 */
export async function priceSold(tx: TenantTx, { tenant }: TenantAccess, list: PriceList, item: CatalogPackage, choice: SoldChoice): Promise<Quote> {
  const { partySize, addOns, startsAt, postalCode, now } = choice;
  // It was sold inside the area; where the area ends today is of no matter to it.
  const asSold: CatalogPackage = item.zonePolicy === 'service_area' ? { ...item, zonePolicy: 'surcharge' } : item;
  return priceBooking({
    item: asSold, currency: tenant.currency, partySize, addOns, startsAt, now,
    surcharges: surchargesFor(list.catalog, list.references, asSold, { startsAt, postalCode, tenant }),
    discount: await findUsedCode(tx, choice.bookingId),
  });
}
