import { problems, type FieldError, type Problem, type ProblemCode } from '@mais/contract';
import { HTTPException } from 'hono/http-exception';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** A problem of RFC 9457; `detail` must say what the client can do. */
export function makeProblem(code: ProblemCode, detail: string, requestId: string, errors?: readonly FieldError[]): Problem {
  const { status, title } = problems[code];
  const problem: Problem = { type: `urn:mais:problem:${code}`, title, status, code, detail, requestId };
  if (errors) problem.errors = [...errors];
  return problem;
}

/** The headers of an answer that carries a problem; it is for nobody but who asked. */
export function problemHeaders({ requestId }: Problem): Record<string, string> {
  return {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  };
}

/** Answers with a problem. */
export function problemResponse(code: ProblemCode, detail: string, requestId: string, errors?: readonly FieldError[]): Response {
  const problem = makeProblem(code, detail, requestId, errors);
  return new Response(JSON.stringify(problem), { status: problem.status, headers: problemHeaders(problem) });
}

/** Any error as a problem; what we did not foresee is a 500 that tells nothing of its cause. */
export function problemFromError(error: unknown, requestId: string, log: Logger): Response {
  if (error instanceof DomainError) return problemResponse(error.code, error.message, requestId, error.errors);
  if (error instanceof HTTPException) return problemFromHttpException(error, requestId);
  if (isUnreachableDatabase(error)) {
    log.error({ requestId, err: error }, 'the database did not answer');
    return problemResponse('service_unavailable', 'Try again in a few seconds.', requestId);
  }
  log.error({ requestId, err: error }, 'unexpected error');
  return problemResponse('internal_error', 'Try again; if it happens again, tell us the requestId.', requestId);
}

function problemFromHttpException(error: HTTPException, requestId: string): Response {
  switch (error.status) {
    case 413: return problemResponse('payload_too_large', 'Send a smaller body.', requestId);
    case 415: return problemResponse('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.', requestId);
    case 404: return problemResponse('not_found', 'Check the address.', requestId);
    default: return problemResponse('malformed_request', 'The body must be well-formed JSON.', requestId);
  }
}

const unreachable = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN',
  'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '57P01', '57P02', '57P03', '53300',
]);

function isUnreachableDatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && unreachable.has(String(error.code));
}
