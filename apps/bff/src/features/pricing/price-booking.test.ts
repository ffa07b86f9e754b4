import type { AddOn, Quote } from '@mais/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRequestError } from '../../platform/errors.ts';
import type { PackageId } from '../../platform/ids.ts';
import type { CatalogPackage, Deposit } from '../catalog/index.ts';
import { chargeLimits } from '../payments/index.ts';
import { priceBooking, type Discount, type PriceInput, type Surcharge } from './price-booking.ts';

const now = new Date('2027-03-01T12:00:00Z');

function addOn(slug: string, priceMinor: number, priceBasis: 'booking' | 'person', maxQuantity = 10): AddOn {
  return { id: crypto.randomUUID(), slug, name: slug, description: '', priceMinor, priceBasis, maxQuantity };
}

function item(given: Partial<CatalogPackage> = {}): CatalogPackage {
  return {
    id: crypto.randomUUID() as PackageId, slug: 'tour', name: 'Tour', summary: '', description: '', category: null, image: null, kind: 'session', visibility: 'public',
    priceMinor: 7_900, priceBasis: 'person', taxBps: 0, taxBehaviour: 'inclusive', deposit: { kind: 'none' }, zonePolicy: 'none', daySurcharges: [], takesPromoCode: false, takesWaitlist: true, balanceDueHours: 0, collectsBalanceBy: 'link', cancellationPolicy: { tiers: [], rescheduleHours: null }, minPartySize: 1, maxPartySize: 6,
    addOns: [addOn('wetsuit', 1_500, 'person', 1), addOn('photos', 3_500, 'booking', 2)], questions: [],
    rules: {
      weekly: [], overrides: [], blackouts: [], resources: [], durationMinutes: 60, stepMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0,
      minNoticeMinutes: 0, bookingWindowDays: 30, dailyLimit: null, seats: 12,
    },
    ...given,
  };
}

function price(given: Partial<PriceInput> = {}): Quote {
  return priceBooking({ item: item(), currency: 'NZD', partySize: 1, addOns: [], surcharges: [], discount: null, startsAt: null, now, ...given });
}

function bps(max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max });
}

function kept({ lineItems }: Quote): Quote['lineItems'] {
  return lineItems.filter(({ kind, description }) => kind !== 'tax' && description !== 'One more');
}

