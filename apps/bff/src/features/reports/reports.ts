import type { CommissionReport, OutstandingReport, PayoutReport } from '@mais/contract';
import { writeCsv } from '../../platform/csv/write-csv.ts';

export interface CommissionRow {
  readonly month: string;
  readonly currency: string;
  readonly chargedMinor: number;
  readonly refundedMinor: number;
  readonly commissionMinor: number;
  readonly commissionRefundedMinor: number;
  readonly commissionNetMinor: number;
  readonly stripeFeesMinor: number;
}

export interface PayoutRow {
  readonly stripePayoutId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly initiatedAt: Date;
  readonly arrivesAt: Date;
  readonly failureCode: string | null;
}

export interface OutstandingRow {
  readonly bookingId: string;
  readonly reference: string;
  readonly status: string;
  readonly customerName: string;
  readonly customerEmail: string;
  readonly startsAt: Date;
  readonly currency: string;
  readonly totalMinor: number;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  readonly owedMinor: number;
}

/** A report in both of its forms. */
export interface Report<Body> {
  readonly body: Body;
  readonly csv: string;
}

export function commissionReport(rows: readonly CommissionRow[]): Report<CommissionReport> {
  const columns = ['month', 'currency', 'chargedMinor', 'refundedMinor', 'commissionMinor', 'commissionRefundedMinor', 'commissionNetMinor', 'stripeFeesMinor'] as const;
  return { body: { months: [...rows] }, csv: writeCsv(columns, rows) };
}

export function payoutReport(rows: readonly PayoutRow[]): Report<PayoutReport> {
  const columns = ['stripePayoutId', 'status', 'currency', 'amountMinor', 'initiatedAt', 'arrivesAt', 'failureCode'] as const;
  const payouts = rows.map((row) => ({ ...row, initiatedAt: row.initiatedAt.toISOString(), arrivesAt: row.arrivesAt.toISOString() }));
  return { body: { payouts }, csv: writeCsv(columns, rows) };
}

export function outstandingReport(rows: readonly OutstandingRow[]): Report<OutstandingReport> {
  const columns = ['bookingId', 'reference', 'status', 'customerName', 'customerEmail', 'startsAt', 'currency', 'totalMinor', 'paidMinor', 'refundedMinor', 'owedMinor'] as const;
  return { body: { bookings: rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() })) }, csv: writeCsv(columns, rows) };
}
