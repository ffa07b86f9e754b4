import type { Package } from '@mais/contract';
import { expect, test } from 'vitest';

import { firstStepOf, stepBefore, stepsOf } from './steps.ts';

test('leaves out what has nothing to ask', () => {
  expect(stepsOf({ packages: [plain], chosen: plain, payable: false })).toEqual(['time', 'details', 'confirmation']);
  expect(stepsOf({ packages: [plain, group], chosen: group, payable: true })).toEqual(['package', 'extras', 'time', 'details', 'payment', 'confirmation']);
  expect(stepsOf({ packages: [plain, group], chosen: plain, payable: true })).toEqual(['package', 'time', 'details', 'payment', 'confirmation']);
});

test('begins a package with its options where it has any', () => {
  expect(firstStepOf(plain)).toBe('time');
  expect(firstStepOf(group)).toBe('extras');
});

test('leads back step by step, and not out of a payment', () => {
  const steps = stepsOf({ packages: [plain, group], chosen: group, payable: true });
  expect(stepBefore(steps, 'time')).toBe('extras');
  expect(stepBefore(steps, 'package')).toBeNull();
  expect(stepBefore(steps, 'payment')).toBeNull();
  expect(stepBefore(stepsOf({ packages: [plain], chosen: plain, payable: true }), 'time')).toBeNull();
});

const plain: Package = {
  id: 'p', slug: 'plain', name: 'Plain', summary: '', description: '', category: null, imageUrl: null, kind: 'slot', durationMinutes: 30,
  priceMinor: 0, priceBasis: 'booking', currency: 'EUR', minPartySize: 1, maxPartySize: 1, asksPostalCode: false, takesPromoCode: false, takesWaitlist: true, cancellationPolicy: { tiers: [], rescheduleHours: null }, addOns: [], questions: [],
};
const group: Package = { ...plain, slug: 'group', maxPartySize: 6 };
