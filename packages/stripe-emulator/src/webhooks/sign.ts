import { createHmac } from 'node:crypto';

/**
 * The value of `Stripe-Signature` for a raw body.
 * @param timestampMs when it is sent; receivers refuse what is more than five minutes off
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function signPayload(body: string, secret: string, timestampMs: number): string {
  const timestamp = Math.floor(timestampMs / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
