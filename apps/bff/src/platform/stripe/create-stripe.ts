import { Stripe } from 'stripe';

/**
 * How long one try may take. Stripe answers within a second or two; ten leave room for a slow bank and, times three tries,
 * still end before our own requests time out (30 s), where the library's default of 80 s would not.
 */
const TIMEOUT_MS = 10_000;

/** Each retry carries the idempotency key of the first try. */
const MAX_RETRIES = 2;

/**
 * The official library, at the API version that its types describe.
 * @param apiUrl where the API is, when that isn't Stripe itself: the emulator's origin
 */
export function createStripe(options: { secretKey: string; apiUrl: string | null }): Stripe {
  return new Stripe(options.secretKey, {
    apiVersion: Stripe.API_VERSION,
    maxNetworkRetries: MAX_RETRIES,
    timeout: TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'MAIS' },
    ...(options.apiUrl === null ? {} : addressOf(new URL(options.apiUrl))),
  });
}

function addressOf(url: URL): { host: string; port: number; protocol: 'http' | 'https' } {
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, port: Number(url.port || (protocol === 'http' ? 80 : 443)), protocol };
}
