import { addDays, localDayOf } from '@mais/availability';
import type { Availability, FirstView } from '@mais/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { listAvailability } from '../availability/index.ts';
import { findPackage, presentCatalog, presentPackage, type CatalogPackage, type Catalogs } from '../catalog/index.ts';
import type { Payments } from '../payments/index.ts';
import type { TenantAccess } from '../tenants/index.ts';
import { presentWidgetConfig } from './present-config.ts';

export interface FirstViewDeps {
  readonly app: Sql;
  readonly clock: Clock;
  readonly catalogs: Catalogs;
  readonly payments: Payments;
}

/** Gathers what the widget shows first, so that it needs no further round trip. */
export async function buildFirstView(
  deps: FirstViewDeps,
  access: TenantAccess,
  input: { key: string | null; hostOrigin: string | null; packageSlug: string | undefined },
): Promise<FirstView> {
  const catalog = await deps.catalogs.offered(access);
  const { packages } = presentCatalog(catalog, access.tenant.currency);
  const selected = input.packageSlug === undefined ? null : findPackage(catalog, input.packageSlug);
  if (selected?.visibility === 'hidden') packages.push(presentPackage(selected, access.tenant.currency));
  const shown = selected ?? catalog.packages.find((item) => item.visibility === 'public');
  return {
    mode: input.hostOrigin === null ? 'hosted' : 'embed',
    key: input.key,
    hostOrigin: input.hostOrigin,
    config: presentWidgetConfig(access, deps.payments),
    packages,
    selectedPackage: selected?.slug ?? null,
    availability: shown ? await firstBookableMonth(deps, access, shown) : null,
    serverNow: deps.clock.now().toISOString(),
  };
}

/** This month, or the first one with something free: a long notice would else show a month without a day to choose. */
async function firstBookableMonth(deps: FirstViewDeps, access: TenantAccess, item: CatalogPackage): Promise<Availability> {
  const month = monthOf(localDayOf(deps.clock.now().getTime(), access.tenant.timeZone));
  const ask = (range: { from: string; to: string }) =>
    listAvailability(deps, access, { item, ...range, partySize: undefined, timeZone: undefined });
  const current = await ask(month);
  const next = current.nextAvailableDay;
  return next === null || next <= month.to ? current : ask(monthOf(next));
}

function monthOf(day: string): { from: string; to: string } {
  const from = `${day.slice(0, 8)}01`;
  const intoNext = addDays(from, 31);
  return { from, to: addDays(`${intoNext.slice(0, 8)}01`, -1) };
}
