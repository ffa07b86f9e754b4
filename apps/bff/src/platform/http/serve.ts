import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { problemResponse } from './problem-response.ts';
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
 * @param options `quick` is tried first: it saves what a `Request` and a router cost
 * @throws when the port is taken (`EADDRINUSE`)
 */
export async function serveHttp(fetch: Fetch, options: { host: string; port: number; quick?: QuickAnswer }): Promise<RunningServer> {
  const handle = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], { overrideGlobalObjects: true });
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 30_000 }, (request, response) => {
    const objection = ambiguity(request);
    if (objection !== null) void refuse(response, objection);
    else if (!options.quick?.(request, response)) void handle(request, response);
  });
  // A burst of a thousand clients must find room in the queue of connections.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: 2048 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, port, drain: (graceMs) => drain(server, graceMs) };
}

/**
 * Requests that two readers could take for two different ones: an absolute-form target or a doubled Host makes the URL
 * and the Host header disagree.
 */
function ambiguity(request: IncomingMessage): string | null {
  if (!request.url?.startsWith('/')) return 'Send the path alone as the request target, such as /api/v1/packages.';
  let hosts = 0;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1 ? 'Send the Host header once.' : null;
}

async function refuse(response: ServerResponse, detail: string): Promise<void> {
  const problem = problemResponse('malformed_request', detail, newRequestId());
  response.writeHead(problem.status, { ...Object.fromEntries(problem.headers), connection: 'close' });
  response.end(await problem.text());
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
