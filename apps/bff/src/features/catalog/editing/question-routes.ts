import { QuestionChange, QuestionRequest, Slug, TenantQuestion, TenantQuestionList } from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../../platform/http/api-router.ts';
import { IdempotencyHeader, json, jsonBody, NoQuery, problemResponses } from '../../../platform/http/route-responses.ts';
import { describeRead, edit, editOnce, withScope, type EditingContext, type TenantApiVariables } from '../../tenants/index.ts';
import { changeQuestion, createQuestion, removeQuestion } from './edit-question.ts';
import { listTenantQuestions } from './question-repository.ts';

const tags = ['Catalog'];
const SlugParam = z.object({ slug: Slug });

const listRoute = describeRead({
  path: '/questions', operationId: 'listQuestions', summary: 'All that customers are asked', tags, scope: 'catalog:read',
  answer: TenantQuestionList, description: 'In their order, also those that are not asked any more',
});

const createQuestionRoute = createRoute({
  method: 'post', path: '/questions', operationId: 'createQuestion', summary: 'Ask something', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(QuestionRequest) },
  responses: { 201: json(TenantQuestion, 'The question'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const changeRoute = createRoute({
  method: 'patch', path: '/questions/{slug}', operationId: 'changeQuestion', summary: 'Change a question, or leave off asking it', tags, ...withScope('catalog:write'),
  description: 'Fields that are left out stay as they are. Bookings keep their answers under the words of then.',
  request: { query: NoQuery, params: SlugParam, body: jsonBody(QuestionChange) },
  responses: { 200: json(TenantQuestion, 'The question as it is now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const removeRoute = createRoute({
  method: 'delete', path: '/questions/{slug}', operationId: 'removeQuestion', summary: 'Remove a question', tags, ...withScope('catalog:write'),
  description: 'Bookings keep their answers under the words of then.',
  request: { query: NoQuery, params: SlugParam },
  responses: { 204: { description: 'It is not asked any more' }, ...problemResponses(401, 403, 404, 422, 429) },
});

export function questionRoutes(context: EditingContext) {
  return createApiRouter<TenantApiVariables>()
    .openapi(listRoute, async (c) => c.json({ questions: await withTenant(context.app, c.get('access').scope, listTenantQuestions) }, 200))
    .openapi(createQuestionRoute, async (c) => {
      const body = c.req.valid('json');
      const request = { operation: 'question.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => createQuestion(tx, by, body)), 201);
    })
    .openapi(changeRoute, async (c) => c.json(await edit(context, c.var, (tx, by) => changeQuestion(tx, by, c.req.valid('param').slug, c.req.valid('json'))), 200))
    .openapi(removeRoute, async (c) => {
      await edit(context, c.var, (tx, by) => removeQuestion(tx, by, c.req.valid('param').slug));
      return c.body(null, 204);
    });
}
