import { WaitlistList, WaitlistQuery, WaitlistSettings, WaitlistSettingsChange } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { WaitlistEntryId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { removeEntry } from './answer-offer.ts';
import { presentEntry } from './entry.ts';
import { findOfferMinutes, listEntries, upsertOfferMinutes } from './waitlist-repository.ts';
import type { WaitlistContext } from './waitlist-context.ts';

const DEFAULT_LIMIT = 50;
const tags = ['Waitlist'];

const getEntries = createRoute({
  method: 'get', path: '/waitlist', operationId: 'listWaitlist', summary: 'Who waits, and what became of who did', tags, ...withScope('bookings:read'),
  request: { query: WaitlistQuery },
  responses: { 200: json(WaitlistList, 'In the order of the line'), ...problemResponses(401, 403, 422, 429) },
});

const deleteEntry = createRoute({
  method: 'delete', path: '/waitlist/{id}', operationId: 'removeWaitlistEntry', summary: 'Take somebody off the line', tags, ...withScope('bookings:write'),
  description: 'What was offered to them goes to the next. One that is over already stays as it is.',
  request: { query: NoQuery, params: IdParam },
  responses: { 204: { description: 'Off the line' }, ...problemResponses(401, 403, 404, 409, 422, 429) },
});

const getSettings = describeRead({
  path: '/waitlist-settings', operationId: 'getWaitlistSettings', summary: 'How the waitlist works', tags, scope: 'settings:read',
  answer: WaitlistSettings, description: 'The settings, of both modes',
});

const putSettings = createRoute({
  method: 'put', path: '/waitlist-settings', operationId: 'setWaitlistSettings', summary: 'Replace how the waitlist works', tags, ...withScope('settings:write'),
  description: 'Offers that were made already end when they said they would.',
  request: { query: NoQuery, body: jsonBody(WaitlistSettingsChange) },
  responses: { 200: json(WaitlistSettings, 'The settings as they are now'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

/** The waitlist for the tenant's own servers. */
export function tenantWaitlistRoutes(context: WaitlistContext) {
  const { app, clock } = context;
  return createApiRouter<TenantApiVariables>()
    .openapi(getEntries, async (c) => {
      const { limit = DEFAULT_LIMIT, after = null, status = null, package: packageSlug = null, day: dayLocal = null } = c.req.valid('query');
      const { tenant, scope } = c.get('access');
      const rows = await withTenant(app, scope, (tx) => listEntries(tx, { limit, after, status, packageSlug, dayLocal }));
      const entries = rows.map((row) => ({ ...presentEntry(row, tenant.timeZone), customer: { name: row.name, email: row.email } }));
      return c.json({ entries, nextAfter: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }, 200);
    })
    .openapi(deleteEntry, async (c) => {
      await removeEntry(context, { ...tenantRequestOf(c.var), id: c.req.valid('param').id as WaitlistEntryId });
      return c.body(null, 204);
    })
    .openapi(getSettings, async (c) => {
      const offerMinutes = await withTenant(app, c.get('access').scope, findOfferMinutes);
      return c.json({ offerMinutes }, 200);
    })
    .openapi(putSettings, async (c) => {
      const { actor, requestId } = tenantRequestOf(c.var);
      const { offerMinutes } = c.req.valid('json');
      await withTenant(app, c.get('access').scope, async (tx) => {
        const before = await findOfferMinutes(tx);
        await upsertOfferMinutes(tx, offerMinutes, clock.now());
        await recordAudit(tx, {
          actor, action: 'waitlist_settings.updated', entity: 'tenant', entityId: tx.tenantId, change: { offerMinutes: { from: before, to: offerMinutes } }, requestId, at: clock.now(),
        });
      });
      return c.json({ offerMinutes }, 200);
    });
}
