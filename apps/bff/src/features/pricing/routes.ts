import { Quote, QuoteRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, KeyQuery, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { quotePackage, type PricingContext } from './quote.ts';

const createQuote = createRoute({
  method: 'post', path: '/quotes', operationId: 'createQuote', summary: 'What a booking would cost', tags: ['Catalog'], security: publicSecurity,
  request: { query: KeyQuery, body: jsonBody(QuoteRequest) },
  responses: { 200: json(Quote, 'Line items and total'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function quoteRoutes(context: PricingContext) {
  return createApiRouter<TenantVariables>().openapi(createQuote, async (c) => {
    const { package: slug, partySize, addOns, startsAt, promoCode, postalCode } = c.req.valid('json');
    const request = { partySize, addOns, startsAt: startsAt === undefined ? null : new Date(startsAt), promoCode: promoCode ?? null, postalCode: postalCode ?? null };
    return c.json(await quotePackage(context, c.get('access'), slug, request), 200);
  });
}
