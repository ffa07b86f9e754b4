import { expect, it } from 'vitest';
import { createExpiringTokens } from './expiring-tokens.ts';

const tokens = createExpiringTokens<{ tenant: string }>('s'.repeat(32), 'test');
const now = new Date('2027-01-01T00:00:00Z');
const later = new Date(now.getTime() + 1_000);

it('is read until its end, and known to be ours after it', () => {
  const token = tokens.issue({ tenant: 'one' }, later);
  expect(tokens.read(token, now)).toEqual({ claims: { tenant: 'one' }, expiresAt: later, isExpired: false });
  expect(tokens.read(token, later)).toEqual({ claims: { tenant: 'one' }, expiresAt: later, isExpired: true });
});

it('is nothing when anything of it was changed, or when it is for another purpose', () => {
  const token = tokens.issue({ tenant: 'one' }, later);
  const [, mac] = token.split('.');
  const [otherBody] = tokens.issue({ tenant: 'two' }, later).split('.');
  expect(tokens.read(`${otherBody}.${mac}`, now)).toBeNull();
  for (const spoilt of ['', '.', `${token}x`, `x${token}`, `${token}.`, token.slice(0, -1), '\0.\0']) expect(tokens.read(spoilt, now), spoilt).toBeNull();
  expect(createExpiringTokens('s'.repeat(32), 'other').read(token, now)).toBeNull();
  expect(createExpiringTokens('t'.repeat(32), 'test').read(token, now)).toBeNull();
});
