import type { CommissionReport, OutstandingReport, PayoutReport } from '@mais/contract';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import type { Tenant } from '../tenants/index.ts';
import { listCommission, listOutstanding, listPayouts } from './reports-repository.ts';
import { commissionReport, outstandingReport, payoutReport, type Report } from './reports.ts';

interface ReportContext {
  readonly app: Sql;
  readonly clock: { now(): Date };
}

interface Of {
  readonly tenant: Pick<Tenant, 'timeZone'>;
  readonly scope: TenantScope;
}

/** The last twelve months when none are named. */
export async function readCommission({ app, clock }: ReportContext, { tenant, scope }: Of, { from, to }: { from?: string | undefined; to?: string | undefined }): Promise<Report<CommissionReport>> {
  const last = to ?? dayIn(tenant.timeZone, clock.now()).slice(0, 7);
  const months = { from: from ?? `${Number(last.slice(0, 4)) - 1}${last.slice(4)}`, to: last };
  return commissionReport(await withTenant(app, scope, (tx) => listCommission(tx, months, tenant.timeZone)));
}

/** The last 31 days when none are named. */
export async function readPayouts({ app, clock }: ReportContext, { tenant, scope }: Of, { from, to }: { from?: string | undefined; to?: string | undefined }): Promise<Report<PayoutReport>> {
  const last = to ?? dayIn(tenant.timeZone, clock.now());
  const days = { from: from ?? new Date(Date.parse(last) - 30 * 86_400_000).toISOString().slice(0, 10), to: last };
  return payoutReport(await withTenant(app, scope, (tx) => listPayouts(tx, days, tenant.timeZone)));
}

export async function readOutstanding({ app }: ReportContext, { scope }: Of): Promise<Report<OutstandingReport>> {
  return outstandingReport(await withTenant(app, scope, listOutstanding));
}

function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
