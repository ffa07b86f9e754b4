// The answers that every widget asks for first, ready as bytes. A hit costs no database, no validation and no serialising;
// whatever isn't a plain hit goes the long way, which fills this.
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { LRUCache } from 'lru-cache';
import { presentCatalog, type Catalogs } from './features/catalog/index.ts';
import { presentWidgetConfig } from './features/embed/index.ts';
import type { Payments } from './features/payments/index.ts';
import { resolveAccess, type TenantAccess, type TenantDirectory } from './features/tenants/index.ts';
import type { ApiEnv } from './platform/http/api-router.ts';
import { newRequestId } from './platform/http/request-id.ts';

interface HotAnswer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface HotAnswersDeps {
  readonly directory: TenantDirectory;
  readonly catalogs: Catalogs;
  readonly payments: Payments;
}

const KEPT = 5_000;

/** Serves `GET /packages` and `GET /widget/config` by key; both live in the same caches as the tenant and its catalog. */
export function hotAnswers(deps: HotAnswersDeps, kind: 'packages' | 'config'): MiddlewareHandler<ApiEnv> {
  // The tenant's own object is the key: when the directory forgets a tenant, its answers are forgotten with it.
  const byKey = new LRUCache<string, { tenant: object; catalog: object; answer: HotAnswer }>({ max: KEPT });

  return async (c, next) => {
    const request = c.req.raw;
    const key = request.headers.get('x-tenant-key');
    if (key === null || request.headers.has('x-tenant-slug') || request.url.includes('?')) return next();
    const access = await resolveAccess(deps.directory, { headerKey: key, queryKey: undefined, slug: undefined });
    const catalog = await deps.catalogs.get(access.scope);
    let known = byKey.get(key);
    if (known?.tenant !== access.tenant || known.catalog !== catalog) {
      const value = kind === 'packages' ? presentCatalog(catalog, access.tenant.currency) : presentWidgetConfig(access as TenantAccess, deps.payments);
      known = { tenant: access.tenant, catalog, answer: toAnswer(value) };
      byKey.set(key, known);
    }
    const { body, headers } = known.answer;
    const given = { ...headers, 'x-request-id': newRequestId() };
    return request.headers.get('if-none-match') === headers['etag'] ? new Response(null, { status: 304, headers: given }) : new Response(body, { headers: given });
  };
}

function toAnswer(value: unknown): HotAnswer {
  const body = JSON.stringify(value);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      // A browser may keep it and must ask again; nobody else may keep it at all.
      'cache-control': 'private, no-cache',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      vary: 'x-tenant-key',
      'x-content-type-options': 'nosniff',
    },
  };
}
