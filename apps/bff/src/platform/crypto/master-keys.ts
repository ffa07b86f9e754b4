import { createHash } from 'node:crypto';

export interface MasterKey {
  /** A fingerprint: it tells which key sealed a value, and nothing of the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** What seals, and everything that opens: while the master key is being replaced, both do. */
export interface MasterKeys {
  readonly current: MasterKey;
  /** The current one first. */
  readonly all: readonly MasterKey[];
}

/** @param previous the key that is being replaced, or the one that is about to replace the current one */
export function createMasterKeys(current: Buffer, previous: Buffer | null): MasterKeys {
  const first = masterKey(current);
  return { current: first, all: previous === null ? [first] : [first, masterKey(previous)] };
}

function masterKey(bytes: Buffer): MasterKey {
  return { id: createHash('sha256').update('mais master key\n').update(bytes).digest('hex').slice(0, 16), bytes };
}
