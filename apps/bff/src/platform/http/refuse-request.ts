// Requests that never reach the app: what can't be read as one, and what two readers could take for two different ones.
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '@mais/contract';
import { makeProblem, problemHeaders } from './problem-response.ts';
import { newRequestId } from './request-id.ts';

/** Browsers and proxies send some thirty; the parser silently drops what is beyond its own limit. */
export const MAX_HEADERS = 200;

export interface Objection {
  readonly code: Extract<ProblemCode, 'malformed_request' | 'headers_too_large' | 'request_timeout'>;
  readonly detail: string;
}

/** An absolute-form target or a doubled Host makes the URL and the Host header disagree. */
export function objectionTo(request: IncomingMessage): Objection | null {
  if (!request.url?.startsWith('/')) return malformed('Send the path alone as the request target, such as /api/v1/packages.');
  if (request.rawHeaders.length > 2 * MAX_HEADERS) return { code: 'headers_too_large', detail: `Send at most ${MAX_HEADERS} headers.` };
  let hosts = 0;
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1 ? null : malformed('Send the Host header once.');
}

/** What the parser of HTTP has against a connection. @see https://nodejs.org/api/http.html#event-clienterror */
export function objectionOfParser(error: Error & { code?: string }): Objection {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW': return { code: 'headers_too_large', detail: 'Send an address and headers of at most 16 kB together.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT': return { code: 'request_timeout', detail: 'Send the whole request within 30 seconds.' };
    default: return malformed('It is not well-formed HTTP.');
  }
}

export function malformed(detail: string): Objection {
  return { code: 'malformed_request', detail };
}

export function refuseRequest(response: ServerResponse, objection: Objection): void {
  const { status, headers, body } = refusal(objection);
  response.writeHead(status, headers).end(body);
}

/** Answers on the bare connection, where there is no request to answer. */
export function refuseConnection(socket: Duplex, objection: Objection): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refusal(objection);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${body}`, () => socket.destroy());
}

function refusal({ code, detail }: Objection): { status: number; headers: Record<string, string>; body: string } {
  const problem = makeProblem(code, detail, newRequestId());
  const body = JSON.stringify(problem);
  return { status: problem.status, headers: { ...problemHeaders(problem), 'content-length': String(Buffer.byteLength(body)), connection: 'close' }, body };
}
