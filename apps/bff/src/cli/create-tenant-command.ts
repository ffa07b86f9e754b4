import { Currency, Slug, TimeZone, typedText } from '@mais/contract';
import { z } from 'zod';
import { createTenant, normaliseOrigin } from '../features/tenants/index.ts';
import type { Services } from '../services.ts';
import { readOptions } from './read-options.ts';

const Options = z.strictObject({
  name: typedText({ min: 1, max: 200 }),
  slug: Slug,
  email: z.email('must be an e-mail address'),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as US'),
  commission: z.coerce.number('must be a percentage such as 12.5').min(0.5, 'must be at least 0.5 percent').max(50, 'must be at most 50 percent'),
  'time-zone': TimeZone,
  currency: Currency,
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en').default('en'),
  origin: z.array(z.string().transform((text, context) => normaliseOrigin(text) ?? refuse(text, context))).default([]),
});

/** `mais create-tenant`: prints the new keys, which are shown this once, and the tag to paste. */
export async function createTenantCommand(services: Services, args: readonly string[]): Promise<void> {
  const options = readOptions(Options, args, ['origin']);
  const { keys } = await createTenant({ app: services.app, actor: 'cli', now: services.clock.now() }, {
    slug: options.slug, name: options.name, email: options.email, country: options.country, currency: options.currency,
    timeZone: options['time-zone'], locale: options.locale, status: 'trialing', commissionBps: Math.round(options.commission * 100), origins: options.origin,
  });
  const widgetUrl = services.config.publicUrl;
  console.log(`Created ${options.name} (${options.slug}).

Keys, shown this once:
  publishable, test   ${keys.testPublishable}
  publishable, live   ${keys.livePublishable}
  secret, test        ${keys.testSecret}
  secret, live        ${keys.liveSecret}

${options.origin.length === 0 ? 'No origins are set: the test key works on loopback hosts, the live key nowhere.\n' : ''}The tag to paste (in test mode):
  <script async src="${widgetUrl}/sdk/mais-sdk.js" data-tenant="${options.slug}" data-api-key="${keys.testPublishable}"></script>
  <div id="mais-widget"></div>`);
}

function refuse(text: string, context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: `must be an origin such as https://example.com, not ${text}` });
  return z.NEVER;
}
