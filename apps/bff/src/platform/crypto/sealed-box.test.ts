import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMasterKeys } from './master-keys.ts';
import { createSealedBox } from './sealed-box.ts';

describe('a sealed box', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const before = createSealedBox(createMasterKeys(old, null), 'test');

  it('opens what it sealed, for the same context and purpose alone', () => {
    const sealed = before.seal('secret', 'here');
    expect(sealed.includes('secret')).toBe(false);
    expect(before.open(sealed, 'here')).toBe('secret');
    expect(() => before.open(sealed, 'there')).toThrow();
    expect(() => createSealedBox(createMasterKeys(old, null), 'other').open(sealed, 'here')).toThrow();
    expect(() => before.open(Buffer.concat([sealed.subarray(0, -1), Buffer.from([(sealed.at(-1) ?? 0) ^ 1])]), 'here')).toThrow();
  });

  it('opens with both master keys while one replaces the other, whichever of them is the current one', () => {
    const announced = createSealedBox(createMasterKeys(old, fresh), 'test');
    const swapped = createSealedBox(createMasterKeys(fresh, old), 'test');
    const after = createSealedBox(createMasterKeys(fresh, null), 'test');
    const [byOld, byNew] = [before.seal('old', 'here'), swapped.seal('new', 'here')];
    expect([announced.open(byOld, 'here'), announced.open(byNew, 'here')]).toEqual(['old', 'new']);
    expect([swapped.open(byOld, 'here'), swapped.open(byNew, 'here')]).toEqual(['old', 'new']);
    expect(after.open(byNew, 'here')).toBe('new');
    expect(() => after.open(byOld, 'here')).toThrow();
    expect(() => before.open(byNew, 'here')).toThrow();
  });
});
