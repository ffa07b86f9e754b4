import type { DaySurcharge, PricingZone, PromoCode } from '@mais/contract';
import type { DaySurchargeRow } from './day-surcharge-repository.ts';
import type { PromoCodeRow } from './promo-repository.ts';
import type { ZoneRow } from './zone-repository.ts';

export function presentPromoCode(row: PromoCodeRow): PromoCode {
  return {
    id: row.id,
    code: row.code,
    percentBps: row.percentBps,
    amountMinor: row.amountMinor,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    maxUses: row.maxUses,
    maxUsesPerCustomer: row.maxUsesPerCustomer,
    packages: row.forAllPackages ? null : [...row.packages],
    active: row.active,
    uses: row.uses,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function presentDaySurcharge({ forAllPackages, packages, weekdays, ...row }: DaySurchargeRow): DaySurcharge {
  return { ...row, weekdays: [...weekdays], packages: forAllPackages ? null : [...packages] };
}

export function presentZone(row: ZoneRow): PricingZone {
  return {
    id: row.id,
    name: row.name,
    areas: [...row.areas],
    referenceZone: row.referenceZone,
    surchargeMinor: row.surchargeMinor,
    priceBasis: row.priceBasis,
    position: row.position,
    active: row.active,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
