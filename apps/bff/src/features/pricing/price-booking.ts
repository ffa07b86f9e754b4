// The one price: every quote and every booking is made here, from nothing but what is passed in.
//
// 1. Lines: the package, its add-ons, surcharges, the discount (the one negative line), and a tax that is added on top.
// 2. A discount is taken off the package and its add-ons, never off surcharges, and never more than they come to. It is spread
//    over their lines by largest remainder.
// 3. Tax is worked out after the discount, line by line, each rounded half up.
// 4. The lines sum to the total; what is due now and the balance do too.
// 5. Where a currency is charged in multiples of a step (three decimals: 10), whatever is computed is such a multiple.
import type { AddOnChoice, LineItem, Quote } from '@mais/contract';
import { InvalidRequestError } from '../../platform/errors.ts';
import { assertPartySize, type CatalogPackage } from '../catalog/index.ts';
import { chargeLimits } from '../payments/index.ts';
import { roundDown, roundHalfUp } from './round.ts';
import { dueNow } from './split-due.ts';
import { spread } from './spread.ts';

/** What a day or a place adds: an amount, or a part of the package's price. */
export interface Surcharge {
  readonly description: string;
  readonly rate: { readonly kind: 'fixed'; readonly amountMinor: number; readonly priceBasis: 'booking' | 'person' } | { readonly kind: 'percent'; readonly bps: number };
}

/** What a promo code takes off. */
export interface Discount {
  readonly code: string;
  readonly rate: { readonly kind: 'amount'; readonly amountMinor: number } | { readonly kind: 'percent'; readonly bps: number };
}

export interface PriceInput {
  readonly item: CatalogPackage;
  readonly currency: string;
  readonly partySize: number;
  readonly addOns: readonly AddOnChoice[];
  readonly surcharges: readonly Surcharge[];
  readonly discount: Discount | null;
  /** Null while no time is chosen: then the balance counts as not yet due. */
  readonly startsAt: Date | null;
  readonly now: Date;
}

/**
 * Prices a booking.
 * @throws InvalidRequestError for a party or an add-on that the package doesn't take
 */
export function priceBooking(input: PriceInput): Quote {
  const { item, currency } = input;
  assertPartySize(item, input.partySize);
  const limits = chargeLimits(currency);
  const taxIncluded = item.taxBehaviour === 'inclusive';
  const base = packageLine(input);
  const reducible = [base, ...input.addOns.map((choice, index) => addOnLine(input, choice, index))];
  const discountMinor = input.discount ? discountOf(input.discount, sumOf(reducible), limits.stepMinor) : 0;
  const shares = spread(discountMinor, reducible.map(({ amountMinor }) => amountMinor));
  const goods = [
    ...reducible.map((good, index) => ({ ...good, discountMinor: shares[index] ?? 0 })),
    ...input.surcharges.map((surcharge) => surchargeLine(surcharge, base, input.partySize, limits.stepMinor)),
  ].map((good): LineItem => ({ ...good, taxMinor: taxOf(good.amountMinor - good.discountMinor, item, limits.stepMinor) }));
  const taxMinor = goods.reduce((sum, { taxMinor: ofLine }) => sum + ofLine, 0);
  const subtotalMinor = sumOf(goods) - discountMinor;
  const totalMinor = taxIncluded ? subtotalMinor : subtotalMinor + taxMinor;
  const balanceDueAt = input.startsAt && new Date(input.startsAt.getTime() - item.balanceDueHours * 3_600_000);
  const dueNowMinor = dueNow(totalMinor, item.deposit, limits, balanceDueAt !== null && balanceDueAt <= input.now);
  return {
    currency,
    lineItems: [
      ...goods,
      ...(input.discount && discountMinor > 0 ? [line('discount', null, input.discount.code, 1, -discountMinor)] : []),
      ...(taxIncluded || taxMinor === 0 ? [] : [line('tax', null, 'Tax', 1, taxMinor)]),
    ],
    subtotalMinor,
    discountMinor,
    taxMinor,
    taxIncluded,
    totalMinor,
    dueNowMinor,
    balanceMinor: totalMinor - dueNowMinor,
    balanceDueAt: dueNowMinor < totalMinor ? (balanceDueAt?.toISOString() ?? null) : null,
  };
}

function packageLine({ item, partySize }: PriceInput): LineItem {
  return line('package', null, item.name, item.priceBasis === 'person' ? partySize : 1, item.priceMinor);
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

function surchargeLine({ description, rate }: Surcharge, base: LineItem, partySize: number, step: number): LineItem {
  if (rate.kind === 'percent') return line('surcharge', null, description, 1, roundHalfUp(base.amountMinor, rate.bps, 10_000, step));
  return line('surcharge', null, description, rate.priceBasis === 'person' ? partySize : 1, rate.amountMinor);
}

function line(kind: LineItem['kind'], addOn: string | null, description: string, quantity: number, unitAmountMinor: number): LineItem {
  return { kind, addOn, description, quantity, unitAmountMinor, amountMinor: quantity * unitAmountMinor, discountMinor: 0, taxMinor: 0 };
}

function discountOf({ rate }: Discount, baseMinor: number, step: number): number {
  const wanted = rate.kind === 'percent' ? roundHalfUp(baseMinor, rate.bps, 10_000, step) : roundDown(rate.amountMinor, step);
  return Math.min(wanted, baseMinor);
}

/** The tax on an amount, or in it. What is added on top is charged, so it keeps to the currency's step. */
function taxOf(amountMinor: number, { taxBps, taxBehaviour }: CatalogPackage, step: number): number {
  return taxBehaviour === 'inclusive' ? roundHalfUp(amountMinor, taxBps, 10_000 + taxBps) : roundHalfUp(amountMinor, taxBps, 10_000, step);
}

function sumOf(lines: readonly LineItem[]): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
