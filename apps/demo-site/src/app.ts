import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { readWishes } from './embed-tag.ts';
import { renderIndexPage } from './index-page.ts';
import { listPackages } from './list-packages.ts';
import { modePages } from './modes/index.ts';
import { renderModePage } from './modes/mode-page.ts';
import { renderPlaygroundPage } from './playground-page.ts';
import { renderTenantPage } from './tenant-page.ts';
import { tenantSites } from './tenants/index.ts';

const ASSETS = {
  'base.css': 'text/css', 'looks.css': 'text/css', 'modes.css': 'text/css',
  'page.js': 'text/javascript', 'playground.js': 'text/javascript', 'spa.js': 'text/javascript',
} as const;

/**
 * The websites of five sample tenants, and a page for each way to embed.
 * @param widgetOrigin where the loader and the widget come from; the only foreign origin that the pages allow
 * @param reactApp the React page's script, from `bundleReactApp`
 */
export function createDemoSite({ widgetOrigin, reactApp }: { widgetOrigin: string; reactApp: string }): Hono {
  const app = new Hono();
  const policy = contentSecurityPolicy(widgetOrigin);

  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', policy);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'strict-origin-when-cross-origin');
    c.header('permissions-policy', `payment=(self "${widgetOrigin}"), geolocation=(), camera=(), microphone=()`);
  });

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(`../public/${name}`, import.meta.url), 'utf8');
    app.get(`/assets/${name}`, (c) => c.body(content, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }));
  }
  app.get('/assets/react-app.js', (c) => c.body(reactApp, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }));
  app.get('/', (c) => c.html(renderIndexPage(wishesOf(c))));
  for (const site of tenantSites) app.get(`/${site.slug}`, (c) => c.html(renderTenantPage(site, widgetOrigin, wishesOf(c))));
  for (const page of modePages) app.get(`/${page.slug}`, (c) => c.html(renderModePage(page, widgetOrigin, wishesOf(c))));
  app.get('/playground', (c) => c.html(renderPlaygroundPage(widgetOrigin, wishesOf(c))));
  for (const { slug } of tenantSites) app.get(`/packages/${slug}.json`, async (c) => c.json(await listPackages(widgetOrigin, slug)));
  app.notFound((c) => c.text('There is no such page here.', 404));
  return app;
}

function wishesOf(c: Context): ReturnType<typeof readWishes> {
  const [theme, lang] = [c.req.query('theme'), c.req.query('lang')];
  return readWishes({ ...(theme !== undefined && { theme }), ...(lang !== undefined && { lang }) });
}

/** As strict as a careful tenant's: nothing inline, no eval, one foreign origin for the loader and its frame. */
function contentSecurityPolicy(widgetOrigin: string): string {
  return [
    "default-src 'none'", `script-src 'self' ${widgetOrigin}`, `frame-src ${widgetOrigin}`, "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'",
  ].join('; ');
}
