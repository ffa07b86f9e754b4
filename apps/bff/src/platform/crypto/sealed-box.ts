import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12; // NIST SP 800-38D: 96-bit nonces for GCM
const TAG_BYTES = 16;

/** Seals small values at rest with AES-256-GCM, bound to a context such as a tenant and a column. */
export interface SealedBox {
  seal(plaintext: string, context: string): Buffer;
  /** @throws when the value was changed or belongs to another context */
  open(sealed: Buffer, context: string): string;
}

/** @param masterKey 32 bytes; `purpose` parts the derived keys, so that one box can't open another's values */
export function createSealedBox(masterKey: Buffer, purpose: string): SealedBox {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', `mais sealed box: ${purpose}`, 32));
  return {
    seal(plaintext, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}
