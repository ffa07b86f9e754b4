import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Tokens for addresses that are sent to people: claims in the clear, an end, and an HMAC over both and the purpose. Nothing is
 * stored; one that opens more than it should for a while is better kept in the database.
 */
export interface ExpiringTokens<Claims extends object> {
  issue(claims: Claims, expiresAt: Date): string;
  /** Null for a token that isn't one of ours for this purpose. */
  read(token: string, now: Date): { readonly claims: Claims; readonly expiresAt: Date; readonly isExpired: boolean } | null;
}

export function createExpiringTokens<Claims extends object>(secret: string, purpose: string): ExpiringTokens<Claims> {
  const macOf = (body: string) => createHmac('sha256', secret).update(`expiring token: ${purpose}\n${body}`).digest('base64url');
  return {
    issue(claims, expiresAt) {
      const body = Buffer.from(JSON.stringify({ claims, until: expiresAt.getTime() })).toString('base64url');
      return `${body}.${macOf(body)}`;
    },
    read(token, now) {
      const [body, mac, ...rest] = token.split('.');
      if (body === undefined || mac === undefined || rest.length > 0 || !isSame(mac, macOf(body))) return null;
      const { claims, until } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as { claims: Claims; until: number };
      return { claims, expiresAt: new Date(until), isExpired: until <= now.getTime() };
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
