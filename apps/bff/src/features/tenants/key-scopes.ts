import { keyScopes, type KeyScope } from '@mais/contract';

export type { KeyScope };

/** Every scope that is stored for a key and known here; `*` stands for all there are. */
export function knownScopes(stored: readonly string[]): readonly KeyScope[] {
  return stored.includes('*') ? keyScopes : keyScopes.filter((scope) => stored.includes(scope));
}
