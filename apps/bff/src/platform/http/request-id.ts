import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;

/** Random bytes for some ids at once: asking for each by itself costs five times as much. */
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** Ours and not the client's, so that nobody can write what they like into our logs. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used;
  used += ID_BYTES;
  return `req_${pool.toString('hex', start, used)}`;
}
