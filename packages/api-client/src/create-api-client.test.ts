import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type ApiClient, createApiClient } from './create-api-client.ts';
import { ApiProblem, ApiUnreachable } from './errors.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let baseUrl: string;
let answers: Answer[];
let seen: Seen[];

beforeEach(async () => {
  answers = [];
  seen = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('sends the tenant key and leaves out what the query does not say', async () => {
  answers = [json(200, { days: [] })];
  await client().getAvailability({ package: 'portrait-30', from: '2027-01-01', to: '2027-01-31', timeZone: 'Europe/Berlin' });
  expect(seen[0]?.url).toBe('/api/v1/availability?package=portrait-30&from=2027-01-01&to=2027-01-31&timeZone=Europe%2FBerlin');
  expect(seen[0]?.headers['x-tenant-key']).toBe('pk_test_x');
  expect(seen[0]?.headers['content-type']).toBeUndefined();
});

test('names the tenant in the address of a stream, which carries no headers', () => {
  const query = { package: 'portrait-30', since: '2027-01-01T00:00:00.000Z' };
  expect(client().availabilityStreamUrl(query)).toBe(`${baseUrl}/api/v1/availability/stream?key=pk_test_x&package=portrait-30&since=2027-01-01T00%3A00%3A00.000Z`);
  const withoutKey = createApiClient({ baseUrl, key: null, slug: 'studionord' });
  expect(withoutKey.availabilityStreamUrl(query)).toContain('?tenant=studionord&package=portrait-30');
});

test('names the tenant and the token in the address of a calendar file', () => {
  const booking = { id: 'b-1', calendarToken: 'calendar_x' };
  expect(client().bookingCalendarUrl(booking)).toBe(`${baseUrl}/api/v1/bookings/b-1/calendar.ics?key=pk_test_x&token=calendar_x`);
  expect(createApiClient({ baseUrl, key: null, slug: 'studionord' }).bookingCalendarUrl(booking)).toContain('calendar.ics?tenant=studionord&token=calendar_x');
});

test('names the tenant by its slug where there is no key', async () => {
  answers = [json(200, { packages: [] })];
  const options = { baseUrl, retry: { attempts: 1, baseDelayMs: 1 } };
  await createApiClient({ ...options, key: null, slug: 'harborkayaks' }).listPackages();
  await createApiClient({ ...options, key: 'pk_test_x', slug: 'harborkayaks' }).listPackages();
  expect(seen.map(({ headers }) => [headers['x-tenant-key'], headers['x-tenant-slug']])).toEqual([[undefined, 'harborkayaks'], ['pk_test_x', undefined]]);
  expect(() => createApiClient({ ...options, key: null })).toThrow(TypeError);
});

test('sends a booking once with its idempotency key and a JSON body', async () => {
  answers = [json(201, { booking: {}, token: 't', payment: null })];
  const request = { holdId: 'h', holdToken: 't', addOns: [], customer: { name: 'Ana', email: 'ana@example.com' } };
  expect(await client().createBooking(request, { idempotencyKey: 'key-1' })).toEqual({ booking: {}, token: 't', payment: null });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers['idempotency-key']).toBe('key-1');
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(request);
});

test('carries a token in the header and never in the address', async () => {
  answers = [(_request, response) => response.writeHead(204).end()];
  expect(await client().releaseHold({ id: 'a/b', token: 'secret' })).toBeUndefined();
  expect(seen[0]).toMatchObject({ method: 'DELETE', url: '/api/v1/holds/a%2Fb', headers: { authorization: 'Bearer secret' } });
});

test('turns a problem document into an ApiProblem with its fields', async () => {
  answers = [
    json(422, {
      type: 'urn:mais:problem:invalid_request', title: 'The request is not valid', status: 422, code: 'invalid_request',
      detail: 'Mend the fields', requestId: 'r-1', errors: [{ pointer: '/customer/email', detail: 'must be an e-mail address' }],
    }, 'application/problem+json'),
  ];
  const refused = await failure(client().createQuote({ package: 'x', partySize: 1, addOns: [] }), ApiProblem);
  expect(refused).toMatchObject({
    code: 'invalid_request', status: 422, detail: 'Mend the fields', requestId: 'r-1',
    errors: [{ pointer: '/customer/email', detail: 'must be an e-mail address' }],
  });
  expect(seen).toHaveLength(1);
});

test('reports an answer that is no problem document as unexpected', async () => {
  answers = [(_request, response) => response.writeHead(500, { 'content-type': 'text/html', 'x-request-id': 'r-9' }).end('<h1>Oops</h1>')];
  expect(await failure(client().listPackages(), ApiProblem)).toMatchObject({ code: 'unexpected_response', status: 500, requestId: 'r-9' });
});

test('reports a page in place of JSON as unexpected, also with status 200', async () => {
  answers = [(_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the hotel network</h1>')];
  expect(await failure(client().listPackages(), ApiProblem)).toMatchObject({ code: 'unexpected_response', status: 200 });
});

test('tries a read again when the connection breaks and when the server is not available', async () => {
  answers = [breakOff, problem(503, 'service_unavailable'), json(200, { packages: [] })];
  expect(await client().listPackages()).toEqual({ packages: [] });
  expect(seen).toHaveLength(3);
});

test('gives up after the last try and says that the server could not be reached', async () => {
  answers = [breakOff];
  expect((await failure(client().listPackages(), ApiUnreachable)).reason).toBe('network');
  expect(seen).toHaveLength(3);
});

test('never repeats a write without an idempotency key', async () => {
  answers = [breakOff];
  await failure(client().createHold({ package: 'x', startsAt: '2027-01-01T00:00:00Z', partySize: 1 }), ApiUnreachable);
  expect(seen).toHaveLength(1);
});

test('repeats a write with its idempotency key, under the same key', async () => {
  answers = [breakOff, problem(409, 'idempotency_key_in_use'), json(201, { id: 'h' })];
  const hold = await client().createHold({ package: 'x', startsAt: '2027-01-01T00:00:00Z', partySize: 1 }, { idempotencyKey: 'same' });
  expect(hold).toEqual({ id: 'h' });
  expect(seen.map((request) => request.headers['idempotency-key'])).toEqual(['same', 'same', 'same']);
});

test('does not repeat what the server refused for good', async () => {
  answers = [problem(409, 'slot_taken')];
  const taken = client().createHold({ package: 'x', startsAt: '2027-01-01T00:00:00Z', partySize: 1 }, { idempotencyKey: 'k' });
  expect(await failure(taken, ApiProblem)).toMatchObject({ code: 'slot_taken', status: 409 });
  expect(seen).toHaveLength(1);
});

test('waits as long as the server asks before another try', async () => {
  answers = [problem(503, 'service_unavailable', { 'retry-after': '0.2' }), json(200, { packages: [] })];
  const before = performance.now();
  await client().listPackages();
  expect(performance.now() - before).toBeGreaterThanOrEqual(190);
});

test('gives up on a server that does not answer in time', async () => {
  answers = [() => {}];
  expect((await failure(client({ timeoutMs: 40 }).listPackages(), ApiUnreachable)).reason).toBe('timeout');
});

test('gives up on an answer that starts and never ends', async () => {
  answers = [(_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"packages":')];
  expect((await failure(client({ timeoutMs: 40 }).listPackages(), ApiUnreachable)).reason).toBe('timeout');
});

test('stops at once when the caller aborts, without another try', async () => {
  answers = [breakOff];
  const controller = new AbortController();
  const reading = client({ retry: { attempts: 3, baseDelayMs: 60_000 } }).listPackages({ signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  expect((await failure(reading, DOMException)).name).toBe('AbortError');
  expect(seen).toHaveLength(1);
});

test('leaves a long wait that the server asks for to the customer', async () => {
  answers = [problem(429, 'rate_limited', { 'retry-after': '40' }), json(200, { packages: [] })];
  expect(await failure(client().listPackages(), ApiProblem)).toMatchObject({ code: 'rate_limited', retryAfterMs: 40_000 });
  expect(seen).toHaveLength(1);
});

function client(options: { timeoutMs?: number; retry?: { attempts: number; baseDelayMs: number } } = {}): ApiClient {
  return createApiClient({ baseUrl, key: 'pk_test_x', retry: { attempts: 3, baseDelayMs: 5 }, ...options });
}

function json(status: number, body: unknown, type = 'application/json'): Answer {
  return (_request, response) => response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify({ type: `urn:mais:problem:${code}`, title: code, status, code, detail: '', requestId: 'r' }));
}

function breakOff(request: IncomingMessage): void {
  request.socket.destroy();
}

async function failure<E extends Error>(promise: Promise<unknown>, type: abstract new (...args: never[]) => E): Promise<E> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(type);
    return error as E;
  }
  throw new Error('it should have failed');
}
