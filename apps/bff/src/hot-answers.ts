// The answers that every widget asks for first, ready as bytes. A plain request for one is answered before it becomes a
// `Request`: no database, no router, no line in the log, which would cost half as much again. Whatever isn't a plain hit goes
// the long way through the app, which gives the same answer and leaves behind what the next one is made from.
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Config } from './config/config.ts';
import { presentCatalog, type Catalog, type Catalogs } from './features/catalog/index.ts';
import { presentWidgetConfig } from './features/embed/index.ts';
import type { Payments } from './features/payments/index.ts';
import { isServed, resolveAccess, type KeyOwner, type TenantAccess, type TenantDirectory } from './features/tenants/index.ts';
import type { ApiEnv } from './platform/http/api-router.ts';
import { newRequestId } from './platform/http/request-id.ts';
import { transportSecurity } from './platform/http/request-pipeline.ts';
import type { QuickAnswer } from './platform/http/serve.ts';

type Kind = 'packages' | 'config';

const addresses: ReadonlyMap<string, Kind> = new Map([['/api/v1/packages', 'packages'], ['/api/v1/widget/config', 'config']]);

interface HotAnswer {
  readonly body: Buffer<ArrayBuffer>;
  /** One character a byte: as a string it leaves together with the headers, in one write and without being encoded again. */
  readonly bytes: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface HotAnswersDeps {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly directory: TenantDirectory;
  readonly catalogs: Catalogs;
  readonly payments: Payments;
}

/** The long way, for the addresses of hot answers: it waits for what isn't remembered. */
export function hotAnswer(deps: HotAnswersDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const kind = addresses.get(c.req.path);
    const headerKey = c.req.header('x-tenant-key');
    if (kind === undefined || headerKey === undefined || c.req.header('x-tenant-slug') !== undefined || c.req.url.includes('?')) return next();
    const access = await resolveAccess(deps.directory, { headerKey, queryKey: undefined, slug: undefined });
    const { body, etag, headers } = makeAnswer(deps, kind, access, await deps.catalogs.offered(access));
    return c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(body, 200, headers);
  };
}

/** The short way, for a server to try first. It leaves everything to the long way but a plain request for what is remembered. */
export function quickAnswers(deps: HotAnswersDeps): QuickAnswer {
  // The directory's own object is the key: when it forgets a tenant, the answers are forgotten with it.
  const known = new WeakMap<KeyOwner, Map<Kind, { catalog: Catalog; answer: HotAnswer }>>();

  function find(kind: Kind, key: string): HotAnswer | null {
    const owner = deps.directory.peekPublishableKey(key);
    if (!owner || !isServed(owner.tenant.status)) return null;
    const access = { tenant: owner.tenant, scope: { tenantId: owner.tenant.id, livemode: owner.livemode } };
    const catalog = deps.catalogs.peekOffered(access);
    if (!catalog) return null;
    let ofOwner = known.get(owner);
    if (!ofOwner) known.set(owner, (ofOwner = new Map()));
    const ready = ofOwner.get(kind);
    if (ready?.catalog === catalog) return ready.answer;
    const answer = makeAnswer(deps, kind, access, catalog);
    ofOwner.set(kind, { catalog, answer });
    return answer;
  }

  return (request, response) => {
    const kind = request.method === 'GET' && request.url ? addresses.get(request.url) : undefined;
    if (kind === undefined) return false;
    const given = request.headers;
    const key = given['x-tenant-key'];
    if (typeof key !== 'string' || given['x-tenant-slug'] !== undefined) return false;
    const answer = find(kind, key);
    if (!answer) return false;
    const requestId = newRequestId();
    if (given['if-none-match'] === answer.etag) {
      response.writeHead(304, { ...answer.headers, 'x-request-id': requestId }).end();
    } else {
      response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length, 'x-request-id': requestId }).end(answer.bytes, 'latin1');
    }
    return true;
  };
}

function makeAnswer(deps: HotAnswersDeps, kind: Kind, access: TenantAccess, catalog: Catalog): HotAnswer {
  const value = kind === 'packages' ? presentCatalog(catalog, access.tenant.currency) : presentWidgetConfig(access, deps.payments);
  const body = Buffer.from(JSON.stringify(value));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return {
    body,
    bytes: body.toString('latin1'),
    etag,
    headers: {
      'content-type': 'application/json',
      // A browser may keep it and must ask again; nobody else may keep it at all.
      'cache-control': 'private, no-cache',
      etag,
      vary: 'x-tenant-key',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      ...transportSecurity(deps.config.publicUrl),
    },
  };
}
