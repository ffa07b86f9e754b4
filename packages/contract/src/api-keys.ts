import { z } from 'zod';
import { typedText } from './text.ts';
import { Instant } from './time.ts';

/** What a secret key may do. A route of `/tenant` takes one of them. */
export const keyScopes = [
  'bookings:read', 'bookings:write',
  'catalog:read', 'catalog:write',
  'customers:read', 'customers:write',
  'payments:read', 'payments:write',
  'webhooks:read', 'webhooks:write',
  'settings:read', 'settings:write',
  'keys:read', 'keys:write',
] as const;

export const KeyScope = z.enum(keyScopes);

export const ApiKey = z
  .object({
    id: z.uuid(),
    kind: z.enum(['publishable', 'secret']),
    name: z.string(),
    hint: z.string().describe('What may be shown of the key'),
    livemode: z.boolean(),
    scopes: z.array(KeyScope).describe('Of a secret key; a publishable one has none'),
    createdAt: Instant,
    lastUsedAt: Instant.nullable().describe('To the minute'),
    expiresAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    successorId: z.uuid().nullable().describe('The key that replaces it'),
  })
  .meta({ id: 'ApiKey' });

export const ApiKeyRequest = z
  .strictObject({
    kind: z.enum(['publishable', 'secret']),
    name: typedText({ min: 1, max: 100 }),
    scopes: z.array(KeyScope).min(1, 'must name at least one scope').max(keyScopes.length).optional()
      .describe('Of a secret key: those of the key that asks when left out, and never more'),
  })
  .meta({ id: 'ApiKeyRequest' });

export const ApiKeyRotation = z
  .strictObject({ overlapHours: z.int().min(0).max(168).describe('How long the old key goes on working; 24 is usual') })
  .meta({ id: 'ApiKeyRotation' });

export const ApiKeyCreated = z
  .object({ apiKey: ApiKey, key: z.string().describe('The key itself, shown this once') })
  .meta({ id: 'ApiKeyCreated' });

export const ApiKeyList = z.object({ apiKeys: z.array(ApiKey) }).meta({ id: 'ApiKeyList' });

export type KeyScope = z.infer<typeof KeyScope>;
export type ApiKey = z.infer<typeof ApiKey>;
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
export type ApiKeyList = z.infer<typeof ApiKeyList>;
