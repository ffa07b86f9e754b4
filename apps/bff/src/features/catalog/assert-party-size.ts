import { InvalidRequestError } from '../../platform/errors.ts';
import type { CatalogPackage } from './catalog.ts';

/** @throws InvalidRequestError naming the range that the package takes */
export function assertPartySize(item: CatalogPackage, partySize: number, pointer = '/partySize'): void {
  if (partySize >= item.minPartySize && partySize <= item.maxPartySize) return;
  const range = item.minPartySize === item.maxPartySize ? `${item.minPartySize}` : `${item.minPartySize} to ${item.maxPartySize}`;
  throw new InvalidRequestError([{ pointer, detail: `must be ${range} for this package` }]);
}

/** For a party that was let in: how many are taken today is of no matter to it. */
export function withoutPartyLimits(item: CatalogPackage): CatalogPackage {
  return { ...item, minPartySize: 1, maxPartySize: Number.MAX_SAFE_INTEGER };
}
