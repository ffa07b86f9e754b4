import { keyScopes, KeyScope, typedText } from '@mais/contract';
import { z } from 'zod';
import { createApiKey } from '../features/api-keys/index.ts';
import { withTenant } from '../platform/db/with-tenant.ts';
import type { Services } from '../services.ts';
import { readOptions } from './read-options.ts';
import { UsageError } from './usage-error.ts';

const Options = z.strictObject({
  tenant: z.string(),
  mode: z.enum(['test', 'live'], 'must be test or live'),
  scopes: z.string().transform((text, context) => scopesIn(text, context)),
  name: typedText({ min: 1, max: 100 }).default('made by the command line'),
});

/** `mais create-api-key`: prints a new secret key, which is shown this once. */
export async function createApiKeyCommand(services: Services, args: readonly string[]): Promise<void> {
  const options = readOptions(Options, args);
  const tenant = await services.directory.findBySlug(options.tenant);
  if (tenant === null) throw new UsageError(`There is no tenant "${options.tenant}".`);
  const scope = { tenantId: tenant.id, livemode: options.mode === 'live' };
  const maker = { actor: 'cli', scopes: keyScopes, now: services.clock.now() };
  const { key, apiKey } = await withTenant(services.app, scope, (tx) => createApiKey(tx, maker, { kind: 'secret', name: options.name, scopes: options.scopes }));
  console.log(`A secret key of ${tenant.name} (${tenant.slug}), ${options.mode} mode, shown this once:
  ${key}

It may ${apiKey.scopes.join(', ')}.`);
}

function scopesIn(text: string, context: z.RefinementCtx): KeyScope[] {
  if (text === 'all') return [...keyScopes];
  const parsed = z.array(KeyScope).safeParse(text.split(',').map((part) => part.trim()));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: `must be "all" or some of ${keyScopes.join(',')}` });
  return z.NEVER;
}
