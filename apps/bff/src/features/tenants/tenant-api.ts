// The API for a tenant's own servers: by secret key, below /api/v1/tenant.
//
// 1. A secret key decides tenant and mode. It works here alone, and no publishable key does.
// 2. Each route names the one scope that it takes.
// 3. Other identifiers of a tenant may be sent and must agree.
import { createRoute } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { ApiEnv } from '../../platform/http/api-router.ts';
import { bearerToken } from '../../platform/http/bearer.ts';
import { json, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import { MissingCredentialsError } from '../../platform/errors.ts';
import type { ApiKeyId } from '../../platform/ids.ts';
import { ScopeMissingError, TenantMismatchError, TenantSuspendedError } from './errors.ts';
import type { KeyScope } from './key-scopes.ts';
import type { KeyUses } from './note-key-use.ts';
import { isServed, type TenantAccess } from './tenant.ts';
import type { TenantDirectory } from './tenant-directory.ts';

export interface TenantApiVariables {
  access: TenantAccess;
  apiKey: { readonly id: ApiKeyId; readonly scopes: readonly KeyScope[] };
}

/** Who asks, as verbs take it. */
export interface TenantRequest {
  readonly access: TenantAccess;
  /** As history and audit log name it. */
  readonly actor: string;
  readonly requestId: string;
}

/** Resolves the secret key of a request into `c.var.access` and `c.var.apiKey`. */
export function tenantFromSecretKey(directory: TenantDirectory, uses: KeyUses): MiddlewareHandler<ApiEnv<TenantApiVariables>> {
  return async (c, next) => {
    const header = c.req.header('authorization');
    if (header === undefined) throw new MissingCredentialsError('Send your secret key: Authorization: Bearer sk_…');
    const { tenant, livemode, keyId, scopes } = await directory.getBySecretKey(bearerToken(header));
    await assertAgrees(directory, tenant.slug, livemode, { slug: c.req.header('x-tenant-slug'), key: c.req.header('x-tenant-key') });
    if (!isServed(tenant.status)) throw new TenantSuspendedError();
    const scope = { tenantId: tenant.id, livemode };
    c.set('access', { tenant, scope });
    c.set('apiKey', { id: keyId, scopes });
    uses.note(scope, keyId);
    await next();
  };
}

/** @throws TenantMismatchError, UnknownApiKeyError */
async function assertAgrees(directory: TenantDirectory, slug: string, livemode: boolean, given: { slug: string | undefined; key: string | undefined }): Promise<void> {
  if (given.slug !== undefined && given.slug !== slug) throw new TenantMismatchError();
  if (given.key === undefined) return;
  const other = await directory.getByPublishableKey(given.key);
  if (other.tenant.slug !== slug || other.livemode !== livemode) throw new TenantMismatchError();
}

/** What makes a route one of this API: it is described with its scope, and refused without it. */
export function withScope(scope: KeyScope) {
  const middleware: MiddlewareHandler<ApiEnv<TenantApiVariables>> = async (c, next) => {
    if (!c.get('apiKey').scopes.includes(scope)) throw new ScopeMissingError(scope);
    await next();
  };
  return { security: [{ secretKey: [scope] }], middleware };
}

/** What verbs need to know of a request. */
export function tenantRequestOf(variables: TenantApiVariables & { requestId: string }): TenantRequest {
  return { access: variables.access, actor: `key:${variables.apiKey.id}`, requestId: variables.requestId };
}

/** A route that takes nothing and answers with what there is, such as all of a kind. */
export function describeRead<Path extends string, Answer extends z.ZodType>(route: {
  readonly path: Path; readonly operationId: string; readonly summary: string; readonly tags: string[]; readonly scope: KeyScope; readonly answer: Answer; readonly description: string;
}) {
  const { path, operationId, summary, tags, scope, answer, description } = route;
  return createRoute({
    method: 'get', path, operationId, summary, tags, ...withScope(scope),
    request: { query: NoQuery },
    responses: { 200: json(answer, description), ...problemResponses(401, 403, 422, 429) },
  });
}
