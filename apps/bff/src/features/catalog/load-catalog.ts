import type { AddOn, Question } from '@mais/contract';
import type { DateOverride } from '@mais/availability';
import type { Sql } from '../../platform/db/connect.ts';
import { readWithTenant, type TenantScope, type TenantTx } from '../../platform/db/with-tenant.ts';
import type { PackageId } from '../../platform/ids.ts';
import { showablePicture } from '../tenants/index.ts';
import type { Catalog, CatalogPackage, Deposit, PackageRules } from './catalog.ts';
import {
  listBlackouts, listDateOverrides, listPackageAddOns, listPackageDaySurcharges, listPackageQuestions, listPackageResources, listPackageRows, listPackagesWithPromoCodes,
  listScheduleRules, listZones,
  type AddOnRow, type BlackoutRow, type DateOverrideRow, type DaySurchargeRow, type PackageResourceRow, type PackageRow, type QuestionRow, type ScheduleRuleRow,
} from './repository.ts';

interface CatalogRows {
  readonly packages: readonly PackageRow[];
  readonly resources: readonly PackageResourceRow[];
  readonly addOns: readonly AddOnRow[];
  readonly questions: readonly QuestionRow[];
  readonly rules: readonly ScheduleRuleRow[];
  readonly overrides: readonly DateOverrideRow[];
  readonly blackouts: readonly BlackoutRow[];
  readonly daySurcharges: readonly DaySurchargeRow[];
  readonly withPromoCodes: ReadonlySet<PackageId>;
}

/** Reads a tenant's whole catalog in one flight. Overrides and blackouts that are over since yesterday are left out. */
export async function loadCatalog(app: Sql, scope: TenantScope, now: Date): Promise<Catalog> {
  return toCatalog(await readWithTenant(app, scope, (tx) => queriesFor(tx, now)));
}

/** Reads it over the transaction's own connection. */
export async function loadCatalogWithin(tx: TenantTx, now: Date): Promise<Catalog> {
  return toCatalog(await Promise.all(queriesFor(tx, now)));
}

function queriesFor(tx: TenantTx, now: Date) {
  const since = new Date(now.getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
  return [
    listPackageRows(tx),
    listPackageResources(tx),
    listPackageAddOns(tx),
    listPackageQuestions(tx),
    listScheduleRules(tx),
    listDateOverrides(tx, since),
    listBlackouts(tx, since),
    listPackageDaySurcharges(tx, since),
    listZones(tx),
    listPackagesWithPromoCodes(tx, now),
  ] as const;
}

type Answers<Queries extends readonly unknown[]> = { readonly [Index in keyof Queries]: Awaited<Queries[Index]> };

function toCatalog([packages, resources, addOns, questions, rules, overrides, blackouts, daySurcharges, zones, withPromoCodes]: Answers<ReturnType<typeof queriesFor>>): Catalog {
  const rows: CatalogRows = { packages, resources, addOns, questions, rules, overrides, blackouts, daySurcharges, withPromoCodes: new Set(withPromoCodes.map(({ packageId }) => packageId)) };
  return { packages: packages.map((row) => toPackage(row, rows)), zones };
}

function toPackage(row: PackageRow, rows: CatalogRows): CatalogPackage {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    description: row.description,
    category: row.category,
    image: showablePicture(row.image),
    kind: row.kind,
    visibility: row.visibility,
    priceMinor: row.priceMinor,
    priceBasis: row.priceBasis,
    taxBps: row.taxBps,
    taxBehaviour: row.taxBehaviour,
    deposit: toDeposit(row),
    zonePolicy: row.zonePolicy,
    daySurcharges: rows.daySurcharges.filter((surcharge) => surcharge.packageId === row.id),
    takesWaitlist: row.takesWaitlist,
    takesPromoCode: rows.withPromoCodes.has(row.id),
    balanceDueHours: row.balanceDueHours,
    collectsBalanceBy: row.collectsBalanceBy,
    cancellationPolicy: row.cancellationPolicy,
    minPartySize: row.minPartySize,
    maxPartySize: row.maxPartySize,
    addOns: rows.addOns.filter((addOn) => addOn.packageId === row.id).map(toAddOn),
    questions: rows.questions.filter((question) => question.packageId === row.id).map(toQuestion),
    rules: toRules(row, rows),
  };
}

function toDeposit({ depositKind, depositMinor, depositBps }: PackageRow): Deposit {
  if (depositKind === 'fixed') return { kind: 'fixed', amountMinor: depositMinor ?? 0 };
  return depositKind === 'percent' ? { kind: 'percent', bps: depositBps ?? 0 } : { kind: 'none' };
}

function toAddOn(row: AddOnRow): AddOn {
  const { packageId: _, ...addOn } = row;
  return addOn;
}

function toQuestion(row: QuestionRow): Question {
  const { packageId: _, ...question } = row;
  return question;
}

function toRules(row: PackageRow, rows: CatalogRows): PackageRules {
  const resources = rows.resources.filter((resource) => resource.packageId === row.id);
  const resourceIds = new Set(resources.map((resource) => resource.resourceId));
  return {
    weekly: rows.rules.filter((rule) => rule.scheduleId === row.scheduleId),
    overrides: toOverrides(rows.overrides.filter((override) => override.scheduleId === row.scheduleId)),
    blackouts: rows.blackouts.filter((blackout) => blackout.resourceId === null || resourceIds.has(blackout.resourceId)),
    resources: resources.map(({ resourceId, units }) => ({ resourceId, units })),
    // Whole days have no duration of their own; the engine ignores both for them.
    durationMinutes: row.durationMinutes ?? 1440,
    stepMinutes: row.stepMinutes ?? 1440,
    bufferBeforeMinutes: row.bufferBeforeMinutes,
    bufferAfterMinutes: row.bufferAfterMinutes,
    minNoticeMinutes: row.minNoticeMinutes,
    bookingWindowDays: row.bookingWindowDays,
    dailyLimit: row.dailyLimit,
    seats: row.seats,
  };
}

function toOverrides(rows: readonly DateOverrideRow[]): DateOverride[] {
  const byDay = Map.groupBy(rows, (row) => row.dayLocal);
  return [...byDay].map(([dayLocal, ofDay]) => ({
    dayLocal,
    ranges: ofDay.flatMap(({ startMinute, endMinute }) => (startMinute === null || endMinute === null ? [] : [{ startMinute, endMinute }])),
  }));
}
