import type { WebhookEndpoint } from '@mais/contract';
import type { WebhookEndpointId } from '../../platform/ids.ts';

export interface EndpointRow {
  readonly id: WebhookEndpointId;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  readonly status: WebhookEndpoint['status'];
  readonly disabledReason: WebhookEndpoint['disabledReason'];
  readonly failingSince: Date | null;
  readonly previousSecretExpiresAt: Date | null;
  readonly livemode: boolean;
  readonly createdAt: Date;
}

export function presentEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    eventTypes: [...row.eventTypes],
    status: row.status,
    disabledReason: row.disabledReason,
    failingSince: row.failingSince?.toISOString() ?? null,
    previousSecretExpiresAt: row.previousSecretExpiresAt?.toISOString() ?? null,
    livemode: row.livemode,
    createdAt: row.createdAt.toISOString(),
  };
}
