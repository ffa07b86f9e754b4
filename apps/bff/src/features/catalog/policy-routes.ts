import { CancellationPolicies, CancellationPolicy, PackagePolicyRequest, Slug } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { recordAudit } from '../audit/index.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { PackageNotFoundError } from './errors.ts';
import { findTenantPolicy, listPackagePolicies, updatePackagePolicy, updateTenantPolicy } from './policy-repository.ts';

const tags = ['Cancellation'];
const SlugParam = z.object({ slug: Slug });

const getPolicies = describeRead({
  path: '/cancellation-policies', operationId: 'getCancellationPolicies', summary: 'What goes back of a cancelled booking', tags, scope: 'catalog:read',
  answer: CancellationPolicies, description: 'The policy of all packages, and those of packages of their own',
});

const putPolicy = createRoute({
  method: 'put', path: '/cancellation-policies', operationId: 'setCancellationPolicy', summary: 'Set what goes back of a cancelled booking', tags, ...withScope('catalog:write'),
  description: 'Of packages without a policy of their own. Bookings keep the policy that they were sold with.',
  request: { query: NoQuery, body: jsonBody(CancellationPolicy) },
  responses: { 200: json(CancellationPolicies, 'The policies as they are now'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

const putPackagePolicy = createRoute({
  method: 'put', path: '/packages/{slug}/cancellation-policy', operationId: 'setPackageCancellationPolicy', summary: 'Set a package’s own cancellation policy', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, params: SlugParam, body: jsonBody(PackagePolicyRequest) },
  responses: { 200: json(CancellationPolicies, 'The policies as they are now'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

async function readPolicies(tx: TenantTx): Promise<CancellationPolicies> {
  const [policy, packages] = await Promise.all([findTenantPolicy(tx), listPackagePolicies(tx)]);
  return { policy, packages };
}

export function cancellationPolicyRoutes({ app, clock }: { readonly app: Sql; readonly clock: Clock }) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getPolicies, async (c) => c.json(await withTenant(app, c.get('access').scope, readPolicies), 200))
    .openapi(putPolicy, async (c) => {
      const { actor, requestId, access } = tenantRequestOf(c.var);
      const policy = c.req.valid('json');
      return c.json(await withTenant(app, access.scope, async (tx) => {
        await updateTenantPolicy(tx, policy);
        await recordAudit(tx, { actor, action: 'cancellation_policy.updated', entity: 'tenant', entityId: tx.tenantId, change: { policy }, requestId, at: clock.now() });
        return readPolicies(tx);
      }), 200);
    })
    .openapi(putPackagePolicy, async (c) => {
      const { actor, requestId, access } = tenantRequestOf(c.var);
      const { slug } = c.req.valid('param');
      const { policy } = c.req.valid('json');
      return c.json(await withTenant(app, access.scope, async (tx) => {
        const id = await updatePackagePolicy(tx, slug, policy);
        if (id === null) throw new PackageNotFoundError();
        await recordAudit(tx, { actor, action: 'cancellation_policy.updated', entity: 'package', entityId: id, change: { policy }, requestId, at: clock.now() });
        return readPolicies(tx);
      }), 200);
    });
}
