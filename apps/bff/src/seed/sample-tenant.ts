import type { Branding, CancellationPolicy, PackageKind, PriceBasis, QuestionKind } from '@mais/contract';

/** Minutes of the local day, from and to. */
export type Hours = readonly [startMinute: number, endMinute: number];

export interface SampleSchedule {
  readonly name: string;
  /** ISO weekdays, Monday 1. */
  readonly weekdays: readonly number[];
  readonly hours: readonly Hours[];
  /** Days from the day of seeding on which it is closed. */
  readonly closedInDays?: readonly number[];
}

export interface SamplePackage {
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly category?: string;
  readonly kind: PackageKind;
  readonly priceMinor: number;
  readonly priceBasis?: PriceBasis;
  readonly party?: readonly [min: number, max: number];
  readonly schedule: string;
  readonly resources: readonly string[];
  readonly durationMinutes?: number;
  readonly stepMinutes?: number;
  readonly buffersMinutes?: readonly [before: number, after: number];
  readonly seats?: number;
  readonly noticeMinutes: number;
  readonly windowDays: number;
  readonly addOns?: readonly string[];
  /** What is asked for when booking, and how long before the start the rest is due. */
  readonly deposit?: { readonly bps: number; readonly balanceDueHours: number };
  readonly zonePolicy?: 'surcharge' | 'service_area';
}

export interface SamplePromoCode {
  readonly code: string;
  readonly percentBps: number;
  readonly packages: readonly string[];
}

export interface SampleZone {
  readonly name: string;
  readonly areas: readonly string[];
  readonly surchargeMinor: number;
}

export interface SampleAddOn {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: number;
  readonly priceBasis?: PriceBasis;
  readonly maxQuantity: number;
}

export interface SampleQuestion {
  readonly slug: string;
  readonly kind: QuestionKind;
  readonly label: string;
  readonly help?: string;
  readonly about?: 'booking' | 'customer';
  readonly required?: boolean;
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** All of them when left out. */
  readonly packages?: readonly string[];
}

export interface SampleTenant {
  readonly slug: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly commissionBps: number;
  readonly taxBps: number;
  readonly branding: Partial<Branding>;
  readonly resources: readonly { readonly name: string; readonly units: number }[];
  readonly schedules: readonly SampleSchedule[];
  /** All of it until a day before when left out. */
  readonly cancellation?: CancellationPolicy;
  /** Days from the day of seeding, both included. */
  readonly blackouts?: readonly { readonly fromInDays: number; readonly toInDays: number; readonly reason: string }[];
  readonly addOns: readonly SampleAddOn[];
  readonly packages: readonly SamplePackage[];
  readonly questions?: readonly SampleQuestion[];
  readonly promoCodes?: readonly SamplePromoCode[];
  /** In the order in which they are looked through. */
  readonly zones?: readonly SampleZone[];
}

export const hour = 60;
export const day = 24 * hour;
