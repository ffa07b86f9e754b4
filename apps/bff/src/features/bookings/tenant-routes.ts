import { TenantBookingDetail, TenantBookingList, TenantBookingQuery, TenantCancellationRequest, TenantRescheduleRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { emptyBody, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { BookingId } from '../../platform/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { findBookingForUpdate, listBookingIds, raiseManageVersion } from './booking-repository.ts';
import { cancelAsTenant } from './cancel-booking.ts';
import type { BookingsContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';
import { rescheduleAsTenant } from './reschedule-booking.ts';
import { readTenantBooking, readTenantBookingDetail } from './tenant-bookings.ts';

const DEFAULT_LIMIT = 50;
const tags = ['Bookings'];

const getBookings = createRoute({
  method: 'get', path: '/bookings', operationId: 'listTenantBookings', summary: 'Bookings', tags, ...withScope('bookings:read'),
  request: { query: TenantBookingQuery },
  responses: { 200: json(TenantBookingList, 'Newest first'), ...problemResponses(401, 403, 422, 429) },
});

const getOne = createRoute({
  method: 'get', path: '/bookings/{id}', operationId: 'getTenantBooking', summary: 'One booking with its history', tags, ...withScope('bookings:read'),
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(TenantBookingDetail, 'The booking'), ...problemResponses(401, 403, 404, 422, 429) },
});

const postCancel = createRoute({
  method: 'post', path: '/bookings/{id}/cancel', operationId: 'cancelTenantBooking', summary: 'Call a booking off', tags, ...withScope('bookings:write'),
  description: 'What the policy kept with the booking says goes back, or `refundMinor` of it. The customer gets an e-mail. Cancelling twice is once.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(TenantCancellationRequest) },
  responses: { 200: json(TenantBookingDetail, 'The cancelled booking'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

const postReschedule = createRoute({
  method: 'post', path: '/bookings/{id}/reschedule', operationId: 'rescheduleTenantBooking', summary: 'Move a booking to another time', tags, ...withScope('bookings:write'),
  description: 'The old time is given back only when the new one is won. What it costs more is owed, what it costs less goes back, unless `keepPrice`. The customer gets an e-mail.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(TenantRescheduleRequest) },
  responses: { 200: json(TenantBookingDetail, 'The booking at its new time'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

const postRevoke = createRoute({
  method: 'post', path: '/bookings/{id}/revoke-links', operationId: 'revokeBookingLinks', summary: 'Take back the links of a booking', tags, ...withScope('bookings:write'),
  description: 'Links that its customer was sent open nothing any more; e-mails from now on carry a new one.',
  request: { query: NoQuery, params: IdParam, body: emptyBody },
  responses: { 204: { description: 'Taken back' }, ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

/** Bookings for the tenant's own servers. */
export function tenantBookingRoutes(context: BookingsContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getBookings, async (c) => {
      const { limit = DEFAULT_LIMIT, after = null, status = null, customer = null, startsFrom, startsBefore } = c.req.valid('query');
      const bookings = await withTenant(context.app, c.get('access').scope, async (tx) => {
        const ids = await listBookingIds(tx, { limit, after, status, customer, from: startsFrom ? new Date(startsFrom) : null, before: startsBefore ? new Date(startsBefore) : null });
        return Promise.all(ids.map((id) => readTenantBooking(context, tx, id)));
      });
      return c.json({ bookings, nextAfter: bookings.length === limit ? (bookings.at(-1)?.id ?? null) : null }, 200);
    })
    .openapi(getOne, async (c) => c.json(await withTenant(context.app, c.get('access').scope, (tx) => readTenantBookingDetail(context, tx, c.req.valid('param').id as BookingId)), 200))
    .openapi(postReschedule, async (c) => {
      const id = c.req.valid('param').id as BookingId;
      const { startsAt, keepPrice = false } = c.req.valid('json');
      await rescheduleAsTenant(context, tenantRequestOf(c.var), { id, startsAt: new Date(startsAt), keepPrice });
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => readTenantBookingDetail(context, tx, id)), 200);
    })
    .openapi(postRevoke, async (c) => {
      const id = c.req.valid('param').id as BookingId;
      const { actor, requestId, access } = tenantRequestOf(c.var);
      await withTenant(context.app, access.scope, async (tx) => {
        if (!(await findBookingForUpdate(tx, id))) throw new BookingNotFoundError();
        await raiseManageVersion(tx, id);
        await recordAudit(tx, { actor, action: 'booking.links_revoked', entity: 'booking', entityId: id, requestId, at: context.clock.now() });
      });
      return c.body(null, 204);
    })
    .openapi(postCancel, async (c) => {
      const id = c.req.valid('param').id as BookingId;
      const { reason, refundMinor = null } = c.req.valid('json');
      await cancelAsTenant(context, tenantRequestOf(c.var), { id, reason, refundMinor });
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => readTenantBookingDetail(context, tx, id)), 200);
    });
}
