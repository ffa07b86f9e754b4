import type { AddOnChoice, LineItem, Quote } from '@mais/contract';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { CatalogPackage } from './catalog.ts';

export interface PriceInput {
  readonly item: CatalogPackage;
  readonly currency: string;
  readonly partySize: number;
  readonly addOns: readonly AddOnChoice[];
}

/**
 * Prices a booking; the one place that does. Lines round by themselves, and their amounts sum to the total.
 * @throws InvalidRequestError for a party or an add-on that the package doesn't take
 */
export function priceBooking(input: PriceInput): Quote {
  assertPartySize(input.item, input.partySize);
  const goods = [packageLine(input), ...input.addOns.map((choice, index) => addOnLine(input, choice, index))];
  const subtotalMinor = goods.reduce((sum, item) => sum + item.amountMinor, 0);
  const { taxBps, taxBehaviour } = input.item;
  const taxIncluded = taxBehaviour === 'inclusive';
  const taxMinor = goods.reduce((sum, item) => sum + taxOf(item.amountMinor, taxBps, taxIncluded), 0);
  const lineItems = taxIncluded || taxMinor === 0 ? goods : [...goods, taxLine(taxMinor)];
  const totalMinor = taxIncluded ? subtotalMinor : subtotalMinor + taxMinor;
  return { currency: input.currency, lineItems, subtotalMinor, taxMinor, taxIncluded, totalMinor, dueNowMinor: totalMinor };
}

/** @throws InvalidRequestError naming the range that the package takes */
export function assertPartySize(item: CatalogPackage, partySize: number, pointer = '/partySize'): void {
  if (partySize >= item.minPartySize && partySize <= item.maxPartySize) return;
  const range = item.minPartySize === item.maxPartySize ? `${item.minPartySize}` : `${item.minPartySize} to ${item.maxPartySize}`;
  throw new InvalidRequestError([{ pointer, detail: `must be ${range} for this package` }]);
}

function packageLine({ item, partySize }: PriceInput): LineItem {
  const quantity = item.priceBasis === 'person' ? partySize : 1;
  return line('package', null, item.name, quantity, item.priceMinor);
}

function addOnLine({ item, partySize }: PriceInput, choice: AddOnChoice, index: number): LineItem {
  const addOn = item.addOns.find((candidate) => candidate.slug === choice.addOn);
  if (!addOn) throw new InvalidRequestError([{ pointer: `/addOns/${index}/addOn`, detail: 'is not offered with this package' }]);
  if (choice.quantity > addOn.maxQuantity) {
    throw new InvalidRequestError([{ pointer: `/addOns/${index}/quantity`, detail: `must be at most ${addOn.maxQuantity}` }]);
  }
  const quantity = addOn.priceBasis === 'person' ? choice.quantity * partySize : choice.quantity;
  return line('add_on', addOn.slug, addOn.name, quantity, addOn.priceMinor);
}

function taxLine(taxMinor: number): LineItem {
  return line('tax', null, 'Tax', 1, taxMinor);
}

function line(kind: LineItem['kind'], addOn: string | null, description: string, quantity: number, unitAmountMinor: number): LineItem {
  return { kind, addOn, description, quantity, unitAmountMinor, amountMinor: quantity * unitAmountMinor };
}

/** Half up, in whole minor units; exact, since amounts times basis points stay far below 2^53. */
function taxOf(amountMinor: number, taxBps: number, included: boolean): number {
  const base = included ? 10_000 + taxBps : 10_000;
  return Math.floor((2 * amountMinor * taxBps + base) / (2 * base));
}
