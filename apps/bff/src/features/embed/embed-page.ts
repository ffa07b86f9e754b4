import { DomainError } from '../../platform/errors.ts';
import { allowedHostOrigin, frameAncestors, resolveAccess, type TenantAccess, type TenantDirectory } from '../tenants/index.ts';
import type { Logger } from '../../platform/log.ts';
import { drawPicture } from './draw-picture.ts';
import { buildFirstView, type FirstViewDeps } from './first-view.ts';
import { pageLanguage, single, type PageRequest } from './page-query.ts';
import { packagePictures, widgetPageHeaders } from './page-policy.ts';
import { newNonce, refusePage } from './refuse-page.ts';
import { renderWidgetPage } from './render-page.ts';
import type { EmbedAssets } from './widget-assets.ts';

export interface WidgetPageDeps extends FirstViewDeps {
  readonly directory: TenantDirectory;
  readonly assets: EmbedAssets;
  readonly log: Logger;
}

/**
 * Answers `/embed/<tenant>?key=…&host=…`: the widget's page for a website that may embed it, or a page without data that
 * says what is wrong and what to do about it.
 */
export async function respondWithEmbedPage(deps: WidgetPageDeps, slug: string, asked: PageRequest): Promise<Response> {
  const { query } = asked;
  const key = single(query, 'key');
  const host = single(query, 'host');
  if (!key || !host) return refuse(400, 'This booking page is not set up yet', 'The embed code must carry data-tenant and data-api-key, each once.');
  const access = await findAccess(deps.directory, { slug, key });
  if (access instanceof Response) return access;
  const hostOrigin = allowedHostOrigin(access, host);
  if (hostOrigin === null) {
    return refuse(403, 'This website may not show this booking page', `If it is yours, add ${host.slice(0, 200)} to the allowed origins of your account.`);
  }
  const build = deps.assets.widget;
  if (!build) return refuse(503, 'The booking page is being prepared', 'The widget has not been built yet; run the start command.');
  const preset = single(query, 'package');
  const view = await buildFirstView(deps, access, { key, hostOrigin, packageSlug: preset });
  const language = pageLanguage(asked, access);
  const picture = await drawPicture(deps, build, { view, language, preset });
  const nonce = newNonce();
  const head = { title: access.tenant.name, tags: ['<meta name="robots" content="noindex">'] };
  return new Response(
    renderWidgetPage({ view, build, nonce, css: access.tenant.css, language, head, theme: single(query, 'theme'), picture }),
    { headers: widgetPageHeaders({ nonce, ancestors: frameAncestors(access, hostOrigin), stripe: view.config.stripe, pictures: [view.config.branding.logoUrl, ...packagePictures(view)] }) },
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
  return refusePage(status, title, advice, 'anyone');
}
