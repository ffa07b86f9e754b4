import { BalanceSettings, BalanceSettingsShown } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { recordAudit } from '../audit/index.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { findCollectsBalanceBy, listBalanceDueHours, updateBalanceDueHours, updateCollectsBalanceBy } from './policy-repository.ts';

const tags = ['Balances'];

const getSettings = describeRead({
  path: '/balance-settings', operationId: 'getBalanceSettings', summary: 'How balances are collected', tags, scope: 'settings:read',
  answer: BalanceSettingsShown, description: 'The settings, of both modes',
});

const putSettings = createRoute({
  method: 'put', path: '/balance-settings', operationId: 'setBalanceSettings', summary: 'Set how balances are collected', tags, ...withScope('settings:write'),
  description: 'Of bookings that are sold from now on.',
  request: { query: NoQuery, body: jsonBody(BalanceSettings) },
  responses: { 200: json(BalanceSettingsShown, 'The settings as they are now'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

async function readSettings(tx: TenantTx): Promise<BalanceSettingsShown> {
  const [collectBy, packages] = await Promise.all([findCollectsBalanceBy(tx), listBalanceDueHours(tx)]);
  return { collectBy, packages };
}

export function balanceRoutes({ app, clock }: { readonly app: Sql; readonly clock: Clock }) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getSettings, async (c) => c.json(await withTenant(app, c.get('access').scope, readSettings), 200))
    .openapi(putSettings, async (c) => {
      const { actor, requestId, access } = tenantRequestOf(c.var);
      const { collectBy, dueHours } = c.req.valid('json');
      return c.json(await withTenant(app, access.scope, async (tx) => {
        await updateCollectsBalanceBy(tx, collectBy);
        if (dueHours !== undefined) await updateBalanceDueHours(tx, dueHours);
        await recordAudit(tx, { actor, action: 'balance_settings.updated', entity: 'tenant', entityId: tx.tenantId, change: { collectBy, dueHours: dueHours ?? null }, requestId, at: clock.now() });
        return readSettings(tx);
      }), 200);
    });
}
