import { createHmac, randomBytes } from 'node:crypto';

/** 256 random bits. */
export function generateWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/**
 * The value of `MAIS-Signature`: when it was sent, and for each secret an HMAC-SHA256 of that time, a full stop and the body.
 * Whoever knows one of the secrets can check it, and refuse what is old.
 */
export function signDelivery(secrets: readonly string[], body: string, at: Date): string {
  const time = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`);
  return [`t=${time}`, ...signatures].join(',');
}
