import { Quote, QuoteRequest } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import type { Clock } from '../../platform/clock.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { json, jsonBody, KeyQuery, problemResponses, publicSecurity } from '../../platform/http/route-responses.ts';
import { getPackage, type Catalogs } from '../catalog/index.ts';
import type { TenantVariables } from '../tenants/index.ts';
import { priceBooking } from './price-booking.ts';

export interface PricingContext {
  readonly clock: Clock;
  readonly catalogs: Catalogs;
}

const createQuote = createRoute({
  method: 'post', path: '/quotes', operationId: 'createQuote', summary: 'What a booking would cost', tags: ['Catalog'], security: publicSecurity,
  request: { query: KeyQuery, body: jsonBody(QuoteRequest) },
  responses: { 200: json(Quote, 'Line items and total'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

export function quoteRoutes({ catalogs, clock }: PricingContext) {
  return createApiRouter<TenantVariables>().openapi(createQuote, async (c) => {
    const access = c.get('access');
    const { package: slug, partySize, addOns } = c.req.valid('json');
    const item = await getPackage(catalogs, access, slug);
    const price = priceBooking({ item, currency: access.tenant.currency, partySize, addOns, surcharges: [], discount: null, startsAt: null, now: clock.now() });
    return c.json(price, 200);
  });
}
