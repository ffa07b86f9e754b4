import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantScope } from '../db/with-tenant.ts';

/** `calendar` opens a booking's calendar file and nothing else. */
export type TokenKind = 'hold' | 'booking' | 'calendar';

/**
 * Tokens that open one object, made from the object's id by HMAC: nothing to store, nothing to leak from the database.
 */
export interface ObjectTokens {
  issue(kind: TokenKind, scope: TenantScope, id: string): string;
  matches(token: string, kind: TokenKind, scope: TenantScope, id: string): boolean;
}

export function createObjectTokens(secret: string): ObjectTokens {
  function issue(kind: TokenKind, scope: TenantScope, id: string): string {
    const mac = createHmac('sha256', secret).update(`${kind}\n${scope.tenantId}\n${scope.livemode}\n${id}`).digest('base64url');
    return `${kind}_${mac}`;
  }
  return {
    issue,
    matches(token, kind, scope, id) {
      const expected = Buffer.from(issue(kind, scope, id));
      const given = Buffer.from(token);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
