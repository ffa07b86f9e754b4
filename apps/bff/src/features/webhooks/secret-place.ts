import type { SecretPlace } from '../secrets/index.ts';

/** Where a signing secret is kept. */
export function secretPlace(id: string): SecretPlace {
  return { table: 'webhook_secrets', column: 'sealed_secret', row: id };
}
