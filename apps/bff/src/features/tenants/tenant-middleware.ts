import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../../platform/http/api-router.ts';
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
      slug: c.req.header('x-tenant-slug'),
    });
    c.set('access', access);
    await next();
  };
}
