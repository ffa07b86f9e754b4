import type Stripe from 'stripe';
import type { WebhookEndpointRecord } from '../store/records.ts';
import { signPayload } from './sign.ts';

/** How an attempt went; `error` is null when the endpoint answered with 2xx. */
export interface Outcome {
  readonly status: number | null;
  readonly error: string | null;
}

/** Posts one event to one endpoint, signed with the endpoint's secret. */
export async function send(event: Stripe.Event, endpoint: WebhookEndpointRecord, nowMs: number, signal: AbortSignal): Promise<Outcome> {
  const body = JSON.stringify(event, null, 2);
  try {
    const response = await fetch(endpoint.object.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signPayload(body, endpoint.secret, nowMs),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
      // Stripe counts a redirect as a failure.
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    return { status: response.status, error: response.ok ? null : `answered ${response.status}` };
  } catch (error) {
    return { status: null, error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
