import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedHostOrigin, frameAncestors } from './check-origin.ts';
import { isLoopbackOrigin, normaliseOrigin } from './origin.ts';
import type { TenantAccess } from './tenant.ts';

describe('an origin', () => {
  it.each([
    ['https://www.example.com', 'https://www.example.com'],
    ['https://www.example.com/', 'https://www.example.com'],
    ['HTTPS://WWW.Example.COM', 'https://www.example.com'],
    ['https://www.example.com.', 'https://www.example.com'],
    ['https://www.example.com:443', 'https://www.example.com'],
    ['https://www.example.com:0443', 'https://www.example.com'],
    ['https://www.example.com.:443/', 'https://www.example.com'],
    ['https://www.example.com:', 'https://www.example.com'],
    ['http://www.example.com:80', 'http://www.example.com'],
    ['http://www.example.com:443', 'http://www.example.com:443'],
    ['https://www.example.com:8443', 'https://www.example.com:8443'],
    ['http://localhost:8788', 'http://localhost:8788'],
    ['http://127.0.0.1:8788', 'http://127.0.0.1:8788'],
    ['http://0x7f.1', 'http://127.0.0.1'],
    ['http://[::1]:8788', 'http://[::1]:8788'],
    ['https://[2001:DB8::1]', 'https://[2001:db8::1]'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
    ['https://MÜNCHEN.example', 'https://xn--mnchen-3ya.example'],
    ['https://例え.テスト', 'https://xn--r8jz45g.xn--zckzah'],
    ['https://ｗｗｗ.example。com', 'https://www.example.com'],
  ])('%s has one spelling, %s', (given, normalised) => {
    expect(normaliseOrigin(given)).toBe(normalised);
    expect(normaliseOrigin(normalised)).toBe(normalised);
    // What a browser says of a page there.
    expect(new URL(normalised).origin).toBe(normalised);
  });

  it.each([
    '', ' ', 'null', 'undefined', '*', 'https://', 'https://.', 'https://..', 'https:///x', 'https:/example.com', 'example.com', '//example.com', 'www.example.com:443',
    'https://www.example.com/path', 'https://www.example.com//', 'https://www.example.com?x', 'https://www.example.com/?x', 'https://www.example.com#x', 'https://user@www.example.com', 'https://@www.example.com', 'https://user:secret@www.example.com',
    'https://www.example.com@evil.example', 'https://www.example.com\\@evil.example', 'https://www.example.com\\.evil.example', 'https:\\\\www.example.com', ' https://www.example.com', 'https://www.example.com ', 'https://www.example.com\n', 'https://www.exa mple.com',
    'https://www.example.com\0', 'https://www.example.com..', 'https://-www.example.com', 'https://www-.example.com', 'https://my_site.example', 'https://*.example.com', "https://a.example;script-src 'unsafe-inline'", 'https://a.example,https://b.example', 'https://a.example https://b.example',
    "https://a.example'", 'https://a.example"', 'https://a.example<', 'https://www.example.com:99999', 'https://www.example.com:-1', 'https://www.example.com:http', 'https://[::1', 'https://256.256.256.256', 'https://example.com%00', 'https://example.com%2f.evil.example',
    'ftp://www.example.com', 'file:///etc/passwd', 'data:text/html,x', 'javascript:alert(1)', 'blob:https://www.example.com/x', 'about:blank', 'chrome-extension://abcdef', 'ws://www.example.com', `https://${'a'.repeat(300)}.example`, `https://${'a.'.repeat(8000)}example`,
  ])('is not %j', (text) => {
    expect(normaliseOrigin(text)).toBeNull();
  });

  it('stays itself once it has its one spelling, and is what a header can carry', () => {
    const host = fc.oneof(fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true, withUserInfo: true }), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
    fc.assert(fc.property(fc.constantFrom('http://', 'https://', 'HTTPS://', 'ftp://', ''), host, fc.constantFrom('', '/', '.', ':443', '/x'), (scheme, name, end) => {
      const normalised = normaliseOrigin(`${scheme}${name}${end}`);
      if (normalised === null) return;
      expect(normalised).toMatch(/^https?:\/\/[a-z0-9.:[\]-]+$/);
      expect(normaliseOrigin(normalised)).toBe(normalised);
      expect(new URL(normalised).origin).toBe(normalised);
    }), { numRuns: 2_000 });
  });
});

describe('the website around a widget', () => {
  it('must be one of the tenant’s, in whatever spelling it names itself', () => {
    const given = access(['https://www.example.com', 'https://xn--mnchen-3ya.example']);
    expect(allowedHostOrigin(given, 'https://WWW.example.com.:443/')).toBe('https://www.example.com');
    expect(allowedHostOrigin(given, 'https://münchen.example')).toBe('https://xn--mnchen-3ya.example');
    for (const other of ['http://www.example.com', 'https://example.com', 'https://www.example.com:8443', 'https://a.www.example.com', 'https://www.example.com.evil.example', 'null', '*', '']) {
      expect(allowedHostOrigin(given, other), other).toBeNull();
    }
  });

  it('may be the developer’s own machine while no websites are set, and only with a test key', () => {
    for (const host of ['http://localhost:3000', 'http://127.0.0.1:8788', 'http://127.9.9.9', 'http://[::1]:5173', 'https://localhost']) {
      expect(isLoopbackOrigin(host)).toBe(true);
      expect(allowedHostOrigin(access([]), host)).toBe(host);
      expect(allowedHostOrigin(access([], true), host)).toBeNull();
      expect(allowedHostOrigin(access(['https://www.example.com']), host)).toBeNull();
    }
    for (const host of ['http://localhost.example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1', 'http://[::2]', 'http://0.0.0.0', 'https://www.example.com']) {
      expect(allowedHostOrigin(access([]), host), host).toBeNull();
    }
  });

  it('is framed in by all of the tenant’s websites and itself, each once', () => {
    expect(frameAncestors(access(['https://a.example', 'https://b.example']), 'https://b.example')).toEqual(['https://a.example', 'https://b.example']);
    expect(frameAncestors(access([]), 'http://localhost:3000')).toEqual(['http://localhost:3000']);
  });
});

function access(origins: string[], livemode = false): TenantAccess {
  return { tenant: { origins }, scope: { livemode } } as unknown as TenantAccess;
}
