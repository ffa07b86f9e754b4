import type { ObjectTokens } from '../../platform/crypto/object-tokens.ts';
import type { TenantScope } from '../../platform/db/with-tenant.ts';
import { InvalidTokenError } from '../../platform/errors.ts';
import { HoldExpiredError, HoldNotActiveError } from './errors.ts';
import type { HoldRow } from './hold.ts';

/**
 * Checks that whoever asks has the hold, and that it still holds.
 * @throws InvalidTokenError, HoldExpiredError, HoldNotActiveError
 */
export function assertOpenHold(context: { readonly tokens: ObjectTokens }, scope: TenantScope, given: { hold: HoldRow; token: string; now: Date }): void {
  const { hold, token, now } = given;
  if (!context.tokens.matches(token, 'hold', scope, hold.id)) throw new InvalidTokenError('Send the token that came with this hold.');
  if (hold.status === 'expired' || (hold.status === 'active' && hold.expiresAt <= now)) throw new HoldExpiredError();
  if (hold.status !== 'active') throw new HoldNotActiveError();
}
