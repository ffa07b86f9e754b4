import { Problem } from '@mais/contract';
import { z } from 'zod';

const problemContent = { 'application/problem+json': { schema: Problem } };

/** The problems that a route can answer with, for its description. */
export function problemResponses<Status extends number>(...statuses: Status[]) {
  const responses = statuses.map((status) => [status, { description: descriptions[status] ?? 'Problem', content: problemContent }] as const);
  return Object.fromEntries(responses) as { [K in Status]: { description: string; content: typeof problemContent } };
}

const descriptions: Record<number, string> = {
  400: 'The request could not be read',
  401: 'No valid key or token',
  403: 'Not allowed for this tenant or website',
  404: 'Not there, or not yours',
  409: 'The state of things does not allow it',
  413: 'The request is too large',
  415: 'The body is not JSON',
  422: 'A field is wrong; `errors` names it',
  429: 'Too much at once; `Retry-After` says when to try again',
  502: 'The payment provider did not answer',
  503: 'Not available at the moment',
};

/** A JSON body of this shape. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** For commands that take no more than their address: nothing, or an object without fields. */
export const emptyBody = { required: false, content: { 'application/json': { schema: z.strictObject({}) } } } as const;

/** Public routes take the key in the query too, where a browser can't send headers. */
export const KeyQuery = z.strictObject({ key: z.string().optional() });

/** For routes that take no parameters: one that is sent all the same was meant for another address. */
export const NoQuery = z.strictObject({});

/** The identifiers of a tenant, for the description; the tenant middleware reads them. */
export const publicSecurity = [{ tenantKey: [] }];

/** The id of the thing that a route is about. */
export const IdParam = z.object({ id: z.uuid('must be a UUID').toLowerCase() });

const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .meta({ description: 'A name of your own for this request, such as a UUID: send the same one when you try again' });

/** For writes that can be repeated by mistake without harm to anybody but their sender. */
export const IdempotencyHeader = z.object({ 'idempotency-key': IdempotencyKey.optional() });

/** For writes that must not happen twice: bookings, and whatever moves money. */
export const RequiredIdempotencyHeader = z.object({ 'idempotency-key': IdempotencyKey });
