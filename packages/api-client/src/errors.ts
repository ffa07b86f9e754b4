import type { FieldError, Problem } from '@mais/contract';

/** What a problem's `code` can be: the contract's codes, or `unexpected_response` for an answer that is no problem document. */
export type ApiProblemCode = Problem['code'] | 'unexpected_response';

/** The server answered, and refused. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ApiProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;
  /** what the server asked to wait before another try */
  readonly retryAfterMs: number | null;

  constructor(problem: {
    code: ApiProblemCode;
    status: number;
    title: string;
    detail: string;
    errors?: readonly FieldError[] | undefined;
    requestId?: string | null | undefined;
    retryAfterMs?: number | null | undefined;
  }) {
    super(`${problem.status} ${problem.code}: ${problem.title}`);
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
    this.retryAfterMs = problem.retryAfterMs ?? null;
  }
}

/** No answer came: offline, refused, cut off or too slow. What the request did is unknown. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
  readonly reason: 'network' | 'timeout';

  constructor(reason: 'network' | 'timeout', options?: ErrorOptions) {
    super(reason === 'timeout' ? 'The server took too long to answer' : 'The server could not be reached', options);
    this.reason = reason;
  }
}
