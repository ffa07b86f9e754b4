import { problems, type Problem, type ProblemCode } from '@mais/contract';
import { expect } from 'vitest';
import { fillPath, listOperations, type ApiOperation } from '../testing/api-operations.ts';
import { watchDatabase, type DatabaseWatcher } from '../testing/database-state.ts';
import { furnishTenant, type FurnishedTenant } from '../testing/furnish-tenant.ts';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import { rawRequest, sendRaw, type RawResponse } from '../testing/raw-http.ts';
import { goodRequest, type GoodRequest } from './good-requests.ts';

/** What a test changes of a good request. Strings go onto the wire as they are. */
export interface Spoilt {
  readonly method?: string;
  /** Path values that are on the wire as given, not encoded. */
  readonly rawPath?: Readonly<Record<string, string>>;
  /** The query as it stands after the question mark. */
  readonly rawQuery?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Headers of the good request to leave out. */
  readonly without?: readonly string[];
  /** The body's bytes, one character each. */
  readonly rawBody?: string;
  readonly body?: unknown;
}

export interface Expected {
  readonly code: ProblemCode;
  /** The field that the problem must name, where there is one. */
  readonly pointer?: string;
}

export interface BadInputFixture {
  readonly product: ProductFixture;
  readonly watcher: DatabaseWatcher;
  readonly tenant: FurnishedTenant;
  readonly operations: readonly ApiOperation[];
  send(operation: ApiOperation, spoilt: Spoilt): Promise<RawResponse>;
  operation(id: string): ApiOperation;
  good(operation: ApiOperation): GoodRequest;
  close(): Promise<void>;
}

export async function createBadInputFixture(): Promise<BadInputFixture> {
  const product = await createProductFixture();
  const watcher = watchDatabase(product.database.ownerUrl);
  const [operations, tenant] = await Promise.all([listOperations(product), furnishTenant(product, 'harborkayaks')]);
  // That a key was used is noted; once a minute, so not again below.
  await product.request('/api/v1/tenant/api-keys', { headers: { authorization: `Bearer ${tenant.secretKey}` } });
  await watcher.settle();
  const url = product.replicas[0]?.server.url ?? '';
  return {
    product, watcher, tenant, operations,
    good: (operation) => goodRequest(operation.id, tenant),
    operation(id) {
      const found = operations.find((operation) => operation.id === id);
      if (!found) throw new Error(`there is no operation ${id}`);
      return found;
    },
    send(operation, spoilt) {
      const good = goodRequest(operation.id, tenant);
      return sendRaw(url, spoiltRequest(operation, good, spoilt));
    },
    async close() {
      await watcher.close();
      await product.close();
    },
  };
}

function spoiltRequest(operation: ApiOperation, good: GoodRequest, spoilt: Spoilt): string {
  const path = spoilt.rawPath ? operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => spoilt.rawPath?.[name] ?? '') : fillPath(operation.path, good.path);
  const query = spoilt.rawQuery ?? new URLSearchParams(good.query).toString();
  const given = new Set([...(spoilt.headers ?? []).map(([name]) => name.toLowerCase()), ...(spoilt.without ?? [])]);
  const json = 'body' in spoilt ? spoilt.body : good.body;
  const body = spoilt.rawBody ?? (json === undefined ? (good.rawBody ?? '') : Buffer.from(JSON.stringify(json)).toString('latin1'));
  const headers: (readonly [string, string])[] = [
    ...(body === '' || given.has('content-type') ? [] : [['content-type', 'application/json'] as const]),
    ...Object.entries(good.headers).filter(([name]) => !given.has(name)),
    ...(spoilt.headers ?? []),
  ];
  return rawRequest(spoilt.method ?? operation.method, `${path}${query === '' ? '' : `?${query}`}`, headers, body);
}

/** What no answer may show: stack frames, SQL, names of ours. */
const INNARDS = /\n\s+at |node_modules|\.ts:\d|PostgresError|ZodError|\b(?:select|insert into|update|delete from) \w+ |violates|constraint|"stack"/i;

/** Checks that an answer is a problem with this code, names the field, and shows nothing of our insides. */
export function expectProblem(response: RawResponse, { code, pointer }: Expected): void {
  const { status, headers, body, text } = response;
  expect({ status, type: headers.get('content-type') }, text).toEqual({ status: problems[code].status, type: 'application/problem+json' });
  const problem = JSON.parse(body) as Problem;
  expect(problem, text).toMatchObject({ code, status, title: problems[code].title, requestId: expect.stringMatching(/^req_[0-9a-f]{32}$/) as string });
  if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer), text).toContain(pointer);
  expect(text).not.toMatch(INNARDS);
}
