import { DashboardLink, OnboardingLink, OnboardingLinkRequest, Readiness, RestrictedKeyRequest, StripeAccount, StripeAccountRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { emptyBody, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { Catalogs } from '../catalog/index.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import type { Because, ConnectContext } from './connect-context.ts';
import { createAccount } from './create-account.ts';
import { createDashboardLink, createOnboardingLink } from './onboarding-links.ts';
import { readAccount } from './present-account.ts';
import { readReadiness } from './readiness.ts';
import { forgetRestrictedKey, keepRestrictedKey } from './restricted-key.ts';

const tags = ['Stripe account'];

const getAccount = describeRead({
  path: '/stripe-account', operationId: 'getStripeAccount', summary: 'The connected account, and what Stripe wants of it', tags, scope: 'settings:read',
  answer: StripeAccount, description: 'The account, or that there is none',
});

const postAccount = createRoute({
  method: 'post', path: '/stripe-account', operationId: 'createStripeAccount', summary: 'Make the connected account', tags, ...withScope('settings:write'),
  description: 'There is one account in each mode: asked for again, also at the same moment or after a failure, it is the same one.',
  request: { query: NoQuery, body: jsonBody(StripeAccountRequest) },
  responses: {
    200: json(StripeAccount, 'The account that there is'), 201: json(StripeAccount, 'The new account'),
    ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429, 502),
  },
});

const postOnboardingLink = createRoute({
  method: 'post', path: '/stripe-account/onboarding-links', operationId: 'createOnboardingLink', summary: 'A link to Stripe’s onboarding', tags, ...withScope('settings:write'),
  request: { query: NoQuery, body: jsonBody(OnboardingLinkRequest) },
  responses: { 201: json(OnboardingLink, 'The link'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429, 502) },
});

const postDashboardLink = createRoute({
  method: 'post', path: '/stripe-account/dashboard-links', operationId: 'createDashboardLink', summary: 'A link into the Express dashboard', tags, ...withScope('settings:write'),
  request: { query: NoQuery, body: emptyBody },
  responses: { 201: json(DashboardLink, 'The link'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429, 502) },
});

const putRestrictedKey = createRoute({
  method: 'put', path: '/stripe-account/restricted-key', operationId: 'setRestrictedKey', summary: 'Keep a restricted key of the account', tags, ...withScope('settings:write'),
  description: 'It is stored encrypted and never shown. It serves to read the account should it leave the platform, and moves no money.',
  request: { query: NoQuery, body: jsonBody(RestrictedKeyRequest) },
  responses: { 200: json(StripeAccount, 'The account, with a hint of the key'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429, 502) },
});

const deleteRestrictedKey = createRoute({
  method: 'delete', path: '/stripe-account/restricted-key', operationId: 'removeRestrictedKey', summary: 'Forget the restricted key', tags, ...withScope('settings:write'),
  request: { query: NoQuery },
  responses: { 204: { description: 'It is gone' }, ...problemResponses(401, 403, 422, 429) },
});

const getReadiness = createRoute({
  method: 'get', path: '/readiness', operationId: 'getReadiness', summary: 'What customers can book, and why not the rest', tags: ['Catalog'], ...withScope('settings:read'),
  request: { query: NoQuery },
  responses: { 200: json(Readiness, 'Every package'), ...problemResponses(401, 403, 422, 429) },
});

export function connectRoutes(context: ConnectContext, catalogs: Catalogs) {
  return createApiRouter<TenantApiVariables>()
    .openapi(getAccount, async (c) => c.json(await withTenant(context.app, c.get('access').scope, readAccount), 200))
    .openapi(postAccount, async (c) => {
      const { scope } = c.get('access');
      const { country, email } = c.req.valid('json');
      const { isNew } = await createAccount(context, scope, { country, email: email ?? null }, becauseOf(context, c.var));
      return c.json(await withTenant(context.app, scope, readAccount), isNew ? 201 : 200);
    })
    .openapi(postOnboardingLink, async (c) => c.json(await createOnboardingLink(context, c.get('access').scope, c.req.valid('json')), 201))
    .openapi(postDashboardLink, async (c) => c.json(await createDashboardLink(context, c.get('access').scope), 201))
    .openapi(putRestrictedKey, async (c) => {
      const { scope } = c.get('access');
      await keepRestrictedKey(context, scope, c.req.valid('json').key, becauseOf(context, c.var));
      return c.json(await withTenant(context.app, scope, readAccount), 200);
    })
    .openapi(deleteRestrictedKey, async (c) => {
      await forgetRestrictedKey(context, c.get('access').scope, becauseOf(context, c.var));
      return c.body(null, 204);
    })
    .openapi(getReadiness, async (c) => c.json(await readReadiness(context, catalogs, c.get('access')), 200));
}

function becauseOf(context: ConnectContext, variables: TenantApiVariables & { requestId: string }): Because {
  const { actor, requestId } = tenantRequestOf(variables);
  return { actor, requestId, cause: 'api', now: context.clock.now() };
}
