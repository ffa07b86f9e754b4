import {
  DaySurcharge, DaySurchargeList, DaySurchargeRequest, PricingZone, PricingZoneList, PricingZoneRequest, PromoCode, PromoCodeList, PromoCodeRequest, ReferenceZoneList,
} from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import type { SealedBox } from '../../platform/crypto/sealed-box.ts';
import { withTenant } from '../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { IdempotencyHeader, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { answerOnce } from '../../platform/idempotency/answer-once.ts';
import { optionalIdempotentRequest } from '../../platform/idempotency/idempotency.ts';
import type { DaySurchargeId, PromoCodeId, ZoneId } from '../../platform/ids.ts';
import { describeRead, tenantRequestOf, withScope, type TenantApiVariables } from '../tenants/index.ts';
import { listDaySurcharges } from './day-surcharge-repository.ts';
import { createDaySurcharge, updateDaySurcharge } from './edit-day-surcharge.ts';
import { createPromoCode, updatePromoCode } from './edit-promo-code.ts';
import { createZone, updateZone } from './edit-zone.ts';
import type { Editor } from './editor.ts';
import { presentDaySurcharge, presentPromoCode, presentZone } from './present-prices.ts';
import { listPromoCodes } from './promo-repository.ts';
import type { PricingContext } from './quote.ts';
import { listReferenceZones, listZoneRows } from './zone-repository.ts';

const PAGE = 100;
const tags = ['Prices'];
const PageQuery = z.strictObject({ before: z.uuid('must be a UUID').toLowerCase().optional().describe('`next` of the page before') });

const getCodes = createRoute({
  method: 'get', path: '/promo-codes', operationId: 'listPromoCodes', summary: 'Promo codes', tags, ...withScope('catalog:read'),
  request: { query: PageQuery },
  responses: { 200: json(PromoCodeList, 'Newest first'), ...problemResponses(401, 403, 422, 429) },
});

