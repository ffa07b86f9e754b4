import {
  WebhookDelivery, WebhookDeliveryList, WebhookDeliveryQuery, WebhookEndpoint, WebhookEndpointChange, WebhookEndpointList, WebhookEndpointRequest, WebhookEndpointWithSecret,
  WebhookSecretRotation,
} from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { emptyBody, IdempotencyHeader, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { answerOnce } from '../../platform/idempotency/answer-once.ts';
import { optionalIdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import type { WebhookDeliveryId, WebhookEndpointId } from '../../platform/ids.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import type { WebhookActor, WebhooksContext } from './context.ts';
import { listEndpoints } from './endpoint-repository.ts';
import { presentEndpoint } from './endpoint.ts';
import { createWebhookEndpoint, deleteWebhookEndpoint, readEndpoint, rotateWebhookSecret, updateWebhookEndpoint } from './manage-endpoints.ts';
import { readDeliveries, replayDelivery } from './read-deliveries.ts';

const tags = ['Webhooks'];
const DeliveryParams = IdParam.extend({ deliveryId: z.uuid('must be a UUID').toLowerCase() });

const getEndpoints = describeRead({
  path: '/webhook-endpoints', operationId: 'listWebhookEndpoints', summary: 'The webhook endpoints of this mode', tags, scope: 'webhooks:read',
  answer: WebhookEndpointList, description: 'Oldest first',
});

const postEndpoint = createRoute({
  method: 'post', path: '/webhook-endpoints', operationId: 'createWebhookEndpoint', summary: 'Have events sent somewhere', tags, ...withScope('webhooks:write'),
  description: 'The endpoint gets the events from now on, signed with the secret of this answer.',
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(WebhookEndpointRequest) },
  responses: { 201: json(WebhookEndpointWithSecret, 'The endpoint, and its secret this once'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const getEndpoint = createRoute({
  method: 'get', path: '/webhook-endpoints/{id}', operationId: 'getWebhookEndpoint', summary: 'A webhook endpoint', tags, ...withScope('webhooks:read'),
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(WebhookEndpoint, 'The endpoint'), ...problemResponses(401, 403, 404, 422, 429) },
});

const putEndpoint = createRoute({
  method: 'put', path: '/webhook-endpoints/{id}', operationId: 'updateWebhookEndpoint', summary: 'Replace an endpoint’s settings', tags, ...withScope('webhooks:write'),
  description: 'Enabling an endpoint, or saving one that is enabled, tries what waits for it again at once.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(WebhookEndpointChange) },
  responses: { 200: json(WebhookEndpoint, 'The endpoint as it is now'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

const deleteEndpoint = createRoute({
  method: 'delete', path: '/webhook-endpoints/{id}', operationId: 'deleteWebhookEndpoint', summary: 'Delete an endpoint and its deliveries', tags, ...withScope('webhooks:write'),
  request: { query: NoQuery, params: IdParam },
  responses: { 204: { description: 'It is gone' }, ...problemResponses(401, 403, 404, 422, 429) },
});

const postRotation = createRoute({
  method: 'post', path: '/webhook-endpoints/{id}/rotate-secret', operationId: 'rotateWebhookSecret', summary: 'Replace an endpoint’s secret, with an overlap', tags, ...withScope('webhooks:write'),
  request: { query: NoQuery, params: IdParam, headers: IdempotencyHeader, body: jsonBody(WebhookSecretRotation) },
  responses: { 201: json(WebhookEndpointWithSecret, 'The new secret, shown this once'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

const getDeliveries = createRoute({
  method: 'get', path: '/webhook-endpoints/{id}/deliveries', operationId: 'listWebhookDeliveries', summary: 'What was sent to an endpoint, and what it answered', tags,
  ...withScope('webhooks:read'),
  request: { query: WebhookDeliveryQuery, params: IdParam },
  responses: { 200: json(WebhookDeliveryList, 'Newest first, fifty at a time'), ...problemResponses(401, 403, 404, 422, 429) },
});

const postReplay = createRoute({
  method: 'post', path: '/webhook-endpoints/{id}/deliveries/{deliveryId}/replay', operationId: 'replayWebhookDelivery', summary: 'Send a delivery again', tags, ...withScope('webhooks:write'),
  request: { query: NoQuery, params: DeliveryParams, body: emptyBody },
  responses: { 200: json(WebhookDelivery, 'The delivery, which is due now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function webhookEndpointRoutes(context: WebhooksContext) {
  const once = () => ({ app: context.app, box: context.idempotencyBox, now: context.clock.now() });
  return createApiRouter<TenantApiVariables>()
    .openapi(getEndpoints, async (c) => {
      const rows = await withTenant(context.app, c.get('access').scope, (tx) => listEndpoints(tx, context.clock.now()));
      return c.json({ endpoints: rows.map(presentEndpoint) }, 200);
    })
    .openapi(postEndpoint, async (c) => {
      const body = c.req.valid('json');
      const request = optionalIdempotentRequest('webhook_endpoint.create', c.req.valid('header')['idempotency-key'], body);
      return c.json(await answerOnce(once(), c.get('access').scope, request, (tx) => createWebhookEndpoint(context, tx, body, actorOf(context, c.var))), 201);
    })
    .openapi(getEndpoint, async (c) => {
      const id = idOf(c.req.valid('param'));
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => readEndpoint(tx, id, context.clock.now())), 200);
    })
    .openapi(putEndpoint, async (c) => {
      const id = idOf(c.req.valid('param'));
      const body = c.req.valid('json');
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => updateWebhookEndpoint(context, tx, id, body, actorOf(context, c.var))), 200);
    })
    .openapi(deleteEndpoint, async (c) => {
      const id = idOf(c.req.valid('param'));
      await withTenant(context.app, c.get('access').scope, (tx) => deleteWebhookEndpoint(tx, id, actorOf(context, c.var)));
      return c.body(null, 204);
    })
    .openapi(postRotation, async (c) => {
      const { overlapHours } = c.req.valid('json');
      const id = idOf(c.req.valid('param'));
      const request = optionalIdempotentRequest('webhook_endpoint.rotate', c.req.valid('header')['idempotency-key'], { id, overlapHours });
      return c.json(await answerOnce(once(), c.get('access').scope, request, (tx) => rotateWebhookSecret(context, tx, { id, overlapHours }, actorOf(context, c.var))), 201);
    })
    .openapi(getDeliveries, async (c) => {
      const id = idOf(c.req.valid('param'));
      const { status = null, before = null } = c.req.valid('query');
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => readDeliveries(tx, id, { status, before }, context.clock.now())), 200);
    })
    .openapi(postReplay, async (c) => {
      const endpointId = idOf(c.req.valid('param'));
      const id = c.req.valid('param').deliveryId as WebhookDeliveryId;
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => replayDelivery(tx, { endpointId, id }, actorOf(context, c.var))), 200);
    });
}

function idOf(param: { readonly id: string }): WebhookEndpointId {
  return param.id as WebhookEndpointId;
}

function actorOf(context: WebhooksContext, variables: TenantApiVariables & { requestId: string }): WebhookActor {
  const { actor, requestId } = tenantRequestOf(variables);
  return { actor, requestId, now: context.clock.now() };
}