describe('the price of a booking', () => {
  it('multiplies what is priced per person, and nothing else, by the party', () => {
    const quote = price({ partySize: 3, addOns: [{ addOn: 'wetsuit', quantity: 1 }, { addOn: 'photos', quantity: 2 }] });
    expect(quote.lineItems.map((line) => [line.description, line.quantity, line.amountMinor])).toEqual([['Tour', 3, 23_700], ['wetsuit', 3, 4_500], ['photos', 2, 7_000]]);
    expect(quote).toMatchObject({ totalMinor: 35_200, dueNowMinor: 35_200, balanceMinor: 0, taxMinor: 0 });
  });

  it('adds an exclusive tax as a line of its own, rounded by line', () => {
    const quote = price({ item: item({ taxBps: 825, taxBehaviour: 'exclusive', priceMinor: 999, priceBasis: 'booking' }), currency: 'USD', addOns: [{ addOn: 'photos', quantity: 1 }] });
    expect(quote.lineItems.at(-1)).toMatchObject({ kind: 'tax', amountMinor: 82 + 289 });
    expect(quote.lineItems.map(({ taxMinor }) => taxMinor)).toEqual([82, 289, 0]);
    expect(quote).toMatchObject({ subtotalMinor: 4_499, taxMinor: 371, totalMinor: 4_870, taxIncluded: false });
  });

  it('finds the tax inside an inclusive price', () => {
    expect(price({ item: item({ taxBps: 1500, priceMinor: 11_500, priceBasis: 'booking' }) })).toMatchObject({ totalMinor: 11_500, taxMinor: 1_500, taxIncluded: true });
  });

  it('adds what a day and a place cost, by booking, by person, or as a part of the package’s price', () => {
    const { lineItems, totalMinor } = price({
      partySize: 3,
      surcharges: [
        { description: 'Weekend', rate: { kind: 'percent', bps: 1_000 } },
        { description: 'Island', rate: { kind: 'fixed', amountMinor: 400, priceBasis: 'person' } },
        { description: 'Ferry', rate: { kind: 'fixed', amountMinor: 900, priceBasis: 'booking' } },
      ],
    });
    expect(lineItems.slice(1).map((line) => [line.kind, line.description, line.quantity, line.amountMinor])).toEqual([
      ['surcharge', 'Weekend', 1, 2_370], ['surcharge', 'Island', 3, 1_200], ['surcharge', 'Ferry', 1, 900],
    ]);
    expect(totalMinor).toBe(23_700 + 2_370 + 1_200 + 900);
  });

  it('takes a discount off the package and its add-ons, spread over them, before the tax', () => {
    const quote = price({
      item: item({ taxBps: 1_000, taxBehaviour: 'exclusive', priceMinor: 1_000, priceBasis: 'booking', addOns: [addOn('a', 1_000, 'booking'), addOn('b', 1_000, 'booking')] }),
      addOns: [{ addOn: 'a', quantity: 1 }, { addOn: 'b', quantity: 1 }],
      surcharges: [{ description: 'Far', rate: { kind: 'fixed', amountMinor: 500, priceBasis: 'booking' } }],
      discount: { code: 'THOUSAND', rate: { kind: 'amount', amountMinor: 1_000 } },
    });
    expect(quote.lineItems.map((line) => [line.kind, line.amountMinor, line.discountMinor, line.taxMinor])).toEqual([
      ['package', 1_000, 334, 67], ['add_on', 1_000, 333, 67], ['add_on', 1_000, 333, 67], ['surcharge', 500, 0, 50], ['discount', -1_000, 0, 0], ['tax', 251, 0, 0],
    ]);
    expect(quote).toMatchObject({ subtotalMinor: 2_500, discountMinor: 1_000, taxMinor: 251, totalMinor: 2_751 });
  });

  it('never takes off more than there is, and then leaves no tax', () => {
    const free = price({ item: item({ taxBps: 1_900 }), discount: { code: 'GIFT', rate: { kind: 'amount', amountMinor: 1_000_000 } } });
    expect(free).toMatchObject({ discountMinor: 7_900, taxMinor: 0, totalMinor: 0, dueNowMinor: 0, balanceMinor: 0 });
    expect(price({ item: item({ priceMinor: 0 }), discount: { code: 'HALF', rate: { kind: 'percent', bps: 5_000 } } }).lineItems).toHaveLength(1);
  });

  it.each<[string, Deposit, number, number]>([
    ['a percentage, half up', { kind: 'percent', bps: 2_500 }, 9_999, 2_500],
    ['an amount', { kind: 'fixed', amountMinor: 2_000 }, 9_999, 2_000],
    ['an amount above the price', { kind: 'fixed', amountMinor: 20_000 }, 9_999, 9_999],
    ['a deposit below what Stripe charges', { kind: 'percent', bps: 10 }, 9_999, 9_999],
    ['a deposit that leaves a balance below it', { kind: 'fixed', amountMinor: 9_950 }, 9_999, 9_999],
    ['a deposit that leaves just enough', { kind: 'fixed', amountMinor: 9_949 }, 9_999, 9_949],
    ['nothing to pay', { kind: 'percent', bps: 5_000 }, 0, 0],
  ])('asks now for %s', (_, deposit, priceMinor, dueNowMinor) => {
    const quote = price({ item: item({ deposit, priceMinor }) });
    expect(quote).toMatchObject({ dueNowMinor, balanceMinor: priceMinor - dueNowMinor });
  });

  it('asks for everything once the balance would be due', () => {
    const withDeposit = item({ deposit: { kind: 'percent', bps: 2_000 }, balanceDueHours: 48, priceMinor: 10_000 });
    expect(price({ item: withDeposit, startsAt: new Date('2027-03-03T12:00:01Z') })).toMatchObject({ dueNowMinor: 2_000, balanceMinor: 8_000, balanceDueAt: '2027-03-01T12:00:01.000Z' });
    expect(price({ item: withDeposit, startsAt: new Date('2027-03-03T12:00:00Z') })).toMatchObject({ dueNowMinor: 10_000, balanceMinor: 0, balanceDueAt: null });
    expect(price({ item: withDeposit })).toMatchObject({ dueNowMinor: 2_000, balanceDueAt: null });
  });

  it.each([
    [{ partySize: 7, addOns: [] }, '/partySize', 'must be 1 to 6 for this package'],
    [{ partySize: 1, addOns: [{ addOn: 'helicopter', quantity: 1 }] }, '/addOns/0/addOn', 'is not offered with this package'],
    [{ partySize: 1, addOns: [{ addOn: 'photos', quantity: 1 }, { addOn: 'wetsuit', quantity: 2 }] }, '/addOns/1/quantity', 'must be at most 1'],
  ])('refuses %j and names the field', (request, pointer, detail) => {
    try {
      price(request);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect((error as InvalidRequestError).errors).toEqual([{ pointer, detail }]);
    }
  });
});

