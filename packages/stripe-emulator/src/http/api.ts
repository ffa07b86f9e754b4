import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context as HonoContext } from 'hono';
import { OPERATIONS } from '../api/operations.ts';
import { forCaller } from '../api/publishable-intent.ts';
import type { Context } from '../context.ts';
import type { Fault, Faults } from '../control/faults.ts';
import { cutConnection, spoilCall } from '../control/spoil-call.ts';
import { newId } from '../store/ids.ts';
import { ApiError, invalidRequest } from './api-error.ts';
import { API_VERSION, authenticate } from './authenticate.ts';
import type { Caller } from './authenticate.ts';
import { expandAnswer } from './expand.ts';
import { canonicalForm, decodeForm } from './form.ts';
import type { FormHash } from './form.ts';
import type { IdempotencyKeys, Ticket } from './idempotency.ts';
import type { Operation } from './operation.ts';

export interface ApiParts {
  /** What every request starts from; its account and request are filled in for each. */
  readonly base: Context;
  readonly keys: IdempotencyKeys;
  readonly faults: Faults;
  /** Called after each commit, so that what the request queued goes on its way. */
  readonly afterCommit: () => void;
}

type Http = HonoContext<{ Bindings: HttpBindings }>;
interface Reply {
  readonly status: number;
  readonly body: string;
  readonly replayed?: boolean;
  /** Whether the same key is answered like this from now on. */
  readonly isKept?: boolean;
}

const MAX_BODY_BYTES = 1024 * 1024;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-account, stripe-context, stripe-version',
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-expose-headers': 'request-id',
  'access-control-max-age': '300',
};

/** Stripe's HTTP API over the operations that the emulator has. */
export function createApi(parts: ApiParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.options('/v1/*', (http) => http.body(null, 204, CORS));
  for (const operation of OPERATIONS) app.on(operation.method, operation.path, (http) => handle(parts, operation, http));
  app.all('/v1/*', (http) => handle(parts, null, http));
  return app;
}

/**
 * One request: key and account → parameters → idempotency → fault → operation → one commit → answer.
 * Nothing is awaited between reading the state and committing it, so requests can't get into each other's way.
 */
async function handle(parts: ApiParts, operation: Operation | null, http: Http): Promise<Response> {
  const requestId = newId('req', 14);
  let account: string | null = null;
  try {
    const caller = authenticate(http.req.raw.headers, parts.base.store, parts.base.platform);
    ({ account } = caller);
    if (operation === null) throw unrecognised(http);
    assertAllowed(caller, operation);
    const form = await readForm(http);
    const reply = await run(parts, { caller, form, http, operation, requestId });
    return reply === null ? RESPONSE_ALREADY_SENT : answer(reply, requestId, account);
  } catch (error) {
    return answer(errorReply(error), requestId, account);
  }
}

interface Request {
  readonly caller: Caller;
  readonly form: FormHash;
  readonly http: Http;
  readonly operation: Operation;
  readonly requestId: string;
}

/** The answer, or null when a planted fault cut the connection. */
async function run(parts: ApiParts, request: Request): Promise<Reply | null> {
  const { caller, form, http, operation } = request;
  const { method, path } = http.req;
  const key = method === 'POST' ? (http.req.header('idempotency-key') ?? null) : null;
  const act = operation.read(form);
  const ticket = parts.keys.begin(caller.account, key, `${method} ${path} ${canonicalForm(form)}`);
  let fault: Fault | null;
  let reply: Reply;
  try {
    fault = parts.faults.take({ method, path, account: caller.account, isReplay: ticket.replay !== null });
    if (fault !== null && (await spoilCall(fault, http.env.incoming))) return null;
    reply = ticket.replay === null ? begin(parts, { request, ticket, key, act, fault }) : { ...ticket.replay, replayed: true };
  } finally {
    ticket.release();
  }
  if (fault?.kind !== 'timeout_after_success') return reply;
  await cutConnection(http.env.incoming, fault.delayMs);
  return null;
}

