import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { bundleReactApp } from './bundle.ts';
import { createDemoSite } from './app.ts';
import { readEnv } from './env.ts';
import { modePages } from './modes/index.ts';
import { tenantSites } from './tenants/index.ts';

const WIDGET = 'https://book.example';
const site = createDemoSite({ widgetOrigin: WIDGET, reactApp: await bundleReactApp() });

async function read(path: string): Promise<{ status: number; type: string | null; policy: string; text: string }> {
  const response = await site.request(path);
  const { headers, status } = response;
  return { status, type: headers.get('content-type'), policy: headers.get('content-security-policy') ?? '', text: await response.text() };
}

describe.each(tenantSites.map(({ slug }) => slug))('the website of %s', (slug) => {
  test('holds the plain tag, and shows the same to developers', async () => {
    const { status, type, text } = await read(`/${slug}`);
    expect([status, type]).toEqual([200, 'text/html; charset=UTF-8']);
    const tag = `<script async src="${WIDGET}/sdk/mais-sdk.js"\n  data-tenant="${slug}" data-api-key="pk_test_${slug}_sample"\n  data-theme="auto" data-lang="en"></script>\n<div id="mais-widget"></div>`;
    expect(text).toContain(tag);
    expect(text).toContain(tag.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
  });

  test('passes theme and language on', async () => {
    const { text } = await read(`/${slug}?theme=dark&lang=de`);
    expect(text).toContain('data-theme="dark" data-lang="de"></script>');
    expect(text).toContain('<html lang="en" dir="ltr" data-look="' + slug + '" data-theme="dark">');
  });

  test('uses nothing from elsewhere but the loader, and nothing that its policy forbids', async () => {
    const { text, policy } = await read(`/${slug}`);
    const foreign = [...text.matchAll(/(?:src|href|action)="([^"#?/][^"]*)"/g)].map(([, address]) => address).filter((address) => !/^(mailto|tel|data):/.test(address ?? ''));
    expect(foreign).toEqual([`${WIDGET}/sdk/mais-sdk.js`]);
    expect(text).not.toMatch(/<style|\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)/);
    expect(policy).toContain(`script-src 'self' ${WIDGET}; frame-src ${WIDGET}`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  test('has one heading of the first rank and names for its links', async () => {
    const { text } = await read(`/${slug}`);
    expect(text.match(/<h1/g)).toHaveLength(1);
    expect(text).not.toMatch(/<a [^>]*>\s*<\/a>/);
    const anchors = [...text.matchAll(/href="#(\w+)"/g)].map(([, id]) => id);
    for (const id of anchors.filter((anchor) => !/^(leaf|rose|opening)$/.test(anchor ?? ''))) expect(text).toContain(`id="${id}"`);
  });
});

describe.each([...modePages.map(({ slug }) => slug), 'playground'])('the page /%s', (slug) => {
  test('uses nothing from elsewhere but the loader, and nothing that its policy forbids', async () => {
    const { status, text, policy } = await read(`/${slug}`);
    expect(status).toBe(200);
    const foreign = [...text.matchAll(/(?:src|href|action)="([^"#?/][^"]*)"/g)].map(([, address]) => address).filter((address) => !address?.startsWith('data:'));
    for (const address of foreign) expect(address?.startsWith(`${WIDGET}/`)).toBe(true);
    expect(text).not.toMatch(/<style|\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)/);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(text.match(/<h1/g)).toHaveLength(1);
  });

  test('has all its files', async () => {
    const { text } = await read(`/${slug}`);
    for (const [, file] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) expect(await read(file ?? '')).toMatchObject({ status: 200 });
  });

  test('is on the index', async () => {
    expect((await read('/')).text).toContain(`href="/${slug}"`);
  });
});

test('the strict page pins a version of the loader by the hash that it was released with', async () => {
  const { text } = await read('/strict-csp');
  const [, version, integrity] = /\/sdk\/v([\d.]+)\/mais-sdk\.js" crossorigin="anonymous"\s+integrity="([^"]+)"/.exec(text) ?? [];
  const code = await readFile(createRequire(import.meta.url).resolve(`@mais/sdk/releases/${version}/mais-sdk.js`));
  expect(integrity).toBe(`sha384-${createHash('sha384').update(code).digest('base64')}`);
});

test('the playground offers no packages while the widget’s server does not answer', async () => {
  const unreachable = createDemoSite({ widgetOrigin: 'http://127.0.0.1:9', reactApp: '' });
  expect(await (await unreachable.request('/packages/studionord.json')).json()).toEqual([]);
  expect((await unreachable.request('/packages/nobody.json')).status).toBe(404);
});

test('the index leads to all five, with ids that are all different', async () => {
  const { text } = await read('/');
  for (const { slug, name } of tenantSites) expect(text).toMatch(new RegExp(`href="/${slug}"[\\s\\S]*${name}`));
  const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('wishes that make no sense are as if not said', async () => {
  const { text } = await read('/studionord?theme="><script>alert(1)</script>&lang=<b>');
  expect(text).toContain('data-theme="auto" data-lang="en"></script>');
  expect(text).not.toContain('alert(1)');
});

test('answers for its health, its assets and what is not there', async () => {
  expect(await read('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  expect(await read('/assets/page.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' });
  expect(await read('/assets/looks.css')).toMatchObject({ status: 200, type: 'text/css; charset=utf-8' });
  expect(await read('/nobody')).toMatchObject({ status: 404 });
});

test('every class of a picture has a colour in the stylesheet', async () => {
  const { text: css } = await read('/assets/looks.css');
  for (const { slug, art } of tenantSites) {
    for (const [, name] of art.matchAll(/class="([\w-]+)"/g)) {
      const rule = new RegExp(`(data-look='${slug}'\\] [^{]*|^)\\.${name}\\b`, 'm');
      expect(rule.test(css), `a rule for .${name} of ${slug}`).toBe(true);
    }
  }
});

describe('the environment', () => {
  test('has defaults', () => {
    expect(readEnv({})).toEqual({ host: '127.0.0.1', port: 8788, widgetOrigin: 'http://127.0.0.1:8787' });
  });

  test('is refused with every mistake named', () => {
    expect(() => readEnv({ DEMO_PORT: 'x', WIDGET_ORIGIN: 'javascript:alert(1)' })).toThrow(/DEMO_PORT[\s\S]*WIDGET_ORIGIN/);
    expect(() => readEnv({ WIDGET_ORIGIN: 'https://book.example/path' })).toThrow(/WIDGET_ORIGIN/);
  });
});
