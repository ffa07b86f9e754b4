import { Stripe } from 'stripe';
import { startStripeEmulator } from '../start-emulator.ts';
import type { RunningEmulator, StartOptions } from '../start-emulator.ts';

/** An emulator of a test's own, with the official library pointed at it. */
export interface TestEmulator extends RunningEmulator {
  readonly stripe: Stripe;
  /** An onboarded connected account, given as the options of a request on it. */
  connectedAccount(country?: string): Promise<{ stripeAccount: string }>;
  /** Calls a control route. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, form?: Record<string, string>): Promise<Record<string, unknown>>;
}

export async function startTestEmulator(options: StartOptions = {}): Promise<TestEmulator> {
  const running = await startStripeEmulator(options);
  const stripe = libraryFor(running.port);
  const control: TestEmulator['control'] = (method, path, form) => callControl(running.url, method, path, form);
  return {
    ...running,
    stripe,
    control,
    async connectedAccount(country = 'US') {
      const { id } = await stripe.accounts.create({ type: 'express', country, capabilities: { card_payments: { requested: true } } });
      await control('POST', `/accounts/${id}/onboard`);
      return { stripeAccount: id };
    },
  };
}

/** The official library, as a server without Stripe keys configures it. */
export function libraryFor(port: number, key = 'sk_test_emulated', options: { maxNetworkRetries?: number; timeout?: number } = {}): Stripe {
  return new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...options });
}

/** An intent's parameters as the product sends them. */
export const PAYMENT = {
  amount: 10_000,
  currency: 'usd',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
} as const satisfies Stripe.PaymentIntentCreateParams;

async function callControl(url: string, method: string, path: string, form?: Record<string, string>): Promise<Record<string, unknown>> {
  const body = form === undefined ? {} : { body: new URLSearchParams(form) };
  const response = await fetch(`${url}/_emulator${path}`, { method, ...body });
  return (await response.json()) as Record<string, unknown>;
}
