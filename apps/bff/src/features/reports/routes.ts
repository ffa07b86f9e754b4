import { CommissionQuery, CommissionReport, OutstandingQuery, OutstandingReport, PayoutQuery, PayoutReport } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { problemResponses } from '../../platform/http/route-responses.ts';
import { withScope, type TenantApiVariables } from '../tenants/index.ts';
import { readCommission, readOutstanding, readPayouts } from './read-report.ts';

const tags = ['Reports'];

/** JSON, or CSV where the query asks for it. */
function report<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { 200: { description, content: { 'application/json': { schema }, 'text/csv': { schema: z.string() } } }, ...problemResponses(401, 403, 422, 429) };
}

const getCommission = createRoute({
  method: 'get', path: '/reports/commission', operationId: 'reportCommission', summary: 'Charges, commission and Stripe’s fees by month', tags, ...withScope('payments:read'),
  description: 'From the ledger, in your time zone; the last twelve months when none are named.',
  request: { query: CommissionQuery },
  responses: report(CommissionReport, 'A row for each month and currency'),
});

const getPayouts = createRoute({
  method: 'get', path: '/reports/payouts', operationId: 'reportPayouts', summary: 'What was paid out', tags, ...withScope('payments:read'),
  description: 'The last 31 days when none are named.',
  request: { query: PayoutQuery },
  responses: report(PayoutReport, 'Newest first'),
});

const getOutstanding = createRoute({
  method: 'get', path: '/reports/outstanding-balances', operationId: 'reportOutstanding', summary: 'Bookings that have not been paid whole', tags, ...withScope('payments:read'),
  request: { query: OutstandingQuery },
  responses: report(OutstandingReport, 'By their start'),
});

export function reportRoutes(context: { readonly app: Sql; readonly clock: Clock }) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getCommission, async (c) => {
      const { format, ...months } = c.req.valid('query');
      const { body, csv } = await readCommission(context, c.get('access'), months);
      return format === 'csv' ? c.body(csv, 200, csvHeaders('commission')) : c.json(body, 200);
    })
    .openapi(getPayouts, async (c) => {
      const { format, ...days } = c.req.valid('query');
      const { body, csv } = await readPayouts(context, c.get('access'), days);
      return format === 'csv' ? c.body(csv, 200, csvHeaders('payouts')) : c.json(body, 200);
    })
    .openapi(getOutstanding, async (c) => {
      const { body, csv } = await readOutstanding(context, c.get('access'));
      return c.req.valid('query').format === 'csv' ? c.body(csv, 200, csvHeaders('outstanding-balances')) : c.json(body, 200);
    });
}

function csvHeaders(name: string) {
  return { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': `attachment; filename="${name}.csv"` };
}
