import type Stripe from 'stripe';
import { toUnixSeconds } from '../clock.ts';
import type { MsClock } from '../clock.ts';
import { API_VERSION } from '../http/authenticate.ts';
import { newId } from '../store/ids.ts';
import type { WebhookEndpointRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';

/** An endpoint that the configuration names, with a secret that both sides know beforehand. */
export interface ConfiguredEndpoint {
  readonly url: string;
  readonly secret: string;
  /** Whether it hears of the connected accounts' events, rather than the platform's. */
  readonly connect: boolean;
}

interface NewEndpoint extends ConfiguredEndpoint {
  readonly account: string;
  readonly configured: boolean;
  readonly description: string | null;
  readonly enabledEvents: readonly string[];
  readonly metadata: Stripe.Metadata;
}

/** Stores a new endpoint. */
export function createEndpoint({ store, clock }: { store: Store; clock: MsClock }, input: NewEndpoint): WebhookEndpointRecord {
  const object = {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: API_VERSION,
    application: null,
    created: toUnixSeconds(clock.now()),
    description: input.description,
    enabled_events: [...input.enabledEvents],
    livemode: false,
    metadata: input.metadata,
    status: 'enabled',
    url: input.url,
  } satisfies Stripe.WebhookEndpoint;
  const record: WebhookEndpointRecord = { account: input.account, configured: input.configured, connect: input.connect, object, secret: input.secret };
  store.put('webhook_endpoint', object.id, record);
  return record;
}

/** Brings the configured endpoints in line with the configuration; those made through the API stay. */
export function reconcileEndpoints(context: { store: Store; clock: MsClock; platform: string }, configured: readonly ConfiguredEndpoint[]): void {
  const wanted = new Map(configured.map((endpoint) => [keyOf(endpoint), endpoint]));
  for (const record of Array.from(context.store.all('webhook_endpoint'))) {
    if (!record.configured) continue;
    const match = wanted.get(keyOf({ ...record, url: record.object.url }));
    if (match === undefined) {
      context.store.delete('webhook_endpoint', record.object.id);
      continue;
    }
    wanted.delete(keyOf(match));
    if (match.secret !== record.secret) context.store.put('webhook_endpoint', record.object.id, { ...record, secret: match.secret });
  }
  for (const endpoint of wanted.values()) {
    createEndpoint(context, {
      ...endpoint,
      account: context.platform,
      configured: true,
      description: 'from the configuration',
      enabledEvents: ['*'],
      metadata: {},
    });
  }
}

function keyOf({ url, connect }: Pick<ConfiguredEndpoint, 'url' | 'connect'>): string {
  return `${connect ? 'connect' : 'platform'} ${url}`;
}
