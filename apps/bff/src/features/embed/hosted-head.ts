// What search engines, previews in chats and the browser's tab show of a hosted page. None of it is a sentence of ours, so
// none of it needs a language: names, the tenant's own words, and prices as data.
import type { FirstView, Package } from '@mais/contract';
import { escapeHtml, inlineJson } from './escape-html.ts';
import type { PageHead } from './render-page.ts';

/** Longer descriptions are cut by whoever shows them. */
const LONGEST_DESCRIPTION = 300;

export function hostedHead(page: { view: FirstView; widgetUrl: string; isAtPackage: boolean }): PageHead {
  const { view, widgetUrl } = page;
  const { tenant, branding, livemode } = view.config;
  const shown = page.isAtPackage ? view.packages.find((item) => item.slug === view.selectedPackage) : undefined;
  const address = `${widgetUrl}/book/${tenant.slug}`;
  const canonical = shown ? `${address}/${shown.slug}` : address;
  const title = shown ? `${shown.name} · ${tenant.name}` : tenant.name;
  const description = cut(shown ? shown.summary || shown.description : [tenant.name, view.packages.map((item) => item.name).join(', ')].join(': '));
  const image = previewImage(shown ?? view.packages[0], widgetUrl);
  // Test data is nobody's business, and a key in the address is its owner's own look.
  const isPublic = livemode && view.key === null;
  return {
    title,
    tags: [
      meta('name', 'description', description),
      meta('name', 'robots', isPublic ? 'index, follow' : 'noindex'),
      meta('name', 'theme-color', branding.primary),
      `<link rel="canonical" href="${escapeHtml(canonical)}">`,
      `<link rel="icon" href="${escapeHtml(branding.faviconUrl ?? initialIcon(tenant.name, branding.primary))}">`,
      meta('property', 'og:type', 'website'),
      meta('property', 'og:site_name', tenant.name),
      meta('property', 'og:title', title),
      meta('property', 'og:description', description),
      meta('property', 'og:url', canonical),
      meta('property', 'og:locale', tenant.locale.replace('-', '_')),
      ...(image === null ? [] : [meta('property', 'og:image', image)]),
      meta('name', 'twitter:card', image === null ? 'summary' : 'summary_large_image'),
      ...(isPublic ? [`<script type="application/ld+json">${inlineJson(structuredData(view, shown ? [shown] : view.packages, address))}</script>`] : []),
    ],
  };
}

function meta(kind: 'name' | 'property', name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST_DESCRIPTION ? line : `${line.slice(0, LONGEST_DESCRIPTION - 1).trimEnd().toWellFormed()}…`;
}

/** Previews take bitmaps only. */
function previewImage(item: Package | undefined, widgetUrl: string): string | null {
  if (!item?.imageUrl || /^data:|\.svg$/i.test(item.imageUrl)) return null;
  return new URL(item.imageUrl, widgetUrl).href;
}

function initialIcon(name: string, color: string): string {
  const [initial = ''] = [...new Intl.Segmenter().segment(name.trim())].map(({ segment }) => segment);
  const ink = luminance(color) > 0.179 ? '#000' : '#fff';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${color}"/>`
    + `<text x="16" y="16" dy=".35em" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="600" font-size="19" fill="${ink}">${escapeHtml(initial.toLocaleUpperCase())}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Where black and white have the same contrast lies at 0.179. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @see https://schema.org/Offer */
function structuredData(view: FirstView, packages: readonly Package[], address: string): unknown {
  const { tenant } = view.config;
  return {
    '@context': 'https://schema.org',
    '@type': 'LocalBusiness',
    name: tenant.name,
    url: address,
    address: { '@type': 'PostalAddress', addressCountry: tenant.country },
    makesOffer: packages.map((item) => ({
      '@type': 'Offer',
      name: item.name,
      description: item.summary,
      url: `${address}/${item.slug}`,
      price: decimal(item.priceMinor, item.currency),
      priceCurrency: item.currency,
    })),
  };
}

function decimal(amountMinor: number, currency: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (amountMinor / 10 ** digits).toFixed(digits);
}
