import { problems, type Problem } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchDatabase, type DatabaseWatcher } from '../testing/database-state.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { rawRequest, sendRaw, type RawResponse } from '../testing/raw-http.ts';

const KEY = ['X-Tenant-Key', 'pk_test_studionord_sample'] as const;
const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const quote = JSON.stringify({ package: 'portrait-60', partySize: 1 });

describe('requests that no browser would send', () => {
  let product: ProductFixture;
  let watcher: DatabaseWatcher;
  let url: string;
  let before: Record<string, string>;
  beforeAll(async () => {
    product = await createProductFixture();
    watcher = watchDatabase(product.database.ownerUrl);
    url = product.replicas[0]?.server.url ?? '';
    await watcher.settle();
    before = await watcher.checksum();
  });
  afterAll(async () => {
    expect(await watcher.checksum()).toEqual(before);
    await watcher.close();
    await product.close();
  });

  const packages = '/api/v1/packages';
  const malformed: [string, string | (string | Uint8Array)[]][] = [
    ['an absolute-form target', rawRequest('GET', `http://localhost${packages}`, [KEY])],
    ['an absolute-form target of another host', rawRequest('GET', `http://elsewhere.example${packages}`, [KEY])],
    ['an absolute-form target of another scheme', rawRequest('GET', `ftp://localhost${packages}`, [KEY])],
    ['an asterisk as the target', rawRequest('OPTIONS', '*', [KEY])],
    ['a target without a slash', rawRequest('GET', 'api/v1/packages', [KEY])],
    ['an authority as the target', rawRequest('CONNECT', 'localhost:80', [KEY])],
    ['a doubled Host', rawRequest('GET', packages, [['Host', 'localhost'], ['Host', 'elsewhere.example'], KEY])],
    ['a doubled Host that agrees', rawRequest('GET', packages, [['Host', 'localhost'], ['host', 'localhost'], KEY])],
    ['two hosts in one Host', rawRequest('GET', packages, [['Host', 'localhost, elsewhere.example'], KEY])],
    ['a Host with a path', rawRequest('GET', packages, [['Host', 'localhost/x'], KEY])],
    ['a Host with userinfo', rawRequest('GET', packages, [['Host', 'a@localhost'], KEY])],
    ['a Host with a space', rawRequest('GET', packages, [['Host', 'local host'], KEY])],
    ['an empty Host', rawRequest('GET', packages, [['Host', ''], KEY])],
    ['no Host', `GET ${packages} HTTP/1.1\r\nX-Tenant-Key: ${KEY[1]}\r\nConnection: close\r\n\r\n`],
    ['no Host in HTTP/1.0', `GET ${packages} HTTP/1.0\r\nX-Tenant-Key: ${KEY[1]}\r\n\r\n`],
    ['a backslash in the path', rawRequest('GET', '/api/v1\\packages', [KEY])],
    ['a space in the target', `GET ${packages} x HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['a control character in the target', `GET ${packages}\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['a NUL in a header', `GET ${packages} HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Key: pk\x00\r\n\r\n`],
    ['a folded header', `GET ${packages} HTTP/1.1\r\nHost: localhost\r\nX-Tenant-Key: ${KEY[1]}\r\n folded\r\n\r\n`],
    ['a header without a colon', `GET ${packages} HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n`],
    ['a space before a colon', `GET ${packages} HTTP/1.1\r\nHost : localhost\r\n\r\n`],
    ['another version of HTTP', `GET ${packages} HTTP/9.9\r\nHost: localhost\r\n\r\n`],
    ['no HTTP at all', 'HELO mail.example\r\n\r\n'],
    ['TLS on a plain port', [Uint8Array.from([0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00, 0x0d, 0x0a, 0x0d, 0x0a])]],
    ['a method of its own', rawRequest('FROBNICATE', packages, [KEY])],
    ['a length and chunks at once', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Content-Length', '5'], ['Transfer-Encoding', 'chunked']], '0\r\n\r\n')],
    ['two lengths', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Content-Length', '5'], ['Content-Length', '6']], '{"a":1')],
    ['a length that is no number', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Content-Length', '1e3']], '{}')],
    ['a negative length', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Content-Length', '-1']], '{}')],
    ['a chunk of no length', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Transfer-Encoding', 'chunked']], 'zz\r\n{}\r\n0\r\n\r\n')],
    ['an unknown transfer encoding', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Transfer-Encoding', 'gzip']], quote)],
    ['an expectation that nobody can meet', rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Expect', 'a miracle']], quote)],
  ];
  it.each(malformed)('are refused as unreadable: %s', async (_, request) => {
    expectProblem(await sendRaw(url, ...[request].flat()), 'malformed_request');
  });

  it.each([
    ['a flood of header bytes', rawRequest('GET', packages, [KEY, ...Array.from({ length: 200 }, (_, index) => [`X-Flood-${index}`, 'x'.repeat(200)] as const)])],
    ['a flood of tiny headers', rawRequest('GET', packages, [KEY, ...Array.from({ length: 2_000 }, () => ['a', ''] as const)])],
    ['one endless header', rawRequest('GET', packages, [KEY, ['Cookie', 'x'.repeat(40_000)]])],
    ['an endless path', rawRequest('GET', `/api/v1/packages/${'a'.repeat(40_000)}`, [KEY])],
    ['an endless query', rawRequest('GET', `${packages}?key=${'a'.repeat(40_000)}`)],
  ])('are refused as too large: %s', async (_, request) => {
    expectProblem(await sendRaw(url, request), 'headers_too_large');
  });

  it('are answered once a client that expects 100-continue was told to go on', async () => {
    const response = await sendRaw(url, rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Expect', '100-continue']], quote));
    expect(response.status).toBe(200);
  });

  it.each([
    ['one that wants to become a websocket', rawRequest('GET', packages, [KEY, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']])],
    ['one to a host in capitals with a dot and a port', rawRequest('GET', packages, [['Host', 'LOCALHOST.:80'], KEY])],
    ['one with an empty line before it', `\r\n${rawRequest('GET', packages, [KEY])}`],
  ])('are taken for what they are: %s', async (_, request) => {
    const response = await sendRaw(url, request);
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)).toHaveProperty('packages');
  });

  it('do not let a second request hide in the first', async () => {
    const hidden = 'GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const smuggled = await sendRaw(url, rawRequest('POST', '/api/v1/quotes', [KEY, JSON_TYPE, ['Content-Length', String(hidden.length)], ['Transfer-Encoding', 'chunked']], `0\r\n\r\n${hidden}`));
    expectProblem(smuggled, 'malformed_request');
    expect(smuggled.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('leave the server as it was', async () => {
    expect((await product.request('/readyz')).status).toBe(200);
    expect((await product.request(packages, { headers: { 'x-tenant-key': KEY[1] } })).status).toBe(200);
  });
});

function expectProblem(response: RawResponse, code: keyof typeof problems): void {
  const { status, headers, body, text } = response;
  expect({ status, type: headers.get('content-type') }, text).toEqual({ status: problems[code].status, type: 'application/problem+json' });
  const problem = JSON.parse(body) as Problem;
  expect(problem, text).toMatchObject({ code, status, title: problems[code].title });
  expect(headers.get('x-request-id')).toBe(problem.requestId);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
}
