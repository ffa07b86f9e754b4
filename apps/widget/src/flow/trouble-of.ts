import { ApiProblem, ApiUnreachable } from '@mais/api-client';

import type { Services } from '../app/services.ts';
import type { FieldName, Trouble } from './state.ts';

const fieldOfPointer: Readonly<Record<string, FieldName>> = {
  '/customer/name': 'name',
  '/customer/email': 'email',
  '/customer/phone': 'phone',
  '/note': 'note',
  '/postalCode': 'postalCode',
};

/** Reads an error into what the screens show. */
export function troubleOf(error: unknown, nowMs: number): Trouble {
  if (error instanceof ApiUnreachable) return { code: 'unreachable', fields: {}, waitUntilMs: null };
  if (!(error instanceof ApiProblem)) return { code: 'internal_error', fields: {}, waitUntilMs: null };
  const fields = error.errors.flatMap(({ pointer, detail }) => {
    const field = pointer.startsWith('/answers/') ? (`answers/${pointer.slice('/answers/'.length)}` as const) : fieldOfPointer[pointer];
    return field === undefined ? [] : [[field, detail] as const];
  });
  return { code: error.code, fields: Object.fromEntries(fields), waitUntilMs: error.retryAfterMs === null ? null : nowMs + error.retryAfterMs };
}

/** Shows a failure on this step and tells the host page its code. */
export function fail({ flow, host, nowMs }: Pick<Services, 'flow' | 'host' | 'nowMs'>, error: unknown): Trouble {
  const trouble = troubleOf(error, nowMs());
  flow.dispatch({ type: 'failed', trouble });
  host.send('error', { code: trouble.code });
  return trouble;
}
