import { InvalidRequestError } from '../../platform/errors.ts';
import type { CatalogPackage } from './catalog.ts';

/** @throws InvalidRequestError naming the range that the package takes */
export function assertPartySize(item: CatalogPackage, partySize: number, pointer = '/partySize'): void {
  if (partySize >= item.minPartySize && partySize <= item.maxPartySize) return;
  const range = item.minPartySize === item.maxPartySize ? `${item.minPartySize}` : `${item.minPartySize} to ${item.maxPartySize}`;
  throw new InvalidRequestError([{ pointer, detail: `must be ${range} for this package` }]);
}
