import { createHmac } from 'node:crypto';

/** Hashes that nobody can compute or look up without the secret; each purpose has its own. */
export function createKeyedHash(secret: string, purpose: string): (text: string) => Buffer {
  return (text) => createHmac('sha256', secret).update(`${purpose}\n${text}`).digest().subarray(0, 16);
}
