import { lockForTransaction } from '../../platform/db/locks.ts';
import type { TenantTx } from '../../platform/db/with-tenant.ts';
import { newId, type BookingId, type PackageId, type PromoCodeId } from '../../platform/ids.ts';
import type { Discount } from './price-booking.ts';

export interface PromoCodeRow {
  readonly id: PromoCodeId;
  readonly code: string;
  readonly kind: 'percent' | 'amount';
  readonly percentBps: number | null;
  readonly amountMinor: number | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** In each mode. */
  readonly maxUses: number | null;
  readonly maxUsesPerCustomer: number | null;
  readonly forAllPackages: boolean;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The packages that it is for, where it isn't for all. */
  readonly packages: readonly string[];
  /** How often it is used in the transaction's mode. */
  readonly uses: number;
}

/** @param code in capitals */
export async function findPromoCodeByCode(tx: TenantTx, code: string): Promise<PromoCodeRow | null> {
  const [row] = await tx.sql<PromoCodeRow[]>`select ${columns(tx)} from promo_codes where tenant_id = ${tx.tenantId} and code = ${code}`;
  return row ?? null;
}

/**
 * Claims a use of a code for a booking, under the code's lock, so that two bookings can't both have the last one. The booking's row
 * must be there already.
 * @returns false when the code was used as often as it may be, by all or by this customer
 */
export async function claimUse(tx: TenantTx, code: Pick<PromoCodeRow, 'id'>, use: { bookingId: BookingId; now: Date }): Promise<boolean> {
  const [, claimed] = await Promise.all([
    lockForTransaction(tx, 'promo_code', code.id),
    tx.sql`
      insert into promo_uses (tenant_id, id, livemode, promo_code_id, booking_id, customer_id, code, percent_bps, amount_minor, claimed_at)
      select ${tx.tenantId}, ${newId()}, ${tx.livemode}, promo_codes.id, bookings.id, bookings.customer_id, promo_codes.code, promo_codes.percent_bps,
        promo_codes.amount_minor, ${use.now}
      from promo_codes join bookings on bookings.tenant_id = promo_codes.tenant_id and bookings.id = ${use.bookingId}
      where promo_codes.tenant_id = ${tx.tenantId} and promo_codes.id = ${code.id} and ${hasUsesLeft(tx)}
      returning id`.execute(),
  ]);
  return claimed.length > 0;
}

/** Gives the booking's use back, if it has one: others may have it now. */
export function releaseUse(tx: TenantTx, bookingId: BookingId, now: Date) {
  return tx.sql`update promo_uses set released_at = ${now} where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} and released_at is null`.execute();
}

/**
 * Takes the use that a booking gave back once more, for one that was paid late.
 * @returns false when others have used the code up in the meantime; true also for a booking without a code
 */
export async function reclaimUse(tx: TenantTx, bookingId: BookingId): Promise<boolean> {
  const [given] = await tx.sql<{ promoCodeId: PromoCodeId }[]>`
    select promo_code_id from promo_uses where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} and released_at is not null`;
  if (!given) return true;
  const [, taken] = await Promise.all([
    lockForTransaction(tx, 'promo_code', given.promoCodeId),
    tx.sql`
      update promo_uses set released_at = null from promo_codes, bookings
      where promo_uses.tenant_id = ${tx.tenantId} and promo_uses.booking_id = ${bookingId}
        and promo_codes.tenant_id = ${tx.tenantId} and promo_codes.id = promo_uses.promo_code_id
        and bookings.tenant_id = ${tx.tenantId} and bookings.id = promo_uses.booking_id and ${hasUsesLeft(tx)}`.execute(),
  ]);
  return taken.count > 0;
}

/** Of `promo_codes`, for the customer of `bookings`. */
function hasUsesLeft({ sql, tenantId, livemode }: TenantTx) {
  return sql`(max_uses is null or max_uses > (
      select count(*) from promo_uses as used where used.tenant_id = ${tenantId} and used.promo_code_id = promo_codes.id
        and used.livemode = ${livemode} and used.released_at is null))
    and (max_uses_per_customer is null or max_uses_per_customer > (
      select count(*) from promo_uses as used where used.tenant_id = ${tenantId} and used.promo_code_id = promo_codes.id
        and used.livemode = ${livemode} and used.customer_id = bookings.customer_id and used.released_at is null))`;
}

