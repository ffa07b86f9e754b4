import type { AddOnChoice, LineItem } from '@mais/contract';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { withoutPartyLimits, type CatalogPackage } from '../catalog/index.ts';
import { priceSold, type PriceList } from '../pricing/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { listLineItems } from './booking-repository.ts';
import { owedOf, type BookingRow } from './booking.ts';
import type { BookingsContext } from './context.ts';
import type { SoldTerms } from './sold-terms.ts';

/** What a booking costs at another time, and what follows from it. */
export interface MovedPrice extends Pick<BookingRow, 'subtotalMinor' | 'taxMinor' | 'totalMinor' | 'discountMinor' | 'dueNowMinor' | 'balanceDueAt'> {
  readonly lineItems: LineItem[];
  readonly refundMinor: number;
  readonly owedMinor: number;
}

interface Asked {
  readonly access: TenantAccess;
  readonly prices: PriceList;
  readonly item: CatalogPackage;
  readonly booking: BookingRow;
  readonly startsAt: Date;
  readonly now: Date;
  /** Whether it costs what it did, whatever the new time costs. */
  readonly keepPrice: boolean;
}

export async function priceMove(context: BookingsContext, tx: TenantTx, { access, prices, item, booking, startsAt, now, keepPrice }: Asked): Promise<MovedPrice> {
  const [lines, totals, refundableMinor] = await Promise.all([
    listLineItems(tx, booking.id), context.payments.totalsOf(tx, booking.id), context.payments.refundableOf(tx, booking.id),
  ]);
  const terms = booking.terms ?? termsOf(item, lines);
  const quote = keepPrice
    ? { ...booking, lineItems: [...lines] }
    : await priceSold(tx, access, prices, soldItem(item, terms), {
      bookingId: booking.id, partySize: booking.partySize, addOns: choicesOf(terms), postalCode: booking.postalCode, startsAt, now,
    });
  const { lineItems, subtotalMinor, taxMinor, totalMinor, discountMinor } = quote;
  const owedMinor = owedOf({ ...booking, totalMinor }, totals);
  return {
    lineItems, subtotalMinor, taxMinor, totalMinor, discountMinor, owedMinor,
    dueNowMinor: Math.min(booking.dueNowMinor, totalMinor),
    balanceDueAt: owedMinor === 0 ? null : dueAt(terms, startsAt, now),
    refundMinor: Math.min(refundableMinor, Math.max(0, totals.paidMinor - totals.correctedMinor - totalMinor)),
  };
}

/** A balance is due when it was agreed to be; what is owed beside a price paid in full, at once. */
function dueAt({ deposit, balanceDueHours }: SoldTerms, startsAt: Date, now: Date): Date {
  if (deposit.kind === 'none') return now;
  return new Date(Math.max(now.getTime(), startsAt.getTime() - balanceDueHours * 3_600_000));
}

function soldItem(item: CatalogPackage, { addOns, ...sold }: SoldTerms): CatalogPackage {
  return {
    ...withoutPartyLimits(item), ...sold,
    addOns: addOns.map(({ quantity, ...addOn }) => ({ ...addOn, id: addOn.slug, description: '', maxQuantity: quantity })),
  };
}

function choicesOf({ addOns }: SoldTerms): AddOnChoice[] {
  return addOns.map(({ slug, quantity }) => ({ addOn: slug, quantity }));
}

/** For a booking from before its terms were kept: what its lines say. */
function termsOf(item: CatalogPackage, lines: readonly LineItem[]): SoldTerms {
  const { priceBasis, taxBps, taxBehaviour, deposit, balanceDueHours, collectsBalanceBy } = item;
  const base = lines.find(({ kind }) => kind === 'package');
  const addOns = lines.flatMap(({ kind, addOn, description, quantity, unitAmountMinor }) =>
    kind === 'add_on' && addOn !== null ? [{ slug: addOn, name: description, quantity, priceMinor: unitAmountMinor, priceBasis: 'booking' as const }] : []);
  return { priceMinor: base?.unitAmountMinor ?? item.priceMinor, priceBasis, taxBps, taxBehaviour, deposit, balanceDueHours, collectsBalanceBy, addOns };
}
