import { DisputeList, DisputeQuery, type Dispute as ShownDispute } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import type { Sql } from '../../../platform/db/connect.ts';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../../platform/http/api-router.ts';
import { json, problemResponses } from '../../../platform/http/route-responses.ts';
import { withScope, type TenantApiVariables } from '../../tenants/index.ts';
import type { Dispute } from './dispute.ts';
import { listDisputes } from './dispute-repository.ts';

const DEFAULT_LIMIT = 50;

const getDisputes = createRoute({
  method: 'get', path: '/disputes', operationId: 'listDisputes', summary: 'Payments that customers’ banks want back', tags: ['Payments'], ...withScope('payments:read'),
  description: 'Answer them in Stripe’s dashboard, before `evidenceDueBy`.',
  request: { query: DisputeQuery },
  responses: { 200: json(DisputeList, 'Newest first'), ...problemResponses(401, 403, 422, 429) },
});

export function disputeRoutes({ app }: { readonly app: Sql }) {
  return createApiRouter<TenantApiVariables>().openapi(getDisputes, async (c) => {
    const { limit = DEFAULT_LIMIT, after = null, state = 'all' } = c.req.valid('query');
    const open = state === 'all' ? null : state === 'open';
    const disputes = await withTenant(app, c.get('access').scope, (tx) => listDisputes(tx, { limit, after, open }));
    return c.json({ disputes: disputes.map(presentDispute), nextAfter: disputes.length === limit ? (disputes.at(-1)?.id ?? null) : null }, 200);
  });
}

function presentDispute(dispute: Dispute): ShownDispute {
  const { id, bookingId, paymentId, stripeDisputeId, status, reason, amountMinor, currency } = dispute;
  return {
    id, bookingId, paymentId, stripeDisputeId, status, reason, amountMinor, currency,
    isRefundable: dispute.isChargeRefundable,
    evidenceDueBy: dispute.evidenceDueBy?.toISOString() ?? null,
    openedAt: dispute.openedAt.toISOString(),
    closedAt: dispute.closedAt?.toISOString() ?? null,
  };
}