const postCode = createRoute({
  method: 'post', path: '/promo-codes', operationId: 'createPromoCode', summary: 'Make a promo code', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(PromoCodeRequest) },
  responses: { 201: json(PromoCode, 'The code'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const putCode = createRoute({
  method: 'put', path: '/promo-codes/{id}', operationId: 'updatePromoCode', summary: 'Change or end a promo code', tags, ...withScope('catalog:write'),
  description: 'The terms that are sent replace all that there were. Bookings that were sold with the code keep their price.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(PromoCodeRequest) },
  responses: { 200: json(PromoCode, 'The code'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const getDaySurcharges = describeRead({
  path: '/day-surcharges', operationId: 'listDaySurcharges', summary: 'What days cost more', tags, scope: 'catalog:read',
  answer: DaySurchargeList, description: 'In the order in which they stand in a price',
});

const postDaySurcharge = createRoute({
  method: 'post', path: '/day-surcharges', operationId: 'createDaySurcharge', summary: 'Make days cost more', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(DaySurchargeRequest) },
  responses: { 201: json(DaySurcharge, 'The surcharge'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

const putDaySurcharge = createRoute({
  method: 'put', path: '/day-surcharges/{id}', operationId: 'updateDaySurcharge', summary: 'Change or end a surcharge', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, params: IdParam, body: jsonBody(DaySurchargeRequest) },
  responses: { 200: json(DaySurcharge, 'The surcharge'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

const getZones = describeRead({
  path: '/pricing-zones', operationId: 'listPricingZones', summary: 'Zones by postal code', tags, scope: 'catalog:read',
  answer: PricingZoneList, description: 'In the order in which they are looked through',
});

const postZone = createRoute({
  method: 'post', path: '/pricing-zones', operationId: 'createPricingZone', summary: 'Make a zone', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(PricingZoneRequest) },
  responses: { 201: json(PricingZone, 'The zone'), ...problemResponses(400, 401, 403, 413, 415, 422, 429) },
});

const putZone = createRoute({
  method: 'put', path: '/pricing-zones/{id}', operationId: 'updatePricingZone', summary: 'Change or end a zone', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, params: IdParam, body: jsonBody(PricingZoneRequest) },
  responses: { 200: json(PricingZone, 'The zone'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

const getReferenceZones = describeRead({
  path: '/reference-zones', operationId: 'listReferenceZones', summary: 'Zones that all tenants share', tags, scope: 'catalog:read',
  answer: ReferenceZoneList, description: 'By country',
});

export function pricingRoutes(context: PricingContext & { readonly idempotencyBox: SealedBox }) {
  const once = () => ({ app: context.app, box: context.idempotencyBox, now: context.clock.now() });

  async function editorOf(variables: TenantApiVariables & { requestId: string }): Promise<Editor> {
    const { access, actor, requestId } = tenantRequestOf(variables);
    const { currency, country } = access.tenant;
    return { actor, requestId, currency, country, now: context.clock.now(), catalog: await context.catalogs.get(access.scope) };
  }

  return createApiRouter<TenantApiVariables>()
    .openapi(getCodes, async (c) => {
      const before = (c.req.valid('query').before ?? null) as PromoCodeId | null;
      const rows = await withTenant(context.app, c.get('access').scope, (tx) => listPromoCodes(tx, before, PAGE + 1));
      const page = rows.slice(0, PAGE);
      return c.json({ promoCodes: page.map(presentPromoCode), next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }, 200);
    })
    .openapi(postCode, async (c) => {
      const body = c.req.valid('json');
      const editor = await editorOf(c.var);
      const request = optionalIdempotentRequest('promo_code.create', c.req.valid('header')['idempotency-key'], body);
      return c.json(await answerOnce(once(), c.get('access').scope, request, async (tx) => presentPromoCode(await createPromoCode(tx, editor, body))), 201);
    })
    .openapi(putCode, async (c) => {
      const editor = await editorOf(c.var);
      const row = await withTenant(context.app, c.get('access').scope, (tx) => updatePromoCode(tx, editor, c.req.valid('param').id as PromoCodeId, c.req.valid('json')));
      return c.json(presentPromoCode(row), 200);
    })
    .openapi(getDaySurcharges, async (c) => {
      const rows = await withTenant(context.app, c.get('access').scope, listDaySurcharges);
      return c.json({ daySurcharges: rows.map(presentDaySurcharge) }, 200);
    })
    .openapi(postDaySurcharge, async (c) => {
      const body = c.req.valid('json');
      const editor = await editorOf(c.var);
      const request = optionalIdempotentRequest('day_surcharge.create', c.req.valid('header')['idempotency-key'], body);
      return c.json(await answerOnce(once(), c.get('access').scope, request, async (tx) => presentDaySurcharge(await createDaySurcharge(tx, editor, body))), 201);
    })
    .openapi(putDaySurcharge, async (c) => {
      const editor = await editorOf(c.var);
      const row = await withTenant(context.app, c.get('access').scope, (tx) => updateDaySurcharge(tx, editor, c.req.valid('param').id as DaySurchargeId, c.req.valid('json')));
      return c.json(presentDaySurcharge(row), 200);
    })
    .openapi(getZones, async (c) => {
      const rows = await withTenant(context.app, c.get('access').scope, listZoneRows);
      return c.json({ pricingZones: rows.map(presentZone) }, 200);
    })
    .openapi(postZone, async (c) => {
      const body = c.req.valid('json');
      const [editor, references] = await Promise.all([editorOf(c.var), context.referenceZones.areas()]);
      const request = optionalIdempotentRequest('pricing_zone.create', c.req.valid('header')['idempotency-key'], body);
      return c.json(await answerOnce(once(), c.get('access').scope, request, async (tx) => presentZone(await createZone(tx, editor, references, body))), 201);
    })
    .openapi(putZone, async (c) => {
      const [editor, references] = await Promise.all([editorOf(c.var), context.referenceZones.areas()]);
      const row = await withTenant(context.app, c.get('access').scope, (tx) => updateZone(tx, editor, references, c.req.valid('param').id as ZoneId, c.req.valid('json')));
      return c.json(presentZone(row), 200);
    })
    .openapi(getReferenceZones, async (c) => {
      const zones = await listReferenceZones(context.app);
      return c.json({ referenceZones: zones.map((zone) => ({ ...zone, areas: [...zone.areas] })) }, 200);
    });
}
