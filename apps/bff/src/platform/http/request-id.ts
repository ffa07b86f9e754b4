import { randomUUID } from 'node:crypto';

/** Ours and not the client's, so that nobody can write what they like into our logs. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}
