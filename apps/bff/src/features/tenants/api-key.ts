import { createHash, randomBytes } from 'node:crypto';

export type ApiKeyKind = 'publishable' | 'secret';

export interface ParsedApiKey {
  readonly kind: ApiKeyKind;
  readonly livemode: boolean;
  readonly hash: Buffer;
}

const PATTERN = /^(pk|sk)_(live|test)_[A-Za-z0-9_-]{6,100}$/;

/** Reads a key's kind and mode from its prefix; null when it can't be one of ours. */
export function parseApiKey(key: string): ParsedApiKey | null {
  const match = PATTERN.exec(key);
  if (!match) return null;
  return { kind: match[1] === 'pk' ? 'publishable' : 'secret', livemode: match[2] === 'live', hash: hashApiKey(key) };
}

/** Keys carry 192 random bits, so a fast hash is enough: there is nothing to guess. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** A new key; `hint` is what may be shown of it later. */
export function generateApiKey(kind: ApiKeyKind, livemode: boolean): { key: string; hash: Buffer; hint: string } {
  const key = `${kind === 'publishable' ? 'pk' : 'sk'}_${livemode ? 'live' : 'test'}_${randomBytes(24).toString('base64url')}`;
  return { key, hash: hashApiKey(key), hint: keyHint(key) };
}

export function keyHint(key: string): string {
  return `${key.slice(0, 8)}…${key.slice(-4)}`;
}
