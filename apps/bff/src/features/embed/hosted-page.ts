import { DomainError } from '../../platform/errors.ts';
import { resolveAccess, type TenantAccess } from '../tenants/index.ts';
import { drawPicture } from './draw-picture.ts';
import type { WidgetPageDeps } from './embed-page.ts';
import { buildFirstView } from './first-view.ts';
import { hostedHead } from './hosted-head.ts';
import { pageLanguage, single, type PageRequest } from './page-query.ts';
import { packagePictures, widgetPageHeaders } from './page-policy.ts';
import { newNonce, refusePage } from './refuse-page.ts';
import { renderWidgetPage } from './render-page.ts';

export interface HostedPageDeps extends WidgetPageDeps {
  /** Where customers reach the page, as an origin. */
  readonly widgetUrl: string;
}

/**
 * Answers `/book/<tenant>` and `/book/<tenant>/<package>`: the widget as a page of its own, framed by nobody and with a head
 * for search engines and previews. `key` chooses test mode; without one the tenant is found as a stranger finds it.
 */
export async function respondWithHostedPage(deps: HostedPageDeps, slug: string, packageSlug: string | undefined, asked: PageRequest): Promise<Response> {
  const { query } = asked;
  const key = single(query, 'key');
  const access = await findAccess(deps, slug, key);
  if (access === null) return notFound();
  const build = deps.assets.widget;
  if (!build) return refusePage(503, 'The booking page is being prepared', 'The widget has not been built yet; run the start command.', 'nobody');
  const preset = single(query, 'package');
  const view = await buildFirstView(deps, access, { key: key ?? null, hostOrigin: null, packageSlug: packageSlug ?? preset });
  if (packageSlug !== undefined && view.selectedPackage === null) return notFound();
  const nonce = newNonce();
  const language = pageLanguage(asked, access);
  const picture = await drawPicture(deps, build, { view, language, preset });
  const head = hostedHead({ view, widgetUrl: deps.widgetUrl, isAtPackage: packageSlug !== undefined });
  const { logoUrl, faviconUrl } = view.config.branding;
  return new Response(renderWidgetPage({ view, build, nonce, css: access.tenant.css, language, head, theme: single(query, 'theme'), picture }), {
    headers: widgetPageHeaders({ nonce, ancestors: [], stripe: view.config.stripe, pictures: [logoUrl, faviconUrl, ...packagePictures(view)] }),
  });
}

/**
 * Answers `/book/<tenant>/manage`: the page of a booking that there is already. Which one it is stands behind the `#` of its
 * address, so nothing of it is known here.
 */
export async function respondWithManagePage(deps: HostedPageDeps, slug: string, asked: PageRequest): Promise<Response> {
  const { query } = asked;
  const key = single(query, 'key');
  const access = await findAccess(deps, slug, key);
  if (access === null) return notFound();
  const build = deps.assets.widget;
  if (!build) return refusePage(503, 'The booking page is being prepared', 'The widget has not been built yet; run the start command.', 'nobody');
  const shown = await buildFirstView(deps, access, { key: key ?? null, hostOrigin: null, packageSlug: undefined });
  const view = { ...shown, availability: null, isManage: true };
  const nonce = newNonce();
  const { tenant, branding } = view.config;
  const head = { title: tenant.name, tags: ['<meta name="robots" content="noindex">', '<meta name="referrer" content="no-referrer">', `<meta name="theme-color" content="${branding.primary}">`] };
  return new Response(renderWidgetPage({ view, build, nonce, css: access.tenant.css, language: pageLanguage(asked, access), head, theme: single(query, 'theme'), picture: null }), {
    headers: widgetPageHeaders({ nonce, ancestors: [], stripe: view.config.stripe, pictures: [branding.logoUrl, ...packagePictures(view)] }),
  });
}

/** Null for every reason there is, so that the page tells strangers nothing of tenants they can't see. */
async function findAccess(deps: HostedPageDeps, slug: string, key: string | undefined): Promise<TenantAccess | null> {
  try {
    return await resolveAccess(deps.directory, { headerKey: undefined, queryKey: key, slug });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function notFound(): Response {
  return refusePage(404, 'There is no booking page here', 'Check the address, or ask the business that you want to book with for its link.', 'nobody');
}
