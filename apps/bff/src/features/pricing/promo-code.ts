import type { CatalogPackage } from '../catalog/index.ts';
import { PromoCodeExpiredError, PromoCodeInvalidError, PromoCodeUsedUpError } from './errors.ts';
import type { Discount } from './price-booking.ts';
import type { PromoCodeRow } from './promo-repository.ts';

/** A code as it is compared and kept. */
export function normalPromoCode(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/**
 * What a code takes off a package's price now. Whether one of its uses is left for a certain customer, the claim decides.
 * @param row null when there is no such code
 * @throws PromoCodeInvalidError, PromoCodeExpiredError, PromoCodeUsedUpError
 */
export function discountFrom(row: PromoCodeRow | null, item: CatalogPackage, now: Date): Discount {
  if (!row?.active || (row.startsAt !== null && now < row.startsAt)) throw new PromoCodeInvalidError();
  if (!row.forAllPackages && !row.packages.includes(item.slug)) throw new PromoCodeInvalidError();
  if (row.endsAt !== null && row.endsAt <= now) throw new PromoCodeExpiredError();
  if (row.maxUses !== null && row.uses >= row.maxUses) throw new PromoCodeUsedUpError();
  return { code: row.code, rate: row.percentBps === null ? { kind: 'amount', amountMinor: row.amountMinor ?? 0 } : { kind: 'percent', bps: row.percentBps } };
}
