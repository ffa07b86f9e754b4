import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../../platform/http/api-router.ts';
import { TenantMismatchError } from './errors.ts';
import { resolveAccess } from './resolve-access.ts';
import type { TenantAccess } from './tenant.ts';
import type { TenantDirectory } from './tenant-directory.ts';

export interface TenantVariables {
  access: TenantAccess;
}

/** Resolves the tenant of a public route into `c.var.access`. */
export function tenantFromRequest(directory: TenantDirectory): MiddlewareHandler<ApiEnv<TenantVariables>> {
  return async (c, next) => {
    const access = await resolveAccess(directory, {
      headerKey: c.req.header('x-tenant-key'),
      queryKey: c.req.query('key'),
      // A stream of events can't send headers; every other route refuses the parameter.
      slug: sameOrFirst(c.req.header('x-tenant-slug'), c.req.query('tenant')),
    });
    c.set('access', access);
    await next();
  };
}

/** @throws TenantMismatchError when both are given and differ */
function sameOrFirst(first: string | undefined, second: string | undefined): string | undefined {
  if (first !== undefined && second !== undefined && first !== second) throw new TenantMismatchError();
  return first ?? second;
}
