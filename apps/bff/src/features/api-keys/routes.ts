import { ApiKey, ApiKeyCreated, ApiKeyList, ApiKeyRequest, ApiKeyRotation } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import type { Clock } from '../../platform/clock.ts';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import type { Sql } from '../../platform/db/connect.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { emptyBody, IdempotencyHeader, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { answerOnce } from '../../platform/idempotency/answer-once.ts';
import { optionalIdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import { tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { listApiKeys } from './api-key-repository.ts';
import { createApiKey, type KeyMaker } from './create-api-key.ts';
import { presentApiKey } from './present-api-key.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { rotateApiKey } from './rotate-api-key.ts';

export interface ApiKeysContext {
  readonly app: Sql;
  readonly clock: Clock;
  readonly idempotencyBox: SealedBox;
}

const getKeys = createRoute({
  method: 'get', path: '/api-keys', operationId: 'listApiKeys', summary: 'The keys of this mode', tags: ['Keys'], ...withScope('keys:read'),
  request: { query: NoQuery },
  responses: { 200: json(ApiKeyList, 'Newest first, without the keys themselves'), ...problemResponses(401, 403, 422, 429) },
});

const postKey = createRoute({
  method: 'post', path: '/api-keys', operationId: 'createApiKey', summary: 'Make a key', tags: ['Keys'], ...withScope('keys:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(ApiKeyRequest) },
  responses: { 201: json(ApiKeyCreated, 'The key, shown this once'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

const postRotation = createRoute({
  method: 'post', path: '/api-keys/{id}/rotate', operationId: 'rotateApiKey', summary: 'Replace a key, with an overlap', tags: ['Keys'], ...withScope('keys:write'),
  request: { query: NoQuery, params: IdParam, headers: IdempotencyHeader, body: jsonBody(ApiKeyRotation) },
  responses: { 201: json(ApiKeyCreated, 'The new key, shown this once'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const postRevocation = createRoute({
  method: 'post', path: '/api-keys/{id}/revoke', operationId: 'revokeApiKey', summary: 'End a key at once', tags: ['Keys'], ...withScope('keys:write'),
  request: { query: NoQuery, params: IdParam, body: emptyBody },
  responses: { 200: json(ApiKey, 'The revoked key'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

export function apiKeyRoutes(context: ApiKeysContext) {
  const once = () => ({ app: context.app, box: context.idempotencyBox, now: context.clock.now() });
  return createApiRouter<TenantApiVariables>()
    .openapi(getKeys, async (c) => {
      const rows = await withTenant(context.app, c.get('access').scope, listApiKeys);
      return c.json({ apiKeys: rows.map(presentApiKey) }, 200);
    })
    .openapi(postKey, async (c) => {
      const body = c.req.valid('json');
      const request = optionalIdempotentRequest('api_key.create', c.req.valid('header')['idempotency-key'], body);
      return c.json(await answerOnce(once(), c.get('access').scope, request, (tx) => createApiKey(tx, makerOf(context, c.var), body)), 201);
    })
    .openapi(postRotation, async (c) => {
      const { overlapHours } = c.req.valid('json');
      const id = c.req.valid('param').id as ApiKeyId;
      const request = optionalIdempotentRequest('api_key.rotate', c.req.valid('header')['idempotency-key'], { id, overlapHours });
      const created = await answerOnce(once(), c.get('access').scope, request, (tx) => rotateApiKey(tx, makerOf(context, c.var), { id, overlapHours }));
      return c.json(created, 201);
    })
    .openapi(postRevocation, async (c) => {
      const id = c.req.valid('param').id as ApiKeyId;
      return c.json(await withTenant(context.app, c.get('access').scope, (tx) => revokeApiKey(tx, makerOf(context, c.var), id)), 200);
    });
}

function makerOf(context: ApiKeysContext, variables: TenantApiVariables & { requestId: string }): KeyMaker {
  const { actor, requestId } = tenantRequestOf(variables);
  return { actor, requestId, scopes: variables.apiKey.scopes, now: context.clock.now() };
}
