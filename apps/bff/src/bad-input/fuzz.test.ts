import { problems, type Problem } from '@mais/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBadInputFixture, expectProblem, type BadInputFixture, type Spoilt } from './bad-input-fixture.ts';
import { signedOperations } from './good-requests.ts';

const RUNS = 1_200;

/** What may stand in a header: any byte but those that end it. */
const headerValue = fc.string({ unit: fc.integer({ min: 1, max: 255 }).filter((code) => code !== 10 && code !== 13).map((code) => String.fromCharCode(code)), maxLength: 60 });

/** Texts that have broken something somewhere before. */
const nasty = fc.constantFrom(
  '', ' ', '\0', '\ud800', '\udc00x', '💩', '\u202e', 'null', 'undefined', 'NaN', '-1', '1e309', '0x10', '%00', '%', '%zz', "' or '1'='1", '"; drop table holds; --', '{{7*7}}', '${7*7}', '<script>alert(1)</script>',
  '../../etc/passwd', '\r\nX-Injected: yes', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '9999-12-31', '0000-00-00', '2027-02-30', '+275760-09-13T00:00:00Z', '𠜎'.repeat(50),
);
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const json = fc.oneof(
  { weight: 3, arbitrary: text }, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(Number),
  fc.jsonValue({ maxDepth: 3 }), fc.array(text, { maxLength: 3 }), fc.dictionary(text, text, { maxKeys: 3 }),
);

/** A parameter, percent-encoded by the book, or left as it is. */
const parameter = fc.tuple(fc.oneof(fc.constantFrom('key', 'package', 'from', 'to', 'partySize', 'timeZone', 'tenant', 'since'), text), text, fc.boolean());
const query = fc.array(parameter, { maxLength: 4 }).map((parameters) => parameters.map(([name, value, encoded]) => `${wire(name, encoded)}=${wire(value, encoded)}`).join('&'));

const header = fc.tuple(
  fc.constantFrom('x-tenant-key', 'x-tenant-slug', 'idempotency-key', 'authorization', 'content-type', 'if-none-match', 'last-event-id', 'accept', 'accept-encoding', 'accept-language', 'x-forwarded-for', 'x-proxy-secret', 'cookie', 'origin', 'range'),
  headerValue,
);

/** One field of a good body is replaced, at whatever depth, or a new one put in. */
const bodyChange = fc.record({ at: fc.nat(), name: fc.option(text, { nil: undefined }), value: json });

describe('requests made at random', () => {
  let fixture: BadInputFixture;
  let before: number;
  beforeAll(async () => {
    fixture = await createBadInputFixture();
    before = await countRows();
  });
  afterAll(() => fixture.close());

  it('are answered, or refused with a problem that shows nothing of our insides; never with a 5xx', async () => {
    const operations = fixture.operations.filter(({ id }) => !signedOperations.includes(id));
    const seen = new Map<number, number>();
    await fc.assert(fc.asyncProperty(
      fc.constantFrom(...operations), fc.option(query, { nil: undefined }), fc.array(header, { maxLength: 2 }), fc.option(text, { nil: undefined }), fc.option(bodyChange, { nil: undefined }),
      fc.option(fc.string({ unit: 'binary-ascii', maxLength: 60 }), { nil: undefined, freq: 10 }),
      async (operation, rawQuery, headers, pathValue, change, garbage) => {
        const good = fixture.good(operation);
        const spoilt: Spoilt = {
          headers,
          ...(rawQuery === undefined ? {} : { rawQuery }),
          ...(pathValue === undefined || pathValue === '' ? {} : { rawPath: Object.fromEntries(operation.pathParameters.map((name) => [name, wire(pathValue, true)])) }),
          ...(good.body === undefined ? {} : change === undefined ? {} : { body: changed(good.body, change) }),
          ...(garbage === undefined || good.body === undefined ? {} : { rawBody: garbage }),
        };
        const response = await fixture.send(operation, spoilt);
        seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
        expect(response.status, response.text).toBeLessThan(500);
        expect(response.headers.has('x-injected')).toBe(false);
        if (response.status < 400) return;
        const { code } = JSON.parse(response.body) as Problem;
        expect(Object.keys(problems)).toContain(code);
        expectProblem(response, { code });
      },
    ), { numRuns: RUNS });
    // Most are refused, in many ways; some are right by chance, or there would be nothing to refuse.
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 422]));
    expect((seen.get(422) ?? 0) + (seen.get(401) ?? 0) + (seen.get(404) ?? 0)).toBeGreaterThan(RUNS / 3);
  });

  it('leave a server that still serves, and no row behind but those of requests that were right', async () => {
    expect((await fixture.product.request('/readyz')).status).toBe(200);
    const rows = await fixture.watcher.sql`
      select status, answers, note from bookings where note ~ '[\\x01-\\x08]' or answers::text ~ '__proto__'`;
    expect(rows).toEqual([]);
    expect((await countRows()) - before).toBeLessThan(RUNS);
  });

  async function countRows(): Promise<number> {
    const [row] = await fixture.watcher.sql<{ count: number }[]>`select ((select count(*) from holds) + (select count(*) from bookings))::int as count`;
    return row?.count ?? 0;
  }
});

/** Percent-encoded, half a surrogate as the bytes it would be; or only what can't stand in a request line at all. */
function wire(value: string, encoded: boolean): string {
  return [...Buffer.from(value)].map((byte) => {
    const character = String.fromCharCode(byte);
    const safe = encoded ? /[\w.~-]/.test(character) : byte > 32 && byte < 127 && character !== '#' && character !== '?';
    return safe ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

function changed(body: object, change: { at: number; name: string | undefined; value: unknown }): unknown {
  const copy = structuredClone(body) as Record<string, unknown>;
  const objects = allObjects(copy);
  const target = objects[change.at % objects.length] as Record<string, unknown>;
  const names = Object.keys(target);
  const name = change.name ?? names[change.at % Math.max(1, names.length)] ?? 'x';
  Object.defineProperty(target, name, { value: change.value, enumerable: true, configurable: true, writable: true });
  return copy;
}

function allObjects(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(allObjects);
  return Array.isArray(value) ? inner : [value, ...inner];
}
