import type { Problem, TenantBranding, WidgetConfig } from '@mais/contract';
import { contrast } from '@mais/ui/theme';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type TenantScope } from '../../platform/db/with-tenant.ts';
import { answered } from '../../testing/booking-steps.ts';
import { builtAssets } from '../../testing/built-assets.ts';
import { createProductFixture, type ProductFixture, type Replica } from '../../testing/product-fixture.ts';
import { createTenantServer, type TenantServer } from '../../testing/tenant-server.ts';

const EMBED = '/embed/studionord?key=pk_test_studionord_sample&host=http%3A%2F%2Flocalhost%3A8788';
const HOSTED = '/book/studionord?key=pk_test_studionord_sample';

const page = async (replica: Replica | undefined, path: string) => (await fetch(`${replica?.server.url ?? ''}${path}`)).text();

describe('a tenant’s branding, by its own server', () => {
  let product: ProductFixture;
  let scope: TenantScope;
  let server: TenantServer;
  beforeAll(async () => {
    product = await createProductFixture({ assets: builtAssets, replicas: 2 });
    server = await createTenantServer(product, 'studionord');
    scope = server.scope;
  });
  afterAll(() => product.close());

  const read = async () => answered<TenantBranding>(await server.send('GET', '/branding'), 200);
  const change = async (fields: object) => answered<TenantBranding>(await server.send('PATCH', '/branding', { version: (await read()).version, ...fields }), 200);

  it('is on the embed page, the hosted page and in the configuration of every replica at once', async () => {
    const [first, second] = product.replicas;
    // Both remember the tenant as it was.
    for (const replica of product.replicas) for (const path of [EMBED, HOSTED]) expect(await page(replica, path)).not.toContain('#6b0f4d');
    const before = await read();
    const after = await change({ primary: '#6B0F4D', name: 'Studio Süd', logoUrl: 'https://pictures.example.com/l.png', css: '.mais-button{gap:1rem}' });
    expect(after).toMatchObject({ version: before.version + 1, name: 'Studio Süd', primary: '#6B0F4D', accent: before.accent, logoUrl: 'https://pictures.example.com/l.png' });
    // Who changed it sees it in the very next request; the other replica hears of it.
    for (const path of [EMBED, HOSTED]) expect(await page(first, path)).toContain('#6b0f4d');
    await expect.poll(() => page(second, HOSTED)).toContain('#6b0f4d');
    for (const replica of product.replicas) {
      for (const path of [EMBED, HOSTED]) {
        const response = await fetch(`${replica.server.url}${path}`);
        const html = await response.text();
        expect([html.includes('.mais-button{gap:1rem}'), html.includes('<title>Studio Süd'), html.includes('"primary":"#6B0F4D"')]).toEqual([true, true, true]);
        expect(response.headers.get('content-security-policy')).toMatch(/img-src 'self' data: https:\/\/pictures\.example\.com(?:;|$)/);
      }
      const config = await fetch(`${replica.server.url}/api/v1/widget/config`, { headers: { 'x-tenant-key': 'pk_test_studionord_sample' } });
      expect((await answered<WidgetConfig>(config, 200)).branding.primary).toBe('#6B0F4D');
    }
  });

  it('tells which colours are used in place of what could not be read', async () => {
    const { colors, corrections } = await change({ primary: '#ffe600', accent: '#0b2a6b', secondary: null });
    expect(corrections).toContainEqual({ field: 'primary', scheme: 'light', token: 'primary-edge', color: '#a09000' });
    expect(corrections.some(({ field, scheme, token }) => field === 'primary' && scheme === 'light' && token === 'primary')).toBe(false);
    expect(corrections).toContainEqual({ field: 'accent', scheme: 'dark', token: 'accent-text', color: colors.dark['accent-text'] });
    for (const palette of [colors.light, colors.dark]) {
      for (const [text, ground] of [['text', 'page'], ['primary-text', 'page'], ['on-primary', 'primary'], ['accent-text', 'accent-tint']] as const) {
        expect(contrast(palette[text] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect((await change({ primary: '#0b2a6b', accent: '#0b2a6b' })).corrections.filter(({ scheme }) => scheme === 'light')).toEqual([]);
  });

  it('keeps the safe part of its CSS, and tells what was cut', async () => {
    const sent = '.mais-button { gap: 1rem; color: red } * { gap: 1px }';
    const after = await change({ css: sent });
    expect(after).toMatchObject({ css: sent, usedCss: '.mais-button{gap:1rem}' });
    expect(after.cutCss.map(({ css }) => css)).toEqual(['color:red', '*{gap:1px}']);
    expect(await page(product.replicas[0], EMBED)).toContain('>.mais-button{gap:1rem}</style>');
    expect(await page(product.replicas[0], EMBED)).not.toContain('color:red}');
    expect(await change({ css: '' })).toMatchObject({ css: '', usedCss: '', cutCss: [] });
  });

  it.each([
    ['a colour by name', { primary: 'red' }, '/primary'],
    ['a colour of three digits', { accent: '#fff' }, '/accent'],
    ['no colour', { primary: null }, '/primary'],
    ['a font that is none', { font: 'comic' }, '/font'],
    ['a picture that pages could not show', { logoUrl: 'http://example.com/x.png' }, '/logoUrl'],
    ['an SVG in the address', { faviconUrl: 'data:image/svg+xml;base64,PHN2Zz4=' }, '/faviconUrl'],
    ['a script', { logoUrl: 'javascript:alert(1)' }, '/logoUrl'],
    ['a path with a NUL in it', { logoUrl: '/a\u0000.png' }, '/logoUrl'],
    ['half a character', { logoUrl: 'https://example.com/\ud800.png' }, '/logoUrl'],
    ['half a character in the CSS', { css: '.mais-a{font-family:"\ud800"}' }, '/css'],
    ['CSS of the length of a book', { css: 'x'.repeat(20_001) }, '/css'],
    ['no name', { name: '  ' }, '/name'],
    ['a field that is none', { colour: '#ffffff' }, '/colour'],
    ['no version', { version: undefined, font: 'mono' }, '/version'],
    ['a version of words', { version: '1', font: 'mono' }, '/version'],
  ])('refuses %s', async (_, fields, pointer) => {
    const before = await read();
    const problem = await answered<Problem>(await server.send('PATCH', '/branding', { version: before.version, ...fields }), 422);
    expect([problem.code, problem.errors?.map((error) => error.pointer)]).toEqual(['invalid_request', [pointer]]);
    expect(await read()).toEqual(before);
  });

  it('loses no change where two are made at once', async () => {
    const { version } = await read();
    const changes = [{ font: 'serif' }, { font: 'mono' }, { radius: 'none' }, { radius: 'large' }];
    const responses = await Promise.all(changes.map((fields) => server.send('PATCH', '/branding', { version, ...fields })));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const won = changes[responses.findIndex(({ status }) => status === 200)];
    expect(await read()).toMatchObject({ version: version + 1, ...won });
    expect((await answered<Problem>(responses.find(({ status }) => status === 409) as Response, 409)).code).toBe('changed_meanwhile');
  });

  it('takes the scope of settings, and writes down which fields were changed', async () => {
    const limited = await createTenantServer(product, 'studionord', ['settings:read']);
    expect((await limited.send('GET', '/branding')).status).toBe(200);
    expect((await answered<Problem>(await limited.send('PATCH', '/branding', { version: 1, font: 'mono' }), 403)).code).toBe('scope_missing');
    const entries = await withTenant(product.database.app, scope, ({ sql, tenantId }) => sql<{ change: unknown }[]>`
      select change from audit_log where tenant_id = ${tenantId} and action = 'branding.updated' order by id limit 1`);
    expect(entries).toEqual([{ change: { fields: ['name', 'logoUrl', 'primary', 'css'] } }]);
  });

  it('mends what was stored wrong by hand', async () => {
    await product.services.platform`update tenants set branding = '{"primary": "red", "logoUrl": "x", "font": "serif"}' where slug = 'studionord'`;
    expect(await read()).toMatchObject({ primary: '#1f5eff', logoUrl: null, font: 'system' });
    expect(await change({ accent: '#123456' })).toMatchObject({ primary: '#1f5eff', accent: '#123456' });
  });
});
