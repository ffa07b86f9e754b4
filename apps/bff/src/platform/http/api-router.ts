import type { HttpBindings } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { FieldError } from '@mais/contract';
import { InvalidRequestError } from '../errors.ts';

export interface BaseVariables {
  requestId: string;
}

export interface ApiEnv<Variables extends object = object> {
  Bindings: Partial<HttpBindings>;
  Variables: BaseVariables & Variables;
}

/** A router whose routes are validated and described by the contract; what doesn't fit it throws InvalidRequestError. */
export function createApiRouter<Variables extends object = object>(): OpenAPIHono<ApiEnv<Variables>> {
  return new OpenAPIHono<ApiEnv<Variables>>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new InvalidRequestError(result.error.issues.flatMap((issue) => fieldErrors(result.target, issue)));
    },
  });
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  /** What is wrong with the key of a record. */
  readonly issues?: readonly { readonly message: string }[];
}

function fieldErrors(target: string, issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys' && issue.keys) {
    return issue.keys.map((key) => ({ pointer: pointerTo(target, [...issue.path, key]), detail: 'is not a known field' }));
  }
  return [{ pointer: pointerTo(target, issue.path), detail: detailOf(target, issue) }];
}

function pointerTo(target: string, path: readonly PropertyKey[]): string {
  if (target !== 'json') return `${target === 'param' ? 'path' : target}/${path.map(String).join('/')}`;
  return jsonPointer(path);
}

/** A JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function detailOf(target: string, issue: Issue): string {
  if (target === 'query' && issue.code === 'invalid_type' && issue.message.includes('received array')) return 'may be given only once';
  if (issue.code === 'invalid_type' && issue.message.includes('received undefined')) return 'is required';
  if (issue.code === 'invalid_key') return `is not a possible name: ${issue.issues?.[0]?.message ?? issue.message}`;
  return issue.message;
}
