import type { Hono, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ApiEnv } from './api-router.ts';
import { problemResponse } from './problem-response.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Ends requests that no route is for before anything is looked up for them: 405 with `Allow` where the address takes other
 * methods, 404 where it takes none. Routes count that were registered for a method; middleware is for all of them.
 */
export function refuseUnknownRoutes(app: Pick<Hono<ApiEnv>, 'router'>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (matchedRoutes(c).some(({ method }) => method !== 'ALL')) return next();
    const allowed = METHODS.filter((method) => takes(app, method, c.req.path)).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    if (allowed.length === 0) return problemResponse('not_found', 'Check the address; /openapi.json lists what there is.', c.get('requestId'));
    const refusal = problemResponse('method_not_allowed', `Use ${allowed.join(' or ')} here.`, c.get('requestId'));
    refusal.headers.set('allow', allowed.join(', '));
    return refusal;
  };
}

function takes(app: Pick<Hono<ApiEnv>, 'router'>, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method !== 'ALL');
}
