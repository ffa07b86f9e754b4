import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '@mais/contract';
import type { ApiOperation } from '../testing/api-operations.ts';
import { createBadInputFixture, expectProblem, type BadInputFixture } from './bad-input-fixture.ts';
import { knownOperations, signedOperations } from './good-requests.ts';

const ONE_PERCENT_UTF8_SURROGATE = '%ED%A0%80';

describe('every route', () => {
  let fixture: BadInputFixture;
  let before: Record<string, string>;
  beforeAll(async () => {
    fixture = await createBadInputFixture();
    before = await fixture.watcher.checksum();
  });
  afterEach(async () => {
    expect(await fixture.watcher.checksum()).toEqual(before);
  });
  afterAll(() => fixture.close());

  const all = (): ApiOperation[] => fixture.operations.filter(({ id }) => !signedOperations.includes(id));
  const withTenant = (): ApiOperation[] => all().filter(({ needsTenant }) => needsTenant);
  const withBody = (): ApiOperation[] => all().filter((operation) => fixture.good(operation).body !== undefined);

  it('is known here', () => {
    expect(fixture.operations.map(({ id }) => id).toSorted()).toEqual(knownOperations.toSorted());
  });

  it('refuses a parameter that it does not know', async () => {
    for (const operation of fixture.operations.filter(({ id }) => !signedOperations.includes(id))) {
      for (const [name, decoded] of [['nothing', 'nothing'], ['__proto__', '__proto__'], ['constructor', 'constructor'], ['%00', '\0'], ['%20', ' ']]) {
        const { query } = fixture.good(operation);
        const rawQuery = `${new URLSearchParams(query).toString()}&${name}=1`.replace(/^&/, '');
        expectProblem(await fixture.send(operation, { rawQuery }), { code: 'invalid_request', pointer: `query/${decoded}` });
      }
    }
  });

  it('refuses a parameter that is given twice', async () => {
    for (const operation of all()) {
      const { query } = fixture.good(operation);
      for (const name of operation.queryParameters) {
        const value = query[name] ?? { key: fixture.tenant.testKey, tenant: fixture.tenant.slug }[name] ?? '1';
        const once = new URLSearchParams({ ...query, [name]: value }).toString();
        expectProblem(await fixture.send(operation, { rawQuery: `${once}&${name}=${encodeURIComponent(value)}` }), { code: 'invalid_request', pointer: `query/${name}` });
      }
    }
  });

  it('refuses values in the address that nobody could have been given', async () => {
    const values = ['%00', 'a%00b', '%FF', ONE_PERCENT_UTF8_SURROGATE, '%', '%zz', '%u0041', 'a%2Fb', '..%2F..', '%2e%2e', '%0d%0aX-Injected:%20yes', "'%20or%201=1--", '__proto__', 'A'.repeat(5000), '%F0%9F%92%A9', '%E2%80%AE'];
    for (const operation of all().filter(({ pathParameters }) => pathParameters.length > 0)) {
      for (const value of values) {
        const response = await fixture.send(operation, { rawPath: Object.fromEntries(operation.pathParameters.map((name) => [name, value])) });
        const code = response.status === 404 ? 'not_found' : response.status === 405 ? 'method_not_allowed' : 'invalid_request';
        expectProblem(response, { code, ...(code === 'invalid_request' ? { pointer: `path/${operation.pathParameters[0] ?? ''}` } : {}) });
        expect(response.headers.has('x-injected')).toBe(false);
      }
    }
  });

  it('refuses other methods, and says which it takes', async () => {
    const methods = new Map<string, string[]>();
    for (const { path, method } of fixture.operations) methods.set(path, [...(methods.get(path) ?? []), method]);
    for (const operation of all()) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
        if (methods.get(operation.path)?.includes(method)) continue;
        const response = await fixture.send(operation, { method });
        expectProblem(response, { code: 'method_not_allowed' });
        expect(response.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(methods.get(operation.path) ?? []));
        expect(response.headers.get('allow')).not.toContain(method === 'GET' ? 'GET' : `${method},`);
      }
    }
  });

  it('refuses addresses that are nearly its own', async () => {
    for (const operation of all()) {
      for (const change of [(path: string) => `${path}/`, (path: string) => `/${path}`, (path: string) => path.toUpperCase(), (path: string) => `${path}/more/of/it`, (path: string) => `${path};v=1`]) {
        const spoilt = { ...operation, path: change(operation.path) };
        if (operation.pathParameters.length > 0 && spoilt.path.toUpperCase() === spoilt.path) continue;
        const response = await fixture.send(spoilt, {});
        expect([404, 405, 422], `${spoilt.path}: ${response.text}`).toContain(response.status);
        expectProblem(response, { code: response.status === 404 ? 'not_found' : response.status === 405 ? 'method_not_allowed' : 'invalid_request' });
      }
    }
  });

  it('refuses to guess whom it is for', async () => {
    const { testKey, slug } = fixture.tenant;
    const cases: [string, readonly (readonly [string, string])[], string, ProblemCode][] = [
      ['nobody', [], '', 'missing_credentials'],
      ['an empty key', [['x-tenant-key', '']], '', 'unknown_api_key'],
      ['a key with spaces in it', [['x-tenant-key', testKey.replace('_sample', ' sample')]], '', 'unknown_api_key'],
      ['a key in capitals', [['x-tenant-key', testKey.toUpperCase()]], '', 'unknown_api_key'],
      ['a key twice', [['x-tenant-key', testKey], ['x-tenant-key', testKey]], '', 'unknown_api_key'],
      ['a secret key', [['x-tenant-key', `sk_test_${'x'.repeat(32)}`]], '', 'unknown_api_key'],
      ['a key of nobody', [['x-tenant-key', 'pk_test_nobody_sample']], '', 'unknown_api_key'],
      ['a key of the length of a book', [['x-tenant-key', `pk_test_${'x'.repeat(8000)}`]], '', 'unknown_api_key'],
      ['bytes beyond ASCII', [['x-tenant-key', 'pk_test_\xff\xfe\xfd']], '', 'unknown_api_key'],
      ['a key with a NUL in the query', [], 'key=pk_test_%00', 'unknown_api_key'],
      ['half a surrogate in the query', [], `key=${ONE_PERCENT_UTF8_SURROGATE}`, 'unknown_api_key'],
      ['a broken percent sign in the query', [], 'key=%zz', 'unknown_api_key'],
      ['another slug beside the key', [['x-tenant-key', testKey], ['x-tenant-slug', 'studionord']], '', 'tenant_mismatch'],
      ['the slug twice beside the key', [['x-tenant-key', testKey], ['x-tenant-slug', slug], ['x-tenant-slug', slug]], '', 'tenant_mismatch'],
      ['an empty slug', [['x-tenant-slug', '']], '', 'not_found'],
      ['a slug with a quote', [['x-tenant-slug', "x' or '1'='1"]], '', 'not_found'],
      ['a slug of nobody', [['x-tenant-slug', 'nobody']], '', 'not_found'],
      ['a slug of the length of a book', [['x-tenant-slug', 'x'.repeat(8000)]], '', 'not_found'],
      ['a slug beyond ASCII', [['x-tenant-slug', '\xe9\xff']], '', 'not_found'],
    ];
    for (const operation of withTenant().filter(({ needsSecretKey }) => !needsSecretKey)) {
      for (const [label, headers, rawQuery, code] of cases) {
        const query = new URLSearchParams(fixture.good(operation).query).toString();
        const response = await fixture.send(operation, { headers, without: ['x-tenant-key'], rawQuery: [query, rawQuery].filter((part) => part !== '').join('&') });
        expect(response.status, `${operation.id}, ${label}: ${response.text}`).toBeGreaterThanOrEqual(400);
        expectProblem(response, { code });
      }
    }
  });

  it('refuses a body that is not the JSON it takes', async () => {
    const cases: [string, string, ProblemCode][] = [
      ['nothing', '', 'invalid_request'],
      ['half an object', '{"package":', 'malformed_request'],
      ['a comma too much', '{"partySize":1,}', 'malformed_request'],
      ['single quotes', "{'partySize':1}", 'malformed_request'],
      ['a comment', '{"partySize":1} // one', 'malformed_request'],
      ['two values', '{}{}', 'malformed_request'],
      ['NaN', '{"partySize":NaN}', 'malformed_request'],
      ['a bare word', 'hello', 'malformed_request'],
      ['XML', '<hold/>', 'malformed_request'],
      ['a control character', '{"package":"a\x01b"}', 'malformed_request'],
      ['a NUL', '{"package":"a\x00b"}', 'malformed_request'],
      ['bytes that are not UTF-8', '{"package":"\xff\xfe"}', 'malformed_request'],
      ['half a surrogate in bytes', '{"package":"\xed\xa0\x80"}', 'malformed_request'],
      ['UTF-16', '\xff\xfe{\x00}\x00', 'malformed_request'],
      ['ten thousand brackets that never close', '['.repeat(10_000), 'malformed_request'],
      ['twenty thousand brackets that do', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'invalid_request'],
      ['twenty thousand nested objects', `${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}`, 'invalid_request'],
      ['null', 'null', 'invalid_request'],
      ['a list', '[]', 'invalid_request'],
      ['a text', '"hold"', 'invalid_request'],
      ['a number', '1', 'invalid_request'],
      ['an endless number', '1e400', 'invalid_request'],
      ['an empty object', '{}', 'invalid_request'],
    ];
    for (const operation of withBody()) {
      for (const [label, rawBody, code] of cases) {
        const response = await fixture.send(operation, { rawBody });
        expect(response.status, `${operation.id}, ${label}: ${response.text}`).toBeGreaterThanOrEqual(400);
        expectProblem(response, { code });
      }
    }
  });

  it('refuses a body of another type', async () => {
    for (const operation of withBody()) {
      const json = JSON.stringify(fixture.good(operation).body);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/json', 'application/jsonp', 'application/json, text/html', '', 'application/', '\xff']) {
        expectProblem(await fixture.send(operation, { headers: [['content-type', type]], rawBody: Buffer.from(json).toString('latin1') }), { code: 'unsupported_media_type' });
      }
    }
  });

  it('refuses a body that is too large, whether it says so or not', async () => {
    const large = `{"note":"${'x'.repeat(70_000)}"}`;
    const chunked = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    // Uploads take more; that they end somewhere is for the tests of files.
    for (const operation of withTenant().filter(({ id, method }) => method !== 'GET' && id !== 'uploadFile')) {
      expectProblem(await fixture.send(operation, { rawBody: large }), { code: 'payload_too_large' });
      expectProblem(await fixture.send(operation, { rawBody: chunked, headers: [['transfer-encoding', 'chunked'], ['content-type', 'application/json']] }), { code: 'payload_too_large' });
      expectProblem(await fixture.send(operation, { rawBody: '{', headers: [['content-length', '10000000000']] }), { code: 'payload_too_large' });
    }
  });

  it('refuses a body where none is taken, unless it says nothing', async () => {
    for (const id of ['cancelBooking', 'replayWebhookDelivery']) {
      const operation = fixture.operation(id);
      expectProblem(await fixture.send(operation, { body: { reason: 'rain' } }), { code: 'invalid_request', pointer: '/reason' });
      expectProblem(await fixture.send(operation, { rawBody: '[]' }), { code: 'invalid_request' });
      expectProblem(await fixture.send(operation, { rawBody: '{' }), { code: 'malformed_request' });
      expectProblem(await fixture.send(operation, { rawBody: 'reason=rain', headers: [['content-type', 'application/x-www-form-urlencoded']] }), { code: 'unsupported_media_type' });
    }
    // It is looked at no further once the token is refused.
    expectProblem(await fixture.send(fixture.operation('cancelBooking'), { body: {}, headers: [['authorization', 'Bearer nobody']] }), { code: 'invalid_token' });
  });

  it('refuses a body that is compressed', async () => {
    for (const operation of withBody()) {
      expectProblem(await fixture.send(operation, { headers: [['content-encoding', 'gzip']], rawBody: '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03' }), { code: 'malformed_request' });
    }
  });

  it('refuses what does not prove that it may', async () => {
    const cases: [string, readonly (readonly [string, string])[], ProblemCode][] = [
      ['nothing', [], 'missing_credentials'],
      ['an empty header', [['authorization', '']], 'invalid_token'],
      ['a scheme alone', [['authorization', 'Bearer']], 'invalid_token'],
      ['another scheme', [['authorization', 'Basic dXNlcjpwYXNz']], 'invalid_token'],
      ['a token alone', [['authorization', fixture.tenant.bookings.pending.token]], 'invalid_token'],
      ['a token with spaces', [['authorization', 'Bearer a b']], 'invalid_token'],
      ['bytes beyond ASCII', [['authorization', 'Bearer \xff\xff']], 'invalid_token'],
      ['an endless token', [['authorization', `Bearer ${'x'.repeat(8000)}`]], 'invalid_token'],
      ['two tokens', [['authorization', `Bearer ${fixture.tenant.bookings.pending.token}`], ['authorization', 'Bearer x']], 'invalid_token'],
      ['a token of something else', [['authorization', `Bearer ${fixture.tenant.bookings.refunded.token}`]], 'invalid_token'],
      ['a token cut short', [['authorization', `Bearer ${fixture.tenant.bookings.pending.token.slice(0, -1)}`]], 'invalid_token'],
    ];
    for (const operation of all().filter((candidate) => 'authorization' in fixture.good(candidate).headers)) {
      for (const [label, headers, refusal] of cases) {
        // What could be a key is looked up as one.
        const code = operation.needsSecretKey && /of something else|cut short/.test(label) ? 'unknown_api_key' : refusal;
        const response = await fixture.send(operation, { headers, without: ['authorization'] });
        expect(response.status, `${operation.id}, ${label}: ${response.text}`).toBeGreaterThanOrEqual(400);
        expectProblem(response, { code });
      }
    }
  });

  it('refuses an idempotency key that is none', async () => {
    for (const operation of all().filter((candidate) => 'idempotency-key' in fixture.good(candidate).headers)) {
      for (const key of ['', ' ', 'two words', 'x'.repeat(256), 'x'.repeat(8000), 'caf\xe9', 'a\tb']) {
        expectProblem(await fixture.send(operation, { headers: [['idempotency-key', key]] }), { code: 'invalid_request', pointer: 'header/idempotency-key' });
      }
      const twice = await fixture.send(operation, { headers: [['idempotency-key', 'one'], ['idempotency-key', 'two']] });
      expectProblem(twice, { code: 'invalid_request', pointer: 'header/idempotency-key' });
    }
    expectProblem(await fixture.send(fixture.operation('createBooking'), { without: ['idempotency-key'] }), { code: 'invalid_request', pointer: 'header/idempotency-key' });
  });
});
