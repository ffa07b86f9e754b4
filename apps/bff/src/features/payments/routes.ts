import { createRoute, z } from '@hono/zod-openapi';
import { createApiRouter } from '../../platform/http/api-router.ts';
import { limitBody } from '../../platform/http/request-pipeline.ts';
import { json, NoQuery, problemResponses } from '../../platform/http/route-responses.ts';
import type { Payments } from './payments.ts';

/** Stripe's events are far below this; its largest objects come with ids in place of lists. */
const MAX_BODY_BYTES = 512 * 1024;

const Received = z.object({ received: z.literal(true) }).meta({ id: 'WebhookReceived' });

// Described without a validating schema: the signature covers the bytes, so nothing may parse them first.
const body = { required: true, content: { 'application/json': { schema: { type: 'object' as const, description: 'An event of Stripe, signed' } } } };

function webhook(path: '/webhooks/stripe' | '/webhooks/stripe/connect', operationId: string, summary: string) {
  return createRoute({
    method: 'post', path, operationId, summary, tags: ['Webhooks'],
    middleware: [limitBody(MAX_BODY_BYTES)] as const,
    request: { query: NoQuery, headers: z.object({ 'stripe-signature': z.string().optional() }), body },
    responses: { 200: json(Received, 'Taken in, or nothing to do'), ...problemResponses(400, 409, 413, 422, 502, 503) },
  });
}

const platformWebhook = webhook('/webhooks/stripe', 'receivePlatformEvent', "Events of the platform's own Stripe account");
const connectWebhook = webhook('/webhooks/stripe/connect', 'receiveConnectEvent', 'Events of connected Stripe accounts');

/** Where Stripe delivers its events; anything but a 200 makes it try again. */
export function stripeWebhookRoutes(payments: Pick<Payments, 'handleStripeEvent'>) {
  async function receive(endpoint: 'platform' | 'connect', request: Request, requestId: string): Promise<{ received: true }> {
    const rawBody = Buffer.from(await request.arrayBuffer());
    await payments.handleStripeEvent({ rawBody, signature: request.headers.get('stripe-signature') ?? undefined, endpoint, requestId });
    return { received: true };
  }
  return createApiRouter()
    .openapi(platformWebhook, async (c) => c.json(await receive('platform', c.req.raw, c.get('requestId')), 200))
    .openapi(connectWebhook, async (c) => c.json(await receive('connect', c.req.raw, c.get('requestId')), 200));
}
