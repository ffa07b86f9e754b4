import { Booking, BookingCreated, BookingRequest, Cancellation, CancellationRequest, Hold, HoldRequest, PaymentAttempt, PaymentRequest, RescheduleQuery, RescheduleQuote, RescheduleRequest, Slug } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { bearerToken } from '../../platform/http/bearer.ts';
import type { ClientVariables } from '../../platform/http/client-address.ts';
import {
  IdempotencyHeader, IdParam, json, jsonBody, KeyQuery, problemResponses, publicSecurity, RequiredIdempotencyHeader,
} from '../../platform/http/route-responses.ts';
import type { BookingId, HoldId } from '../../platform/ids.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { cancelBooking } from './cancel-booking.ts';
import { getBookingCalendar } from './booking-calendar.ts';
import type { BookingsContext, RequestContext } from './context.ts';
import { createBooking } from './create-booking.ts';
import { createHold } from './create-hold.ts';
import { getBooking } from './get-booking.ts';
import { getCancellation } from './read-cancellation.ts';
import { idempotentRequest, optionalIdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import { payBooking } from './pay-booking.ts';
import { releaseHold } from './release-hold.ts';
import { quoteReschedule, rescheduleBooking } from './reschedule-booking.ts';

const CalendarQuery = z.strictObject({ key: z.string().optional(), tenant: Slug.optional(), token: z.string().max(200).optional() });
const bookingSecurity = [{ tenantKey: [], bookingToken: [] }];

const postHold = createRoute({
  method: 'post', path: '/holds', operationId: 'createHold', summary: 'Hold a time while the customer books', tags: ['Bookings'], security: publicSecurity,
  request: { query: KeyQuery, headers: IdempotencyHeader, body: jsonBody(HoldRequest) },
  responses: { 201: json(Hold, 'The hold'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const deleteHold = createRoute({
  method: 'delete', path: '/holds/{id}', operationId: 'releaseHold', summary: 'Release a hold', tags: ['Bookings'], security: [{ tenantKey: [], holdToken: [] }],
  request: { query: KeyQuery, params: IdParam },
  responses: { 204: { description: 'Released' }, ...problemResponses(401, 403, 404, 409, 422, 429) },
});

const postBooking = createRoute({
  method: 'post', path: '/bookings', operationId: 'createBooking', summary: 'Book a hold', tags: ['Bookings'], security: publicSecurity,
  request: { query: KeyQuery, headers: RequiredIdempotencyHeader, body: jsonBody(BookingRequest) },
  responses: { 201: json(BookingCreated, 'The booking, its token, and what the payment needs'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

const showBooking = createRoute({
  method: 'get', path: '/bookings/{id}', operationId: 'getBooking', summary: 'One booking', tags: ['Bookings'], security: bookingSecurity,
  request: { query: KeyQuery, params: IdParam },
  responses: { 200: json(z.object({ booking: Booking, payment: PaymentAttempt.nullable() }), 'The booking and its open payment'), ...problemResponses(401, 403, 404, 422, 429) },
});

const showCalendar = createRoute({
  method: 'get', path: '/bookings/{id}/calendar.ics', operationId: 'getBookingCalendar', summary: 'One booking for a calendar', tags: ['Bookings'], security: publicSecurity,
  description: 'A link can send no headers: the key (or, without one, the slug as `tenant`) and the booking\'s `calendarToken` stand in the address.',
  request: { query: CalendarQuery, params: IdParam },
  responses: { 200: { description: 'iCalendar', content: { 'text/calendar': { schema: z.string() } } }, ...problemResponses(401, 403, 404, 422, 429) },
});

const postPaymentIntent = createRoute({
  method: 'post', path: '/bookings/{id}/payment-intents', operationId: 'payBooking', summary: 'Pay a booking', tags: ['Bookings'], security: bookingSecurity,
  description: 'There is one open payment at most. Where it is of the other kind, it is cancelled at Stripe before another is opened.',
  request: { query: KeyQuery, params: IdParam, body: jsonBody(PaymentRequest) },
  responses: { 200: json(z.object({ payment: PaymentAttempt }), 'The open payment'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

const showCancellation = createRoute({
  method: 'get', path: '/bookings/{id}/cancellation', operationId: 'getCancellation', summary: 'What cancelling a booking returns', tags: ['Bookings'], security: bookingSecurity,
  request: { query: KeyQuery, params: IdParam },
  responses: { 200: json(Cancellation, 'What goes back now, and until when'), ...problemResponses(401, 403, 404, 422, 429) },
});

const showReschedule = createRoute({
  method: 'get', path: '/bookings/{id}/reschedule', operationId: 'quoteReschedule', summary: 'What moving a booking comes to', tags: ['Bookings'], security: bookingSecurity,
  request: { query: RescheduleQuery, params: IdParam },
  responses: { 200: json(RescheduleQuote, 'The price at the new time, and what follows from it'), ...problemResponses(401, 403, 404, 409, 422, 429) },
});

const postReschedule = createRoute({
  method: 'post', path: '/bookings/{id}/reschedule', operationId: 'rescheduleBooking', summary: 'Move a booking to another time', tags: ['Bookings'], security: bookingSecurity,
  description: 'The old time is given back only when the new one is won. Moving it to where it is already is done. What it costs more is owed, what it costs less goes back.',
  request: { query: KeyQuery, params: IdParam, body: jsonBody(RescheduleRequest) },
  responses: { 200: json(z.object({ booking: Booking }), 'The booking at its new time'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

const postCancel = createRoute({
  method: 'post', path: '/bookings/{id}/cancel', operationId: 'cancelBooking', summary: 'Cancel a booking', tags: ['Bookings'], security: bookingSecurity,
  description: 'Before it is paid, nothing is to be sent. A confirmed booking is cancelled only when what goes back is what the customer was shown (`expectedRefundMinor`).',
  request: { query: KeyQuery, params: IdParam, body: { ...jsonBody(CancellationRequest), required: false } },
  responses: { 200: json(z.object({ booking: Booking }), 'The cancelled booking'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429, 502) },
});

type Variables = TenantVariables & ClientVariables & { requestId: string };

export function bookingRoutes(context: BookingsContext) {
  return createApiRouter<TenantVariables & ClientVariables>()
    .openapi(postHold, async (c) => {
      const body = c.req.valid('json');
      const key = c.req.valid('header')['idempotency-key'];
      const hold = await createHold(context, requestOf(c.var), {
        package: body.package,
        startsAt: new Date(body.startsAt),
        partySize: body.partySize,
        idempotency: optionalIdempotentRequest('hold.create', key, body),
      });
      return c.json(hold, 201);
    })
    .openapi(deleteHold, async (c) => {
      const id = c.req.valid('param').id as HoldId;
      await releaseHold(context, requestOf(c.var), { id, token: bearerToken(c.req.header('authorization')) });
      return c.body(null, 204);
    })
    .openapi(postBooking, async (c) => {
      const body = c.req.valid('json');
      const { name, email, phone } = body.customer;
      const created = await createBooking(context, requestOf(c.var), {
        holdId: body.holdId as HoldId,
        holdToken: body.holdToken,
        addOns: body.addOns,
        promoCode: body.promoCode ?? null,
        postalCode: body.postalCode ?? null,
        customer: { name, email, phone: phone ?? null },
        note: body.note ?? null,
        answers: body.answers ?? {},
        locale: body.locale ?? null,
        timeZone: body.timeZone ?? null,
        attribution: body.attribution ?? {},
        allowRedirects: body.allowRedirects ?? false,
        expectedTotalMinor: body.expectedTotalMinor ?? null,
        idempotency: idempotentRequest('booking.create', c.req.valid('header')['idempotency-key'], body),
      });
      return c.json(created, 201);
    })
    .openapi(showBooking, async (c) => c.json(await getBooking(context, requestOf(c.var), accessOf(c)), 200))
    .openapi(showCalendar, async (c) => {
      const token = c.req.valid('query').token ?? bearerToken(c.req.header('authorization'));
      const file = await getBookingCalendar(context, requestOf(c.var), { id: c.req.valid('param').id as BookingId, token });
      return c.body(file.text, 200, {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.name}"`,
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
      });
    })
    .openapi(postPaymentIntent, async (c) => c.json({ payment: await payBooking(context, requestOf(c.var), { ...accessOf(c), ...c.req.valid('json') }) }, 200))
    .openapi(showCancellation, async (c) => c.json(await getCancellation(context, requestOf(c.var), accessOf(c)), 200))
    .openapi(showReschedule, async (c) => c.json(await quoteReschedule(context, requestOf(c.var), { ...accessOf(c), startsAt: new Date(c.req.valid('query').startsAt) }), 200))
    .openapi(postReschedule, async (c) => {
      const { startsAt, expectedTotalMinor } = c.req.valid('json');
      return c.json({ booking: await rescheduleBooking(context, requestOf(c.var), { ...accessOf(c), startsAt: new Date(startsAt), expectedTotalMinor }) }, 200);
    })
    .openapi(postCancel, async (c) => {
      // Without a body there is nothing that was read of it.
      const { expectedRefundMinor = null } = (c.req.valid('json') as CancellationRequest | undefined) ?? {};
      return c.json({ booking: await cancelBooking(context, requestOf(c.var), { ...accessOf(c), expectedRefundMinor }) }, 200);
    });
}

function requestOf(variables: Variables): RequestContext {
  return { access: variables.access, actor: 'customer', client: variables.client, requestId: variables.requestId };
}

function accessOf(c: { req: { valid(target: 'param'): { id: string }; header(name: string): string | undefined } }) {
  return { id: c.req.valid('param').id as BookingId, token: bearerToken(c.req.header('authorization')) };
}
