import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from './aead.ts';
import type { MasterKeys } from './master-keys.ts';

/** Seals small values at rest with AES-256-GCM, bound to a context such as a tenant and a column. */
export interface SealedBox {
  seal(plaintext: string, context: string): Buffer;
  /** @throws when the value was changed or belongs to another context, or its master key is known no more */
  open(sealed: Buffer, context: string): string;
}

/**
 * Seals with the current master key, and opens with any.
 * @param purpose parts the derived keys, so that one box can't open another's values
 */
export function createSealedBox(masterKeys: MasterKeys, purpose: string): SealedBox {
  const keys = masterKeys.all.map(({ bytes }) => Buffer.from(hkdfSync('sha256', bytes, '', `mais sealed box: ${purpose}`, 32)));
  const [current] = keys as [Buffer, ...Buffer[]];
  return {
    seal: (plaintext, context) => encrypt(current, Buffer.from(plaintext), context),
    open(sealed, context) {
      for (const key of keys.slice(0, -1)) {
        try {
          return decrypt(key, sealed, context).toString('utf8');
        } catch {
          // Perhaps the other key's.
        }
      }
      return decrypt(keys.at(-1) ?? current, sealed, context).toString('utf8');
    },
  };
}
