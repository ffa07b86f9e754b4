import type Stripe from 'stripe';
import type { Context } from '../context.ts';
import { invalidRequest, resourceMissing } from '../http/api-error.ts';
import { API_VERSION } from '../http/authenticate.ts';
import type { Operation } from '../http/operation.ts';
import { operation } from '../http/operation.ts';
import { pageOf, pageParameters } from '../http/pagination.ts';
import type { Declared } from '../http/parameters.ts';
import { boolean, clearable, listOf, metadata, oneOf, required, text } from '../http/parameters.ts';
import { newId } from '../store/ids.ts';
import type { WebhookEndpointRecord } from '../store/records.ts';
import { createEndpoint } from '../webhooks/endpoints.ts';
import { mergeMetadata } from './metadata.ts';

const createWebhookEndpoint = operation({
  method: 'post',
  path: '/v1/webhook_endpoints',
  parameters: {
    api_version: oneOf(API_VERSION),
    connect: boolean(),
    description: clearable(text()),
    enabled_events: required(listOf(text())),
    metadata: metadata(),
    url: required(text()),
  } satisfies Declared<Stripe.WebhookEndpointCreateParams>,
  run(context, input) {
    const { object, secret } = createEndpoint(context, {
      account: context.account,
      configured: false,
      connect: input.connect ?? false,
      description: input.description ?? null,
      enabledEvents: input.enabled_events,
      metadata: input.metadata ?? {},
      secret: newId('whsec', 32),
      url: assertUrl(input.url),
    });
    return { ...object, secret } satisfies Stripe.WebhookEndpoint;
  },
});

const updateWebhookEndpoint = operation({
  method: 'post',
  path: '/v1/webhook_endpoints/:id',
  parameters: { description: clearable(text()), disabled: boolean(), enabled_events: listOf(text()), metadata: metadata(), url: text() } satisfies Declared<Stripe.WebhookEndpointUpdateParams>,
  run(context, input, { id }) {
    const record = getEndpoint(context, id);
    const { object } = record;
    const changed: Stripe.WebhookEndpoint = {
      ...object,
      description: input.description === undefined ? object.description : input.description,
      enabled_events: input.enabled_events ?? object.enabled_events,
      metadata: mergeMetadata(object.metadata, input.metadata),
      status: input.disabled === undefined ? object.status : input.disabled ? 'disabled' : 'enabled',
      url: input.url === undefined ? object.url : assertUrl(input.url),
    };
    context.store.put('webhook_endpoint', id, { ...record, object: changed });
    return changed;
  },
});

const retrieveWebhookEndpoint = operation({
  method: 'get',
  path: '/v1/webhook_endpoints/:id',
  parameters: {},
  run: (context, _input, { id }) => getEndpoint(context, id).object,
});

const listWebhookEndpoints = operation({
  method: 'get',
  path: '/v1/webhook_endpoints',
  parameters: pageParameters satisfies Declared<Stripe.WebhookEndpointListParams>,
  run: (context, input) => pageOf(context, 'webhook_endpoint', '/v1/webhook_endpoints', input),
});

const deleteWebhookEndpoint = operation({
  method: 'delete',
  path: '/v1/webhook_endpoints/:id',
  parameters: {},
  run(context, _input, { id }) {
    getEndpoint(context, id);
    context.store.delete('webhook_endpoint', id);
    return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint;
  },
});

export const webhookEndpoints: readonly Operation[] = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  retrieveWebhookEndpoint,
  updateWebhookEndpoint,
  deleteWebhookEndpoint,
];

function getEndpoint(context: Context, id: string): WebhookEndpointRecord {
  const record = context.store.get('webhook_endpoint', id);
  if (record === undefined || record.account !== context.account) throw resourceMissing('webhook endpoint', id);
  return record;
}

function assertUrl(url: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: 'url' });
}
