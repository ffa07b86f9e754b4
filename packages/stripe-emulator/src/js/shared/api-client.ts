import type { PaymentIntent, StripeError } from '@stripe/stripe-js';
import type { ConfirmResult } from './protocol.ts';

/** Who calls the API from a browser. */
export interface BrowserCaller {
  /** The emulator's origin. */
  readonly origin: string;
  readonly publishableKey: string;
  readonly stripeAccount: string | null;
}

/** Asks for an intent by its client secret. */
export function retrieveIntent(caller: BrowserCaller, clientSecret: string): Promise<ConfirmResult> {
  const query = new URLSearchParams({ client_secret: clientSecret });
  return call(caller, `/v1/payment_intents/${intentIdOf(clientSecret)}?${query}`, { method: 'GET' });
}

/** Confirms an intent; the parameters are those of Stripe's API, in its form encoding. */
export function confirmIntent(caller: BrowserCaller, clientSecret: string, parameters: URLSearchParams): Promise<ConfirmResult> {
  parameters.set('client_secret', clientSecret);
  parameters.set('use_stripe_sdk', 'true');
  return call(caller, `/v1/payment_intents/${intentIdOf(clientSecret)}/confirm`, { method: 'POST', body: parameters });
}

async function call(caller: BrowserCaller, path: string, init: RequestInit): Promise<ConfirmResult> {
  const headers: Record<string, string> = { authorization: `Bearer ${caller.publishableKey}` };
  if (caller.stripeAccount !== null) headers['stripe-account'] = caller.stripeAccount;
  try {
    const response = await fetch(`${caller.origin}${path}`, { ...init, headers });
    const body = (await response.json()) as PaymentIntent | { error: StripeError };
    return 'error' in body ? { error: body.error } : { paymentIntent: body };
  } catch {
    return { error: { type: 'api_connection_error', message: 'We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.' } };
  }
}

function intentIdOf(clientSecret: string): string {
  return encodeURIComponent(clientSecret.split('_secret_')[0] ?? '');
}
