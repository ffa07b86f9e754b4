import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError, type HttpBindings } from '@hono/node-server';
import { problemResponse } from './problem-response.ts';
import { malformed, MAX_HEADERS, objectionOfParser, objectionTo, refuseConnection, refuseRequest } from './refuse-request.ts';
import { newRequestId } from './request-id.ts';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Stops taking connections, lets running requests end for `graceMs`, then cuts what is left. */
  drain(graceMs: number): Promise<void>;
}

type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;

/** Answers a request at once, or returns false and leaves it untouched. */
export type QuickAnswer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Listens for HTTP.
 * @param options `quick` is tried first: it saves what a `Request` and a router cost; `onError` hears of what the app let through
 * @throws when the port is taken (`EADDRINUSE`)
 */
export async function serveHttp(fetch: Fetch, options: { host: string; port: number; quick?: QuickAnswer; onError?: (error: unknown) => void }): Promise<RunningServer> {
  const handle = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], { overrideGlobalObjects: true, errorHandler: (error) => answerError(error, options.onError) });
  const limits = { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 30_000, requireHostHeader: false };
  const latest = new WeakMap<Duplex, ServerResponse>();
  const server = createServer(limits, (request, response) => {
    latest.set(request.socket, response);
    const objection = objectionTo(request);
    if (objection !== null) refuseRequest(response, objection);
    else if (!options.quick?.(request, response)) void handle(request, response);
  });
  // One more than we take, so that we see that there were more.
  server.maxHeadersCount = MAX_HEADERS + 1;
  server.on('checkExpectation', (_, response: ServerResponse) => refuseRequest(response, malformed('Expect nothing but 100-continue.')));
  server.on('connect', (_, socket: Duplex) => refuseConnection(socket, malformed('This is no proxy.')));
  server.on('clientError', (error: Error, socket: Duplex) => {
    const response = latest.get(socket);
    const isOpen = response !== undefined && !response.writableFinished;
    // What can't be read may come after a request that is still being answered; its answer goes first, and is the last.
    if (isOpen && (response.headersSent || response.req.complete)) response.once('close', () => socket.destroy());
    else refuseConnection(socket, objectionOfParser(error));
  });
  // A burst of a thousand clients must find room in the queue of connections.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: 2048 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, port, drain: (graceMs) => drain(server, graceMs) };
}

/** The adapter can't read what the parser could, such as a Host that is no host; the app itself answers all of its errors. */
function answerError(error: unknown, onError?: (error: unknown) => void): Response {
  if (error instanceof RequestError) return problemResponse('malformed_request', 'Send a Host header that names a host, and a path without backslashes.', newRequestId());
  onError?.(error);
  return problemResponse('internal_error', 'Try again; if it happens again, tell us the requestId.', newRequestId());
}

async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