interface Begun {
  readonly request: Request;
  readonly ticket: Ticket;
  readonly key: string | null;
  readonly act: ReturnType<Operation['read']>;
  readonly fault: Fault | null;
}

/** What has begun has an answer that its key keeps, a 500 too. @see https://docs.stripe.com/api/idempotent_requests */
function begin(parts: ApiParts, { request, ticket, key, act, fault }: Begun): Reply {
  if (fault?.kind !== 'kept_500' && fault?.kind !== 'kept_500_after_success') return execute(parts, request, ticket, key, act);
  if (fault.kind === 'kept_500_after_success') execute(parts, request, ticket, key, act);
  const reply = errorReply(new ApiError(500, { type: 'api_error', message: 'A planted fault: something went wrong on the way.' }));
  ticket.remember({ ...reply, requestId: request.requestId });
  parts.base.store.commit();
  return { ...reply, isKept: true };
}

function execute(parts: ApiParts, { caller, http, requestId }: Request, ticket: Ticket, key: string | null, act: ReturnType<Operation['read']>): Reply {
  const context: Context = { ...parts.base, account: caller.account, key: caller.key === 'publishable' ? 'publishable' : 'secret', request: { id: requestId, idempotencyKey: key } };
  const reply = attempt(() => {
    const { object, expand } = act(context, { id: http.req.param('id') ?? '', childId: http.req.param('childId') ?? '' });
    return JSON.stringify(expandAnswer(context, object, expand));
  }, (error) => asSeenBy(context, error));
  ticket.remember({ ...reply, requestId });
  context.store.commit();
  parts.afterCommit();
  return reply;
}

function attempt(act: () => string, present: (error: unknown) => unknown): Reply {
  try {
    return { status: 200, body: act() };
  } catch (error) {
    return errorReply(present(error));
  }
}

/** An error carries the intent that it is about: as little of it as an answer would. */
function asSeenBy(context: Context, error: unknown): unknown {
  if (!(error instanceof ApiError) || error.body.payment_intent === undefined) return error;
  return new ApiError(error.status, { ...error.body, payment_intent: forCaller(context, error.body.payment_intent) });
}

function errorReply(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: JSON.stringify(error) };
  process.stderr.write(`stripe-emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
  return errorReply(new ApiError(500, { type: 'api_error', message: 'Something went wrong inside the Stripe emulator; its log says what.' }));
}

function answer(reply: Reply, requestId: string, account: string | null): Response {
  return new Response(reply.body, {
    status: reply.status,
    headers: {
      ...CORS,
      'cache-control': 'no-cache, no-store',
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': API_VERSION,
      ...(account === null ? {} : { 'stripe-account': account }),
      ...(reply.replayed === true ? { 'idempotent-replayed': 'true' } : {}),
      ...(reply.status === 409 || reply.status === 429 ? { 'stripe-should-retry': 'true' } : {}),
      // The same key would only be answered with the same.
      ...(reply.status >= 500 && (reply.isKept === true || reply.replayed === true) ? { 'stripe-should-retry': 'false' } : {}),
    },
  });
}

async function readForm(http: Http): Promise<FormHash> {
  if (http.req.method !== 'POST') return decodeForm(new URL(http.req.url).search);
  const body = await http.req.text();
  if (body.length > MAX_BODY_BYTES) throw invalidRequest('The request body is too large.');
  const type = http.req.header('content-type') ?? '';
  if (body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw invalidRequest('Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.');
  }
  return decodeForm(body);
}

function assertAllowed(caller: Caller, operation: Operation): void {
  if (caller.key === 'restricted') {
    if (operation.method === 'get') return;
    throw new ApiError(403, { type: 'invalid_request_error', message: 'The provided key does not have the required permissions for this endpoint. Restricted keys of the emulator may read.' });
  }
  if (caller.key === 'secret' || operation.publishable) return;
  throw new ApiError(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message: 'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}

function unrecognised(http: Http): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${http.req.method}: ${http.req.path}). Please see https://stripe.com/docs; the emulator has a part of Stripe's API only.`,
  });
}
