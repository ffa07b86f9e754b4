import { BookingRefunds, RefundRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant, type TenantTx } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdParam, json, jsonBody, NoQuery, problemResponses, RequiredIdempotencyHeader } from '../../platform/http/route-responses.ts';
import { answerOnce } from '../../platform/idempotency/answer-once.ts';
import { idempotentRequest } from '../../platform/idempotency/idempotency.ts';
import type { BookingId } from '../../platform/ids.ts';
import { presentRefund } from '../payments/index.ts';
import { tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { findBooking } from './booking-repository.ts';
import type { BookingsContext } from './context.ts';
import { BookingNotFoundError } from './errors.ts';

const getRefunds = createRoute({
  method: 'get', path: '/bookings/{id}/refunds', operationId: 'listBookingRefunds', summary: 'What went back of a booking, and what can', tags: ['Refunds'], ...withScope('payments:read'),
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(BookingRefunds, 'Oldest first'), ...problemResponses(401, 403, 404, 422, 429) },
});

const postRefund = createRoute({
  method: 'post', path: '/bookings/{id}/refunds', operationId: 'refundBooking', summary: 'Give money back', tags: ['Refunds'], ...withScope('payments:write'),
  description: 'From the newest payment first, each part with its share of the commission. It is sent to Stripe at once, and again until Stripe has it. The booking stays as it is.',
  request: { query: NoQuery, params: IdParam, headers: RequiredIdempotencyHeader, body: jsonBody(RefundRequest) },
  responses: { 201: json(BookingRefunds, 'All refunds of the booking, oldest first'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

/** Refunds by the tenant's own servers. */
export function refundRoutes(context: BookingsContext) {
  const { app, payments, idempotencyBox: box, clock } = context;

  /** @throws BookingNotFoundError */
  async function readRefunds(tx: TenantTx, id: BookingId): Promise<BookingRefunds> {
    const [booking, refunds, refundableMinor] = await Promise.all([findBooking(tx, id), payments.listBookingRefunds(tx, id), payments.refundableOf(tx, id)]);
    if (!booking) throw new BookingNotFoundError();
    return { refunds: refunds.map(presentRefund), refundableMinor, currency: booking.currency };
  }

  return createApiRouter<TenantApiVariables>()
    .openapi(getRefunds, async (c) => c.json(await withTenant(app, c.get('access').scope, (tx) => readRefunds(tx, c.req.valid('param').id as BookingId)), 200))
    .openapi(postRefund, async (c) => {
      const bookingId = c.req.valid('param').id as BookingId;
      const body = c.req.valid('json');
      const { actor, requestId, access } = tenantRequestOf(c.var);
      const request = idempotentRequest('booking.refund', c.req.valid('header')['idempotency-key'], { bookingId, ...body });
      const answer = await answerOnce({ app, box, now: clock.now() }, access.scope, request, async (tx) => {
        if ((await findBooking(tx, bookingId)) === null) throw new BookingNotFoundError();
        await payments.refundBooking(tx, { bookingId, ...body, actor, requestId, now: clock.now() });
        return readRefunds(tx, bookingId);
      });
      return c.json(answer, 201);
    });
}
