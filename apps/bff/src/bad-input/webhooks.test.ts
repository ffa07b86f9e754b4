import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBadInputFixture, expectProblem, type BadInputFixture } from './bad-input-fixture.ts';
import { signedOperations } from './good-requests.ts';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';

const JSON_TYPE = ['content-type', 'application/json'] as const;

describe('Stripe’s webhooks, called by somebody else', () => {
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

  async function call(method: string, query: string, headers: readonly (readonly [string, string])[], body: string) {
    const url = fixture.product.replicas[0]?.server.url ?? '';
    return Promise.all(signedOperations.map((id) => sendRaw(url, rawRequest(method, `${fixture.operation(id).path}${query}`, headers, body))));
  }

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['no signature', []],
    ['an empty one', [['stripe-signature', '']]],
    ['one of nothing', [['stripe-signature', 't=,v1=']]],
    ['one without a time', [['stripe-signature', `v1=${'0'.repeat(64)}`]]],
    ['one without a scheme', [['stripe-signature', `t=${now}`]]],
    ['a made-up one', [['stripe-signature', `t=${now},v1=${'0'.repeat(64)}`]]],
    ['one of no time', [['stripe-signature', `t=NaN,v1=${'0'.repeat(64)}`]]],
    ['one of the end of time', [['stripe-signature', `t=${'9'.repeat(400)},v1=${'0'.repeat(64)}`]]],
    ['two of them', [['stripe-signature', `t=${now},v1=0`], ['stripe-signature', `t=${now},v1=1`]]],
    ['a thousand in one', [['stripe-signature', `t=${now}${',v1=0'.repeat(1000)}`]]],
    ['bytes beyond ASCII', [['stripe-signature', '\xff\xfe']]],
  ] as const)('take nothing under %s', async (_, headers) => {
    for (const body of ['{"id":"evt_1","object":"event"}', '', '{', 'null', '[]', '\xff\xfe', '{"__proto__":{"a":1}}', '['.repeat(50_000)]) {
      for (const response of await call('POST', '', [JSON_TYPE, ...headers], body)) expectProblem(response, { code: 'malformed_request' });
    }
  });

  it('refuse what is too large before they look at it', async () => {
    const large = 'x'.repeat(600 * 1024);
    for (const response of await call('POST', '', [JSON_TYPE], large)) expectProblem(response, { code: 'payload_too_large' });
    const chunked = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    for (const response of await call('POST', '', [JSON_TYPE, ['transfer-encoding', 'chunked']], chunked)) expectProblem(response, { code: 'payload_too_large' });
  });

  it('take no parameters and no other method', async () => {
    for (const response of await call('POST', '?livemode=true', [JSON_TYPE], '{}')) expectProblem(response, { code: 'invalid_request', pointer: 'query/livemode' });
    for (const method of ['GET', 'PUT', 'DELETE']) {
      for (const response of await call(method, '', [], '')) {
        expectProblem(response, { code: 'method_not_allowed' });
        expect(response.headers.get('allow')).toBe('POST');
      }
    }
  });
});
