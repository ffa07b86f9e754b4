import { html } from 'hono/html';
import type { Wishes } from './embed-tag.ts';
import { modePages } from './modes/index.ts';
import { renderDocument, trusted } from './layout.ts';
import { type TenantSite, tenantSites } from './tenants/index.ts';

/** The way in: the five sample tenants. */
export function renderIndexPage(wishes: Wishes): ReturnType<typeof html> {
  const cards = tenantSites.map((site) => html`<li data-look="${site.slug}"><a href="/${site.slug}">
    <span class="tile" aria-hidden="true">${trusted(tileArt(site))}</span>
    <span class="tile-text"><strong>${site.name}</strong><span>${site.kind}</span><small>${site.place}</small></span></a></li>`);
  const body = html`<main class="index">
  <h1>Five businesses, one tag each</h1>
  <p class="lead">Websites of MAIS’s sample tenants, on an origin of their own. On each, a stranger can pick a time, pay with a test card and see it confirmed.</p>
  <ul class="tiles">${cards}</ul>
  <h2>Every way to embed</h2>
  <ul class="ways">${modePages.map(({ slug, name, about }) => way(slug, name, about))}${way('playground', 'Playground', 'Writes the code for what you choose, beside what it does.')}</ul>
</main>`;
  return renderDocument({
    look: 'index', title: 'MAIS · sample tenants', description: 'Websites of MAIS’s sample tenants, each with the booking widget in it.',
    mark: 'M', icon: ['23233b', 'ffffff'], wishes, body, styles: ['modes.css'],
  });
}

function way(slug: string, name: string, about: string): ReturnType<typeof html> {
  return html`<li><a href="/${slug}"><strong>${name}</strong><span>${about}</span></a></li>`;
}

/** The picture as a decoration, with ids of its own: five of them stand on one page. */
function tileArt({ slug, art, artFills }: TenantSite): string {
  return art
    .replace(/<svg [^>]*viewBox="([^"]+)"[^>]*>/, (_tag, viewBox: string) => `<svg viewBox="${viewBox}" preserveAspectRatio="xMidYMid ${artFills ? 'slice' : 'meet'}">`)
    .replace(/id="(\w+)"/g, `id="${slug}-$1"`)
    .replace(/(href="|url\()#(\w+)/g, `$1#${slug}-$2`);
}