describe('whatever the prices, the price of a booking', () => {
  /** Two, no and three decimals, and one that is charged in whole units alone. */
  const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'ISK');
  const basis = fc.constantFrom('booking' as const, 'person' as const);
  const input = currency.chain((code) => {
    const { stepMinor } = chargeLimits(code);
    const amount = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 5_000_000 })).map((units) => units * stepMinor);
    const some = amount.map((minor) => minor + stepMinor);
    const surcharge: fc.Arbitrary<Surcharge> = fc.record({
      description: fc.constant('More'),
      rate: fc.oneof(fc.record({ kind: fc.constant('percent' as const), bps: bps(10_000) }), fc.record({ kind: fc.constant('fixed' as const), amountMinor: amount, priceBasis: basis })),
    });
    const discount: fc.Arbitrary<Discount> = fc.record({
      code: fc.constant('LESS'),
      rate: fc.oneof(fc.record({ kind: fc.constant('percent' as const), bps: bps(10_000) }), fc.record({ kind: fc.constant('amount' as const), amountMinor: fc.integer({ min: 1, max: 5_000_000 }) })),
    });
    const deposit: fc.Arbitrary<Deposit> = fc.oneof(
      fc.constant({ kind: 'none' as const }), fc.record({ kind: fc.constant('percent' as const), bps: bps(9_999) }), fc.record({ kind: fc.constant('fixed' as const), amountMinor: some }));
    const packages = fc.record({
      priceMinor: amount, priceBasis: basis, deposit, taxBps: fc.integer({ min: 0, max: 5_000 }), taxBehaviour: fc.constantFrom('inclusive' as const, 'exclusive' as const),
      addOns: fc.tuple(amount, basis, amount, basis).map(([first, ofFirst, second, ofSecond]) => [addOn('a', first, ofFirst), addOn('b', second, ofSecond)]),
    });
    return fc.record({
      item: packages.map((given) => item(given)), currency: fc.constant(code), partySize: fc.integer({ min: 1, max: 6 }),
      addOns: fc.subarray([{ addOn: 'a', quantity: 2 }, { addOn: 'b', quantity: 3 }]), surcharges: fc.array(surcharge, { maxLength: 2 }),
      discount: fc.option(discount), startsAt: fc.constantFrom(null, now, new Date('2028-01-01T00:00:00Z')), now: fc.constant(now),
    });
  });
  const always = (holds: (quote: Quote, given: PriceInput) => void) => () => {
    fc.assert(fc.property(input, (given) => holds(priceBooking(given), given)), { numRuns: 400 });
  };

  it('is the sum of its lines, each of which is its quantity times its unit', always((quote) => {
    expect(quote.lineItems.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.totalMinor);
    expect(quote.lineItems.every((line) => line.amountMinor === line.quantity * line.unitAmountMinor)).toBe(true);
    expect(quote.totalMinor).toBe(quote.subtotalMinor + (quote.taxIncluded ? 0 : quote.taxMinor));
  }));

  it('is negative nowhere but in the one line of the discount', always((quote) => {
    const negative = quote.lineItems.filter(({ amountMinor }) => amountMinor < 0);
    expect(negative.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual(quote.discountMinor > 0 ? [['discount', -quote.discountMinor]] : []);
    const others = [quote.subtotalMinor, quote.discountMinor, quote.taxMinor, quote.totalMinor, quote.dueNowMinor, quote.balanceMinor];
    expect(others.every((amount) => amount >= 0)).toBe(true);
  }));

  it('has a discount that never exceeds what it is taken off, in all and by line, and never touches a surcharge', always((quote) => {
    const base = quote.lineItems.filter(({ kind }) => kind === 'package' || kind === 'add_on');
    expect(quote.discountMinor).toBeLessThanOrEqual(base.reduce((sum, line) => sum + line.amountMinor, 0));
    expect(base.every((line) => line.discountMinor <= line.amountMinor)).toBe(true);
    expect(quote.lineItems.reduce((sum, line) => sum + line.discountMinor, 0)).toBe(quote.discountMinor);
    expect(base.reduce((sum, line) => sum + line.discountMinor, 0)).toBe(quote.discountMinor);
  }));

  it('rounds its tax by line: each is off by half a step at the most, and depends on no other line', always((quote, { item: { taxBps }, currency: code }) => {
    const step = quote.taxIncluded ? 1 : chargeLimits(code).stepMinor;
    for (const line of quote.lineItems.filter(({ kind }) => kind !== 'tax' && kind !== 'discount')) {
      const taxed = line.amountMinor - line.discountMinor;
      expect(Math.abs(line.taxMinor - (taxed * taxBps) / (quote.taxIncluded ? 10_000 + taxBps : 10_000))).toBeLessThanOrEqual(step / 2);
    }
    expect(quote.lineItems.reduce((sum, line) => sum + line.taxMinor, 0)).toBe(quote.taxMinor);
  }));

  it('is the same each time, and its other lines stay when a surcharge is added', always((quote, given) => {
    expect(priceBooking(given)).toEqual(quote);
    const more = priceBooking({ ...given, surcharges: [...given.surcharges, { description: 'One more', rate: { kind: 'percent', bps: 100 } }] });
    expect(kept(more)).toEqual(kept(quote));
  }));

  it('is a deposit and a balance, each of which Stripe takes or there is none', always((quote, { currency: code, startsAt }) => {
    const { minimumMinor } = chargeLimits(code);
    expect(quote.dueNowMinor + quote.balanceMinor).toBe(quote.totalMinor);
    if (quote.balanceMinor > 0) expect(Math.min(quote.dueNowMinor, quote.balanceMinor)).toBeGreaterThanOrEqual(minimumMinor);
    if (startsAt === now) expect(quote.balanceMinor).toBe(0);
  }));

  it('comes in amounts that its currency is charged in: in three decimals they end in 0', always((quote, { currency: code }) => {
    const { stepMinor } = chargeLimits(code);
    expect([quote.totalMinor, quote.dueNowMinor, quote.balanceMinor, quote.discountMinor].map((amount) => amount % stepMinor)).toEqual([0, 0, 0, 0]);
  }));
});
