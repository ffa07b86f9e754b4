import { z } from 'zod';
import { eventTypes } from './events.ts';
import { typedText } from './text.ts';
import { Instant } from './time.ts';

const WebhookEventTypes = z
  .array(z.enum(['*', ...eventTypes]))
  .min(1, 'must name at least one type')
  .max(eventTypes.length + 1)
  .describe('Which events are sent; `*` is all of them, also those to come');

const EndpointUrl = z.string().max(2000, 'must have at most 2000 characters').describe('`https`, on the public internet');

export const WebhookEndpoint = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()),
    status: z.enum(['enabled', 'disabled']),
    disabledReason: z.enum(['by_tenant', 'failing']).nullable(),
    failingSince: Instant.nullable().describe('Since when every attempt has failed'),
    previousSecretExpiresAt: Instant.nullable().describe('Until then deliveries are signed with the secret before, too'),
    livemode: z.boolean(),
    createdAt: Instant,
  })
  .meta({ id: 'WebhookEndpoint' });

export const WebhookEndpointRequest = z
  .strictObject({ url: EndpointUrl, eventTypes: WebhookEventTypes, description: typedText({ min: 0, max: 200 }).optional() })
  .meta({ id: 'WebhookEndpointRequest' });

export const WebhookEndpointChange = z
  .strictObject({ url: EndpointUrl, eventTypes: WebhookEventTypes, description: typedText({ min: 0, max: 200 }).optional(), status: z.enum(['enabled', 'disabled']) })
  .meta({ id: 'WebhookEndpointChange' });

export const WebhookSecretRotation = z
  .strictObject({ overlapHours: z.int().min(0).max(168).describe('How long deliveries are signed with both secrets; 24 is usual') })
  .meta({ id: 'WebhookSecretRotation' });

export const WebhookEndpointWithSecret = z
  .object({ endpoint: WebhookEndpoint, secret: z.string().describe('What deliveries are signed with, shown this once') })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const WebhookEndpointList = z.object({ endpoints: z.array(WebhookEndpoint) }).meta({ id: 'WebhookEndpointList' });

export const WebhookDelivery = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    eventType: z.string(),
    bookingId: z.uuid().nullable(),
    status: z.enum(['pending', 'delivered', 'failed']),
    nextAttemptAt: Instant.nullable(),
    deliveredAt: Instant.nullable(),
    createdAt: Instant,
    attempts: z
      .array(
        z.object({
          at: Instant,
          durationMs: z.int(),
          statusCode: z.int().nullable().describe('What the endpoint answered'),
          failure: z.string().nullable().describe('Why there was no answer, such as `timed_out`'),
        }),
      )
      .describe('Oldest first'),
  })
  .meta({ id: 'WebhookDelivery' });

export const WebhookDeliveryQuery = z.strictObject({
  status: z.enum(['pending', 'delivered', 'failed']).optional(),
  before: z.uuid('must be the id of a delivery').toLowerCase().optional().describe('The last id of the page before'),
});

export const WebhookDeliveryList = z
  .object({ deliveries: z.array(WebhookDelivery), hasMore: z.boolean() })
  .meta({ id: 'WebhookDeliveryList' });

export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
export type WebhookEndpointWithSecret = z.infer<typeof WebhookEndpointWithSecret>;
export type WebhookEndpointList = z.infer<typeof WebhookEndpointList>;
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
export type WebhookDeliveryList = z.infer<typeof WebhookDeliveryList>;