/** What the code that a booking used took off then. */
export async function findUsedCode(tx: TenantTx, bookingId: BookingId): Promise<Discount | null> {
  const [row] = await tx.sql<{ code: string; percentBps: number | null; amountMinor: number | null }[]>`
    select code, percent_bps, amount_minor from promo_uses where tenant_id = ${tx.tenantId} and booking_id = ${bookingId} and released_at is null`;
  if (!row) return null;
  return { code: row.code, rate: row.percentBps === null ? { kind: 'amount', amountMinor: row.amountMinor ?? 0 } : { kind: 'percent', bps: row.percentBps } };
}

/** Newest first. @param before the oldest of those that are known already */
export async function listPromoCodes(tx: TenantTx, before: PromoCodeId | null, limit: number): Promise<PromoCodeRow[]> {
  return tx.sql<PromoCodeRow[]>`
    select ${columns(tx)} from promo_codes where tenant_id = ${tx.tenantId} and (${before}::uuid is null or id < ${before}) order by id desc limit ${limit}`;
}

export async function findPromoCode(tx: TenantTx, id: PromoCodeId): Promise<PromoCodeRow | null> {
  const [row] = await tx.sql<PromoCodeRow[]>`select ${columns(tx)} from promo_codes where tenant_id = ${tx.tenantId} and id = ${id}`;
  return row ?? null;
}

export type PromoCodeTerms = Pick<PromoCodeRow, 'code' | 'percentBps' | 'amountMinor' | 'startsAt' | 'endsAt' | 'maxUses' | 'maxUsesPerCustomer' | 'forAllPackages' | 'active'>;

/**
 * Adds a code, or gives the one of this id new terms.
 * @returns false when another code has these letters
 */
export async function storePromoCode(tx: TenantTx, id: PromoCodeId, terms: PromoCodeTerms, now: Date): Promise<boolean> {
  const kind = terms.percentBps === null ? 'amount' : 'percent';
  const { code, percentBps, amountMinor, startsAt, endsAt, maxUses, maxUsesPerCustomer, forAllPackages, active } = terms;
  // Two who want the same letters wait for each other here, before either looks; both modes share the codes.
  const [, stored] = await Promise.all([
    lockForTransaction({ ...tx, livemode: true }, 'promo_code', code),
    tx.sql`
      insert into promo_codes (tenant_id, id, code, kind, percent_bps, amount_minor, starts_at, ends_at, max_uses, max_uses_per_customer, for_all_packages,
        active, created_at, updated_at)
      select ${tx.tenantId}, ${id}, ${code}, ${kind}, ${percentBps}::int, ${amountMinor}::bigint, ${startsAt}::timestamptz, ${endsAt}::timestamptz, ${maxUses}::int,
        ${maxUsesPerCustomer}::int, ${forAllPackages}, ${active}, ${now}::timestamptz, ${now}::timestamptz
      where not exists (select 1 from promo_codes where tenant_id = ${tx.tenantId} and code = ${code} and id <> ${id})
      on conflict (tenant_id, id) do update set code = excluded.code, kind = excluded.kind, percent_bps = excluded.percent_bps, amount_minor = excluded.amount_minor,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, max_uses = excluded.max_uses, max_uses_per_customer = excluded.max_uses_per_customer,
        for_all_packages = excluded.for_all_packages, active = excluded.active, updated_at = excluded.updated_at`.execute(),
  ]);
  return stored.count > 0;
}

export async function replacePackages(tx: TenantTx, id: PromoCodeId, packageIds: readonly PackageId[]): Promise<void> {
  await tx.sql`delete from promo_code_packages where tenant_id = ${tx.tenantId} and promo_code_id = ${id}`;
  await tx.sql`
    insert into promo_code_packages (tenant_id, promo_code_id, package_id)
    select ${tx.tenantId}, ${id}, package_id from unnest(${tx.sql.array([...packageIds], 25)}::uuid[]) as package_id`;
}

function columns({ sql, tenantId, livemode }: TenantTx) {
  return sql`id, code, kind, percent_bps, amount_minor, starts_at, ends_at, max_uses, max_uses_per_customer, for_all_packages, active, created_at, updated_at,
    array(select packages.slug from promo_code_packages join packages on packages.tenant_id = promo_code_packages.tenant_id and packages.id = promo_code_packages.package_id
      where promo_code_packages.tenant_id = ${tenantId} and promo_code_packages.promo_code_id = promo_codes.id order by packages.slug) as packages,
    (select count(*)::int from promo_uses where promo_uses.tenant_id = ${tenantId} and promo_uses.promo_code_id = promo_codes.id
      and promo_uses.livemode = ${livemode} and promo_uses.released_at is null) as uses`;
}
