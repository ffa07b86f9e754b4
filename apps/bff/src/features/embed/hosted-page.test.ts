import { FirstView } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../platform/db/with-tenant.ts';
import type { TenantId } from '../../platform/ids.ts';
import { createProductFixture, type ProductFixture } from '../../testing/product-fixture.ts';
import { createTenant } from '../tenants/index.ts';

const build = { script: '/assets/widget.js', styles: ['/assets/widget.css'], preloads: [], languages: { en: '/assets/en.js', ja: '/assets/ja.js', ar: '/assets/ar.js' }, draw: null };

describe('the hosted page', () => {
  let product: ProductFixture;
  let liveKey: string;
  let testKey: string;

  beforeAll(async () => {
    product = await createProductFixture({ assets: { files: new Map(), widget: build, sdk: null } });
    const { app, clock } = product.services;
    const { keys } = await createTenant({ app, actor: 'test', now: clock.now() }, {
      slug: 'livetours', name: 'Live "Tours" & <Co>', email: 'a@example.com', country: 'JP', currency: 'JPY', timeZone: 'Asia/Tokyo', locale: 'ja-JP',
      commissionBps: 1000, status: 'active', origins: [], branding: { primary: '#ffee00', css: '.mais-button{border-radius:0;background:url(//evil.example)}</style><script>alert(1)</script>' },
    });
    liveKey = keys.livePublishable;
    testKey = keys.testPublishable;
  });
  afterAll(() => product.close());

  async function open(path: string) {
    const response = await product.request(path);
    const html = await response.text();
    const json = /<script type="application\/json" id="mais-first-view">(.*?)<\/script>/.exec(html)?.[1];
    return { response, html, view: json === undefined ? null : FirstView.parse(JSON.parse(json)) };
  }

  it('shows a demo tenant in test mode, found by its slug alone, to a page that nobody frames', async () => {
    const { response, html, view } = await open('/book/bellaweddings');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(view).toMatchObject({ mode: 'hosted', key: null, hostOrigin: null, config: { livemode: false, tenant: { slug: 'bellaweddings' } } });
    expect(view?.packages).toHaveLength(3);
    expect(view?.availability?.package).toBe('full-day-wedding');
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).not.toContain('application/ld+json');
  });

  it('carries a head for search engines, previews and the tab', async () => {
    const { html } = await open('/book/bellaweddings?utm_source=mail');
    expect(html).toContain('<title>Bella Weddings</title>');
    expect(html).toContain(`<link rel="canonical" href="${product.config.widgetUrl}/book/bellaweddings">`);
    expect(html).toContain('<meta name="description" content="Bella Weddings: Full-day wedding, Elopement, Engagement day">');
    expect(html).toContain('<meta property="og:title" content="Bella Weddings">');
    expect(html).toContain(`<meta property="og:url" content="${product.config.widgetUrl}/book/bellaweddings">`);
    expect(html).toContain('<meta name="theme-color" content="#9d4b5f">');
    expect(html).toMatch(/<link rel="icon" href="data:image\/svg\+xml,[^"]*%3EB%3C%2Ftext/);
  });

  it('begins at a package that its address names, under that package\'s name', async () => {
    const { html, view } = await open('/book/bellaweddings/elopement');
    expect(view?.selectedPackage).toBe('elopement');
    expect(html).toContain('<title>Elopement · Bella Weddings</title>');
    expect(html).toContain('content="Just the two of you, anywhere within two hours of the city."');
    expect(html).toContain(`<link rel="canonical" href="${product.config.widgetUrl}/book/bellaweddings/elopement">`);
  });

  it('shows any other tenant live, or in test mode by its test key', async () => {
    const live = await open('/book/livetours');
    expect(live.view).toMatchObject({ mode: 'hosted', key: null, config: { livemode: true } });
    expect(live.html).toContain('<meta name="robots" content="index, follow">');
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(live.html)?.[1] ?? '') as { name: string };
    expect(data.name).toBe('Live "Tours" & <Co>');
    const test = await open(`/book/livetours?key=${testKey}`);
    expect(test.view).toMatchObject({ key: testKey, config: { livemode: false } });
    expect(test.html).toContain('<meta name="robots" content="noindex">');
    expect((await open(`/book/livetours?key=${liveKey}`)).view).toMatchObject({ key: liveKey, config: { livemode: true } });
  });

  it('begins in the language that the address asks for, then the tenant\'s, then the browser\'s, and has its words fetched beside the script', async () => {
    const french = { headers: { 'accept-language': 'fr, ar;q=0.8' } };
    const htmlOf = async (path: string) => (await product.request(path, french)).text();
    expect(languageOf(await htmlOf('/book/livetours'))).toEqual(['ja-JP', 'ltr', '/assets/ja.js']);
    expect(languageOf(await htmlOf('/book/livetours?lang=ar-EG'))).toEqual(['ar-EG', 'rtl', '/assets/ar.js']);
    expect(languageOf(await htmlOf('/book/livetours?lang=zh'))).toEqual(['ja-JP', 'ltr', '/assets/ja.js']);
    expect(languageOf(await htmlOf('/book/livetours?lang=%22%3E%3Cscript%3E'))).toEqual(['ja-JP', 'ltr', '/assets/ja.js']);
    const { platform, directory } = product.services;
    await platform`update tenants set locale = 'fi' where slug = 'livetours'`;
    directory.forgetAll();
    const fromBrowser = await htmlOf('/book/livetours');
    await platform`update tenants set locale = 'ja-JP' where slug = 'livetours'`;
    directory.forgetAll();
    expect(fromBrowser).toContain('<html lang="fr" dir="ltr" ');
    // Its build has no French words here, so nothing is named that isn't there.
    expect(fromBrowser).not.toContain('maisWords');
  });

  it('carries the safe part of the tenant\'s CSS, under the nonce of the page', async () => {
    const { html, response } = await open('/book/livetours');
    const [theme, [, nonce, css] = []] = stylesOf(html);
    expect(css).toBe('.mais-button{border-radius:0}');
    expect(theme?.[1]).toBe(nonce);
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(html).not.toMatch(/evil|alert/);
    expect(stylesOf((await open('/book/bellaweddings')).html)).toHaveLength(1);
  });

  it('is in the tenant\'s colours before any script has run, in both schemes', async () => {
    const [[, , theme] = []] = stylesOf((await open('/book/livetours')).html);
    expect(theme).toMatch(/^:root\{[^}]*--mais-primary:#ffee00;[^}]*\}:root\[data-scheme=dark\]\{/);
  });

  it('escapes what the tenant has typed, wherever it stands', async () => {
    const { html } = await open('/book/livetours');
    expect(html).toContain('<title>Live &quot;Tours&quot; &amp; &lt;Co&gt;</title>');
    expect(html).not.toContain('<Co>');
    expect(html).toContain('<html lang="ja-JP" dir="ltr" data-mode="hosted" data-framed="false">');
    // Black on yellow: white could not be read.
    expect(html).toContain(encodeURIComponent('fill="#000"'));
  });

  async function wear(branding: Record<string, string | null>): ReturnType<typeof open> {
    const { platform, directory } = product.services;
    await platform`update tenants set branding = branding || ${platform.json(branding)} where slug = 'livetours'`;
    directory.forgetAll();
    return open('/book/livetours');
  }

  describe('with a brand of the tenant\'s own', () => {
    const bitmap = 'data:image/png;base64,iVBORw0KGgo=';
    afterAll(() => wear({ logoUrl: null, faviconUrl: null }));

    it('shows its logo and its icon from the websites that they are on, and lets the page load pictures from nowhere else', async () => {
      const { response, html, view } = await wear({ logoUrl: 'https://cdn.example:8443/a/logo.svg?v=2', faviconUrl: 'https://www.tours.example/icon.png' });
      expect(view?.config.branding).toMatchObject({ logoUrl: 'https://cdn.example:8443/a/logo.svg?v=2', faviconUrl: 'https://www.tours.example/icon.png', primary: '#ffee00' });
      expect(html).toContain('<link rel="icon" href="https://www.tours.example/icon.png">');
      expect(imagesOf(response)).toBe(`'self' data: https://cdn.example:8443 https://www.tours.example`);
      const framed = await open(`/embed/livetours?v=1&key=${testKey}&host=http://localhost:8080`);
      expect(imagesOf(framed.response)).toBe(`'self' data: https://cdn.example:8443`);
    });

    it.each([
      ['of our own server', '/images/logo.png'],
      ['that the address holds itself', bitmap],
    ])('shows pictures %s', async (_, url) => {
      const { response, html, view } = await wear({ logoUrl: url, faviconUrl: url });
      expect(view?.config.branding).toMatchObject({ logoUrl: url, faviconUrl: url });
      expect(html).toContain(`<link rel="icon" href="${url}">`);
      expect(imagesOf(response)).toBe(`'self' data:`);
    });

    it.each([
      'http://cdn.example/logo.png', '//cdn.example/logo.png', '/\\cdn.example/logo.png', 'javascript:alert(1)', 'logo.png', '',
      'https://*/logo.png', 'https://cdn.example;script-src/logo.png', 'https://a,b/logo.png', 'https://user:secret@cdn.example/logo.png', 'HTTPS://cdn.example/logo.png',
      'data:image/svg+xml;base64,PHN2Zy8+', 'data:text/html;base64,PHN2Zy8+', 'data:image/png,<svg>', `data:image/png;base64,${'A'.repeat(20_000)}`, `https://cdn.example/${'a'.repeat(3_000)}`,
    ])('goes without a picture that it could not show safely, and keeps the colours: %s', async (url) => {
      const { response, html, view } = await wear({ logoUrl: url, faviconUrl: url });
      expect(view?.config.branding).toMatchObject({ logoUrl: null, faviconUrl: null, primary: '#ffee00' });
      expect(html).toContain('<link rel="icon" href="data:image/svg+xml,');
      expect(imagesOf(response)).toBe(`'self' data:`);
    });
  });

  it('shows previews the picture of what is booked, as a whole address, and none that they could not draw', async () => {
    const picture = async (imageUrl: string | null) => {
      const { services } = product;
      const tenant = await services.directory.findBySlug('bellaweddings');
      await withTenant(services.app, { tenantId: tenant?.id as TenantId, livemode: false }, ({ sql }) => sql`update packages set image = ${imageUrl} where slug = 'elopement'`);
      services.catalogs.forgetAll();
      const { html } = await open('/book/bellaweddings/elopement');
      return [/<meta property="og:image" content="([^"]*)">/.exec(html)?.[1], /<meta name="twitter:card" content="([^"]*)">/.exec(html)?.[1]];
    };
    expect(await picture('/images/elopement.jpg')).toEqual([`${product.config.widgetUrl}/images/elopement.jpg`, 'summary_large_image']);
    expect(await picture('/images/bellaweddings/elopement.svg')).toEqual([undefined, 'summary']);
  });

  it.each([
    ['an unknown tenant', () => '/book/nobody'],
    ['an unknown package', () => '/book/bellaweddings/nothing'],
    ['another tenant\'s key', () => `/book/bellaweddings?key=${testKey}`],
    ['an unknown key', () => '/book/bellaweddings?key=pk_test_nope'],
  ])('answers %s with a page that says nothing of any tenant', async (_, path) => {
    const { response, html, view } = await open(path());
    expect(response.status).toBe(404);
    expect(view).toBeNull();
    expect(html).toBe(withoutNonce((await open('/book/nobody-at-all')).html, html));
    expect(response.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`);
  });

  it('hides a suspended tenant, with a key too', async () => {
    const { platform, directory } = product.services;
    await platform`update tenants set status = 'suspended' where slug = 'livetours'`;
    try {
      directory.forgetAll();
      expect((await open('/book/livetours')).response.status).toBe(404);
      expect((await open(`/book/livetours?key=${testKey}`)).response.status).toBe(404);
    } finally {
      await platform`update tenants set status = 'active' where slug = 'livetours'`;
      directory.forgetAll();
    }
  });

  it('lets the page call the API by the slug that it was found by', async () => {
    const response = await product.request('/api/v1/packages', { headers: { 'x-tenant-slug': 'bellaweddings' } });
    expect(response.status).toBe(200);
    expect(((await response.json()) as { packages: unknown[] }).packages).toHaveLength(3);
  });
});

/** The first page with the nonce of the second: all else must be the same. */
function withoutNonce(html: string, other: string): string {
  return html.replaceAll(nonceOf(html), nonceOf(other));
}

function nonceOf(html: string): string {
  return /nonce="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** What a page says of its language: the tag, the direction, and the words that it has fetched. */
function languageOf(html: string): string[] | undefined {
  return /<html lang="([^"]*)" dir="(ltr|rtl)"[^>]*>[^]*?<script type="module" nonce="[^"]*">import words from"([^"]*)";/.exec(html)?.slice(1);
}

function stylesOf(html: string): RegExpExecArray[] {
  return [...html.matchAll(/<style nonce="([^"]+)">(.*?)<\/style>/g)];
}

function imagesOf(response: Response): string | undefined {
  return /img-src ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
}
