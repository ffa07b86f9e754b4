import {
  BookableDay, Closure, ClosureList, ClosureRequest, DayHours, Resource, ResourceChange, ResourceList, ResourceRequest, Schedule, ScheduleChange, ScheduleList, ScheduleRequest,
} from '@mais/contract';
import { createRoute } from '@hono/zod-openapi';
import { withTenant } from '../../../platform/db/with-tenant.ts';
import { createApiRouter } from '../../../platform/http/api-router.ts';
import { IdempotencyHeader, IdParam, json, jsonBody, NoQuery, problemResponses } from '../../../platform/http/route-responses.ts';
import { describeRead, edit, editOnce, withScope, type EditingContext, type TenantApiVariables } from '../../tenants/index.ts';
import { changeResource, createClosure, createResource, readResources, removeClosure } from './edit-resource.ts';
import { changeDay, changeSchedule, createSchedule, readSchedule, readSchedules } from './edit-schedule.ts';
import { listClosures } from './resource-repository.ts';

const tags = ['Opening hours'];
const DayParams = IdParam.extend({ day: BookableDay });
const stays = 'Bookings and holds keep their time; what is held from now on goes by the new hours.';

const getSchedules = describeRead({
  path: '/schedules', operationId: 'listSchedules', summary: 'Opening hours', tags, scope: 'catalog:read',
  answer: ScheduleList, description: 'All schedules, oldest first',
});

const getSchedule = createRoute({
  method: 'get', path: '/schedules/{id}', operationId: 'getSchedule', summary: 'A schedule', tags, ...withScope('catalog:read'),
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Schedule, 'The schedule'), ...problemResponses(401, 403, 404, 422, 429) },
});

const postSchedule = createRoute({
  method: 'post', path: '/schedules', operationId: 'createSchedule', summary: 'Make a schedule', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(ScheduleRequest) },
  responses: { 201: json(Schedule, 'The schedule'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const patchSchedule = createRoute({
  method: 'patch', path: '/schedules/{id}', operationId: 'changeSchedule', summary: 'Change the hours of the week', tags, ...withScope('catalog:write'),
  description: stays,
  request: { query: NoQuery, params: IdParam, body: jsonBody(ScheduleChange) },
  responses: { 200: json(Schedule, 'The schedule as it is now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

const putDay = createRoute({
  method: 'put', path: '/schedules/{id}/days/{day}', operationId: 'setScheduleDay', summary: 'Give a day hours of its own', tags, ...withScope('catalog:write'),
  description: stays,
  request: { query: NoQuery, params: DayParams, body: jsonBody(DayHours) },
  responses: { 200: json(Schedule, 'The schedule as it is now'), ...problemResponses(400, 401, 403, 404, 413, 415, 422, 429) },
});

const deleteDay = createRoute({
  method: 'delete', path: '/schedules/{id}/days/{day}', operationId: 'resetScheduleDay', summary: 'Give a day the hours of its weekday again', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, params: DayParams },
  responses: { 200: json(Schedule, 'The schedule as it is now'), ...problemResponses(401, 403, 404, 422, 429) },
});

const getClosures = describeRead({
  path: '/closures', operationId: 'listClosures', summary: 'Days on which nothing can be booked', tags, scope: 'catalog:read',
  answer: ClosureList, description: 'Those that are not over, by their first day',
});

const postClosure = createRoute({
  method: 'post', path: '/closures', operationId: 'createClosure', summary: 'Close days', tags, ...withScope('catalog:write'),
  description: 'Bookings of these days stay: move or cancel them where nobody will be there.',
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(ClosureRequest) },
  responses: { 201: json(Closure, 'The closure'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const deleteClosure = createRoute({
  method: 'delete', path: '/closures/{id}', operationId: 'deleteClosure', summary: 'Open the days again', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, params: IdParam },
  responses: { 204: { description: 'They are open' }, ...problemResponses(401, 403, 404, 422, 429) },
});

const getResources = describeRead({
  path: '/resources', operationId: 'listResources', summary: 'What bookings take: rooms, boats, people', tags, scope: 'catalog:read',
  answer: ResourceList, description: 'The default one first',
});

const postResource = createRoute({
  method: 'post', path: '/resources', operationId: 'createResource', summary: 'Make a resource', tags, ...withScope('catalog:write'),
  request: { query: NoQuery, headers: IdempotencyHeader, body: jsonBody(ResourceRequest) },
  responses: { 201: json(Resource, 'The resource'), ...problemResponses(400, 401, 403, 409, 413, 415, 422, 429) },
});

const patchResource = createRoute({
  method: 'patch', path: '/resources/{id}', operationId: 'changeResource', summary: 'Change how many there are of it', tags, ...withScope('catalog:write'),
  description: 'Not below what is booked: `resource_in_use` says until when.',
  request: { query: NoQuery, params: IdParam, body: jsonBody(ResourceChange) },
  responses: { 200: json(Resource, 'The resource as it is now'), ...problemResponses(400, 401, 403, 404, 409, 413, 415, 422, 429) },
});

export function openingHoursRoutes(context: EditingContext) {
  const { app, clock } = context;
  return createApiRouter<TenantApiVariables>()
    .openapi(getSchedules, async (c) => c.json({ schedules: await withTenant(app, c.get('access').scope, (tx) => readSchedules(tx, clock.now())) }, 200))
    .openapi(getSchedule, async (c) => c.json(await withTenant(app, c.get('access').scope, (tx) => readSchedule(tx, c.req.valid('param').id, clock.now())), 200))
    .openapi(postSchedule, async (c) => {
      const body = c.req.valid('json');
      const request = { operation: 'schedule.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => createSchedule(tx, by, body)), 201);
    })
    .openapi(patchSchedule, async (c) => c.json(await edit(context, c.var, (tx, by) => changeSchedule(tx, by, c.req.valid('param').id, c.req.valid('json'))), 200))
    .openapi(putDay, async (c) => c.json(await edit(context, c.var, (tx, by) => changeDay(tx, by, c.req.valid('param'), c.req.valid('json').hours)), 200))
    .openapi(deleteDay, async (c) => c.json(await edit(context, c.var, (tx, by) => changeDay(tx, by, c.req.valid('param'), null)), 200))
    .openapi(getClosures, async (c) => {
      const today = new Date(clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
      return c.json({ closures: await withTenant(app, c.get('access').scope, (tx) => listClosures(tx, today)) }, 200);
    })
    .openapi(postClosure, async (c) => {
      const body = c.req.valid('json');
      const request = { operation: 'closure.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => createClosure(tx, by, body)), 201);
    })
    .openapi(deleteClosure, async (c) => {
      await edit(context, c.var, (tx, by) => removeClosure(tx, by, c.req.valid('param').id));
      return c.body(null, 204);
    })
    .openapi(getResources, async (c) => c.json({ resources: await withTenant(app, c.get('access').scope, readResources) }, 200))
    .openapi(postResource, async (c) => {
      const body = c.req.valid('json');
      const request = { operation: 'resource.create', key: c.req.valid('header')['idempotency-key'], body };
      return c.json(await editOnce(context, c.var, request, (tx, by) => createResource(tx, by, body)), 201);
    })
    .openapi(patchResource, async (c) => c.json(await edit(context, c.var, (tx, by) => changeResource(tx, by, c.req.valid('param').id, c.req.valid('json'))), 200));
}
