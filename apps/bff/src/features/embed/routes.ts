import { WidgetConfig } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { respondWithFile } from '../../platform/assets/static-files.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { createApiRouter, type ApiEnv } from '../../platform/http/api-router.ts';
import { json, KeyQuery, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import type { Payments } from '../payments/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { respondWithEmbedPage } from './embed-page.ts';
import { respondWithHostedPage, respondWithManagePage, type HostedPageDeps } from './hosted-page.ts';
import { readPageRequest } from './page-query.ts';
import { presentWidgetConfig } from './present-config.ts';
import type { EmbedAssets } from './widget-assets.ts';

const getConfig = createRoute({
  method: 'get', path: '/widget/config', operationId: 'getWidgetConfig', summary: 'Branding, currency, zone and payment set-up', tags: ['Widget'],
  security: publicSecurity,
  request: { query: KeyQuery },
  responses: { 200: json(WidgetConfig, 'The configuration'), ...problemResponses(401, 403, 404, 422) },
});

export function widgetConfigRoutes(payments: Payments) {
  return createApiRouter<TenantVariables>().openapi(getConfig, (c) => c.json(presentWidgetConfig(c.get('access'), payments), 200));
}

const IMMUTABLE = 'public, max-age=31536000, immutable';
const MOVING = 'public, max-age=300, stale-while-revalidate=86400';
const DAILY = 'public, max-age=86400';

/** The widget's pages, the loader under its moving and its fixed addresses, and the widget's build. */
export function embedRoutes(deps: HostedPageDeps) {
  return new Hono<ApiEnv>()
    .get('/embed/:tenant', (c) => respondWithEmbedPage(deps, c.req.param('tenant'), readPageRequest(c.req.raw)))
    .get('/book/:tenant', (c) => respondWithHostedPage(deps, c.req.param('tenant'), undefined, readPageRequest(c.req.raw)))
    // No package has this name: the segment is the page's own.
    .get('/book/:tenant/manage', (c) => respondWithManagePage(deps, c.req.param('tenant'), readPageRequest(c.req.raw)))
    .get('/book/:tenant/:package', (c) => respondWithHostedPage(deps, c.req.param('tenant'), c.req.param('package'), readPageRequest(c.req.raw)))
    .get('/sdk/*', (c) => respondWithSdk(deps.assets, c.req.path, c.req.raw))
    .get('/assets/*', (c) => respondWithAsset(deps.assets, c.req.path, c.req.raw, IMMUTABLE))
    .get('/images/*', (c) => respondWithAsset(deps.assets, c.req.path, c.req.raw, DAILY));
}

function respondWithSdk({ sdk }: EmbedAssets, path: string, request: Request): Response {
  if (!sdk) throw new NotFoundError('The loader has not been built yet; run the start command.');
  const file = sdk.get(path);
  if (!file) throw new NotFoundError('There is no such version; /sdk/v1/mais-sdk.js is the newest of version 1.');
  return respondWithFile(file, request, /^\/sdk\/v\d+\.\d+\.\d+\//.test(path) ? IMMUTABLE : MOVING);
}

function respondWithAsset(assets: EmbedAssets, path: string, request: Request, cacheControl: string): Response {
  const file = assets.files.get(path);
  if (!file) throw new NotFoundError('There is no such file in this build.');
  return respondWithFile(file, request, cacheControl);
}
