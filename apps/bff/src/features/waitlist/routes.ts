import { Hold, WaitlistEntry, WaitlistJoined, WaitlistRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { bearerToken } from '../../platform/http/bearer.ts';
import { emptyBody, IdParam, json, jsonBody, KeyQuery, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import type { WaitlistEntryId } from '../../platform/ids.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { acceptWaitlistOffer, getWaitlistEntry, leaveWaitlist, passWaitlistOffer } from './answer-offer.ts';
import { joinWaitlist } from './join-waitlist.ts';
import type { EntryRequest, WaitlistContext } from './waitlist-context.ts';

const tags = ['Waitlist'];
const entrySecurity = [{ tenantKey: [], waitlistToken: [] }];

const postEntry = createRoute({
  method: 'post', path: '/waitlist', operationId: 'joinWaitlist', summary: 'Wait for a day or a time that is full', tags, security: publicSecurity,
  description: 'Sent twice, it is one entry. The link that opens the entry goes to the e-mail address.',
  request: { query: KeyQuery, body: jsonBody(WaitlistRequest) },
  responses: { 201: json(WaitlistJoined, 'They are in the line'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const getEntry = createRoute({
  method: 'get', path: '/waitlist/{id}', operationId: 'getWaitlistEntry', summary: 'How an entry stands', tags, security: entrySecurity,
  request: { query: KeyQuery, params: IdParam },
  responses: { 200: json(WaitlistEntry, 'The entry'), ...problemResponses(401, 403, 404, 409, 422, 429) },
});

const deleteEntry = createRoute({
  method: 'delete', path: '/waitlist/{id}', operationId: 'leaveWaitlist', summary: 'Wait no more', tags, security: entrySecurity,
  description: 'What was offered goes to the next in the line.',
  request: { query: KeyQuery, params: IdParam },
  responses: { 204: { description: 'Left' }, ...problemResponses(401, 403, 404, 409, 422, 429) },
});

const postAccept = createRoute({
  method: 'post', path: '/waitlist/{id}/accept', operationId: 'acceptWaitlistOffer', summary: 'Take what was offered', tags, security: entrySecurity,
  description: 'The answer is a hold like any other: `POST /bookings` books it. Accepting again gives it again.',
  request: { query: KeyQuery, params: IdParam, body: emptyBody },
  responses: { 200: json(Hold, 'The hold'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const postPass = createRoute({
  method: 'post', path: '/waitlist/{id}/pass', operationId: 'passWaitlistOffer', summary: 'Say no to what was offered', tags, security: entrySecurity,
  request: { query: KeyQuery, params: IdParam, body: emptyBody },
  responses: { 200: json(WaitlistEntry, 'The entry, which waits no more'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function waitlistRoutes(context: WaitlistContext) {
  return createApiRouter<TenantVariables>()
    .openapi(postEntry, async (c) => {
      const { day, startsAt, customer, locale, ...body } = c.req.valid('json');
      const { access, requestId } = c.var;
      const joined = await joinWaitlist(context, { access, requestId }, {
        package: body.package, partySize: body.partySize, day, startsAt: startsAt === undefined ? undefined : new Date(startsAt), ...customer, locale: locale ?? null,
      });
      return c.json(joined, 201);
    })
    .openapi(getEntry, async (c) => c.json(await getWaitlistEntry(context, requestOf(c)), 200))
    .openapi(deleteEntry, async (c) => {
      await leaveWaitlist(context, requestOf(c));
      return c.body(null, 204);
    })
    .openapi(postAccept, async (c) => c.json(await acceptWaitlistOffer(context, requestOf(c)), 200))
    .openapi(postPass, async (c) => c.json(await passWaitlistOffer(context, requestOf(c)), 200));
}

function requestOf(c: { var: TenantVariables & { requestId: string }; req: { valid(target: 'param'): { id: string }; header(name: string): string | undefined } }): EntryRequest {
  const { access, requestId } = c.var;
  return { access, requestId, id: c.req.valid('param').id as WaitlistEntryId, token: bearerToken(c.req.header('authorization')) };
}
