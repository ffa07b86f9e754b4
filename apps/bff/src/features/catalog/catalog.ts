import type { AddOn, CancellationPolicy, PackageKind, PriceBasis, Question } from '@mais/contract';
import type { Blackout, DateOverride, ResourcePool, WeeklyRange } from '@mais/availability';
import type { PackageId } from '../../platform/ids.ts';

/** When a package can take place, as the slot engine reads it. */
export interface PackageRules {
  readonly weekly: readonly WeeklyRange[];
  readonly overrides: readonly DateOverride[];
  readonly blackouts: readonly Blackout[];
  readonly resources: readonly ResourcePool[];
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly minNoticeMinutes: number;
  readonly bookingWindowDays: number;
  readonly dailyLimit: number | null;
  readonly seats: number | null;
}

/** What is asked for when booking; the rest is due later. */
export type Deposit = { readonly kind: 'none' } | { readonly kind: 'fixed'; readonly amountMinor: number } | { readonly kind: 'percent'; readonly bps: number };

/** What a day adds to a price: an amount, or a part of the package's price. */
export interface DaySurcharge {
  readonly name: string;
  /** ISO, Monday 1; all of them when empty. */
  readonly weekdays: readonly number[];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly percentBps: number | null;
  readonly amountMinor: number | null;
  readonly priceBasis: PriceBasis;
}

/** Where customers are, and what going there costs. */
export interface PricingZone {
  readonly name: string;
  /** Postal codes (10115), prefixes (10*) and ranges (10115..10999). */
  readonly areas: readonly string[];
  /** A shared zone whose areas are added. */
  readonly referenceZone: string | null;
  readonly surchargeMinor: number;
  readonly priceBasis: PriceBasis;
}

export interface CatalogPackage {
  readonly id: PackageId;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly category: string | null;
  readonly image: string | null;
  readonly kind: PackageKind;
  /** `archived` ones are there for their bookings alone. */
  readonly visibility: 'public' | 'hidden' | 'archived';
  readonly priceMinor: number;
  readonly priceBasis: PriceBasis;
  readonly taxBps: number;
  readonly taxBehaviour: 'inclusive' | 'exclusive';
  readonly deposit: Deposit;
  /** What the tenant's zones do: nothing, add a surcharge, or also bound where the package is offered. */
  readonly zonePolicy: 'none' | 'surcharge' | 'service_area';
  readonly daySurcharges: readonly DaySurcharge[];
  /** Whether a promo code could be used for it. */
  readonly takesPromoCode: boolean;
  /** Whether customers may wait for a time of it that is full. */
  readonly takesWaitlist: boolean;
  /** How long before the start the balance is due. */
  readonly balanceDueHours: number;
  /** Whether the method that pays the deposit is kept for the balance, or a link is sent for it. */
  readonly collectsBalanceBy: 'saved_method' | 'link';
  /** The package's own, or the tenant's. */
  readonly cancellationPolicy: CancellationPolicy;
  readonly minPartySize: number;
  readonly maxPartySize: number;
  readonly addOns: readonly AddOn[];
  readonly questions: readonly Question[];
  readonly rules: PackageRules;
}

/** Everything that a tenant offers, in the order in which it is shown. */
export interface Catalog {
  readonly packages: readonly CatalogPackage[];
  /** In the order in which they are looked through. */
  readonly zones: readonly PricingZone[];
}

export function findPackage(catalog: Catalog, slug: string): CatalogPackage | null {
  return catalog.packages.find((candidate) => candidate.slug === slug) ?? null;
}
