import { randomBytes } from 'node:crypto';
import { DomainError } from '../../platform/errors.ts';
import { allowedHostOrigin, frameAncestors, resolveAccess, type TenantAccess, type TenantDirectory } from '../tenants/index.ts';
import { buildFirstView, type FirstViewDeps } from './first-view.ts';
import { embedPageHeaders, refusalHeaders } from './page-policy.ts';
import { renderEmbedPage, renderRefusal } from './render-page.ts';
import type { EmbedAssets } from './widget-assets.ts';

export interface EmbedPageDeps extends FirstViewDeps {
  readonly directory: TenantDirectory;
  readonly assets: EmbedAssets;
}

/**
 * Answers `/embed/<tenant>?key=…&host=…`: the widget's page for a website that may embed it, or a page without data that
 * says what is wrong and what to do about it.
 */
export async function respondWithEmbedPage(deps: EmbedPageDeps, slug: string, query: URLSearchParams): Promise<Response> {
  const once = (name: string): string | undefined => (query.getAll(name).length === 1 ? (query.get(name) ?? undefined) : undefined);
  const key = once('key');
  const host = once('host');
  if (!key || !host) return refuse(400, 'This booking page is not set up yet', 'The embed code must carry data-tenant and data-api-key, each once.');
  const access = await findAccess(deps.directory, { slug, key });
  if (access instanceof Response) return access;
  const hostOrigin = allowedHostOrigin(access, host);
  if (hostOrigin === null) {
    return refuse(403, 'This website may not show this booking page', `If it is yours, add ${host.slice(0, 200)} to the allowed origins of your account.`);
  }
  if (!deps.assets.widget) return refuse(503, 'The booking page is being prepared', 'The widget has not been built yet; run the start command.');
  const view = await buildFirstView(deps, access, { key, hostOrigin, packageSlug: once('package') });
  const nonce = newNonce();
  const lang = once('lang');
  return new Response(
    renderEmbedPage({ view, build: deps.assets.widget, nonce, lang: lang && /^[A-Za-z-]{2,35}$/.test(lang) ? lang : access.tenant.locale }),
    { headers: embedPageHeaders({ nonce, ancestors: frameAncestors(access, hostOrigin), stripe: view.config.stripe }) },
  );
}

async function findAccess(directory: TenantDirectory, given: { slug: string; key: string }): Promise<TenantAccess | Response> {
  try {
    return await resolveAccess(directory, { headerKey: undefined, queryKey: given.key, slug: given.slug });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const title = error.code === 'tenant_suspended' ? 'Bookings are paused' : 'This booking page does not exist';
    return refuse(error.status, title, error.message);
  }
}

function refuse(status: number, title: string, advice: string): Response {
  const nonce = newNonce();
  return new Response(renderRefusal({ title, advice, nonce }), { status, headers: refusalHeaders(nonce) });
}

function newNonce(): string {
  return randomBytes(16).toString('base64');
}
