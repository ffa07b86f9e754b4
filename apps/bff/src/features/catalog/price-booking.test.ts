import type { AddOn } from '@mais/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { PackageId } from '../../platform/ids.ts';
import type { CatalogPackage } from './catalog.ts';
import { priceBooking } from './price-booking.ts';

function addOn(slug: string, priceMinor: number, priceBasis: 'booking' | 'person', maxQuantity = 10): AddOn {
  return { id: crypto.randomUUID(), slug, name: slug, description: '', priceMinor, priceBasis, maxQuantity };
}

function item(given: Partial<CatalogPackage> = {}): CatalogPackage {
  return {
    id: crypto.randomUUID() as PackageId, slug: 'tour', name: 'Tour', summary: '', description: '', category: null, image: null, kind: 'session', visibility: 'public',
    priceMinor: 7_900, priceBasis: 'person', taxBps: 0, taxBehaviour: 'inclusive', minPartySize: 1, maxPartySize: 6,
    addOns: [addOn('wetsuit', 1_500, 'person', 1), addOn('photos', 3_500, 'booking', 2)], questions: [],
    rules: {
      weekly: [], overrides: [], blackouts: [], resources: [], durationMinutes: 60, stepMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
      minNoticeMinutes: 0, bookingWindowDays: 30, dailyLimit: null, seats: 12,
    },
    ...given,
  };
}

describe('the price of a booking', () => {
  it('multiplies what is priced per person, and nothing else, by the party', () => {
    const quote = priceBooking({ item: item(), currency: 'NZD', partySize: 3, addOns: [{ addOn: 'wetsuit', quantity: 1 }, { addOn: 'photos', quantity: 2 }] });
    expect(quote.lineItems.map((line) => [line.description, line.quantity, line.amountMinor])).toEqual([['Tour', 3, 23_700], ['wetsuit', 3, 4_500], ['photos', 2, 7_000]]);
    expect(quote).toMatchObject({ totalMinor: 35_200, dueNowMinor: 35_200, taxMinor: 0 });
  });

  it('adds an exclusive tax as a line of its own, rounded by line', () => {
    const quote = priceBooking({ item: item({ taxBps: 825, taxBehaviour: 'exclusive', priceMinor: 999, priceBasis: 'booking' }), currency: 'USD', partySize: 1, addOns: [{ addOn: 'photos', quantity: 1 }] });
    expect(quote.lineItems.at(-1)).toMatchObject({ kind: 'tax', amountMinor: 82 + 289 });
    expect(quote).toMatchObject({ subtotalMinor: 4_499, taxMinor: 371, totalMinor: 4_870, taxIncluded: false });
  });

  it('finds the tax inside an inclusive price', () => {
    expect(priceBooking({ item: item({ taxBps: 1500, priceMinor: 11_500, priceBasis: 'booking' }), currency: 'NZD', partySize: 1, addOns: [] }))
      .toMatchObject({ totalMinor: 11_500, taxMinor: 1_500, taxIncluded: true });
  });

  it.each([
    [{ partySize: 7, addOns: [] }, '/partySize', 'must be 1 to 6 for this package'],
    [{ partySize: 1, addOns: [{ addOn: 'helicopter', quantity: 1 }] }, '/addOns/0/addOn', 'is not offered with this package'],
    [{ partySize: 1, addOns: [{ addOn: 'photos', quantity: 1 }, { addOn: 'wetsuit', quantity: 2 }] }, '/addOns/1/quantity', 'must be at most 1'],
  ])('refuses %j and names the field', (request, pointer, detail) => {
    try {
      priceBooking({ item: item(), currency: 'NZD', ...request });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect((error as InvalidRequestError).errors).toEqual([{ pointer, detail }]);
    }
  });

  it('sums its lines to the total, with no negative amount, whatever the prices', () => {
    const price = fc.integer({ min: 0, max: 50_000_000 });
    fc.assert(fc.property(
      price, price, price, fc.integer({ min: 0, max: 5000 }), fc.constantFrom('inclusive' as const, 'exclusive' as const), fc.integer({ min: 1, max: 6 }),
      (base, first, second, taxBps, taxBehaviour, partySize) => {
        const quote = priceBooking({
          item: item({ priceMinor: base, taxBps, taxBehaviour, addOns: [addOn('a', first, 'person'), addOn('b', second, 'booking')] }),
          currency: 'USD', partySize, addOns: [{ addOn: 'a', quantity: 2 }, { addOn: 'b', quantity: 3 }],
        });
        expect(quote.lineItems.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.totalMinor);
        expect(quote.lineItems.every((line) => line.amountMinor >= 0 && line.amountMinor === line.quantity * line.unitAmountMinor)).toBe(true);
        expect(quote.taxMinor).toBeLessThanOrEqual(quote.totalMinor);
        const exact = taxBehaviour === 'exclusive' ? (quote.subtotalMinor * taxBps) / 10_000 : (quote.totalMinor * taxBps) / (10_000 + taxBps);
        // Each of the three lines is off by half a unit at the most.
        expect(Math.abs(quote.taxMinor - exact)).toBeLessThanOrEqual(1.5);
      },
    ));
  });
});
