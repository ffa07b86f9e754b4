import type { Booking } from '@mais/contract';
import { expect, test } from 'vitest';

import { endingOf } from './ending-of.ts';

test.each([
  ['a refund is known', { status: 'expired', refundedMinor: 500, paidMinor: 500 }, true, 'refunded'],
  ['it was paid late and the refund is on its way', { status: 'expired', refundedMinor: 0, paidMinor: 0 }, true, 'refundPending'],
  ['it was cancelled after it was paid', { status: 'cancelled', refundedMinor: 0, paidMinor: 500 }, false, 'refundPending'],
  ['nobody paid', { status: 'expired', refundedMinor: 0, paidMinor: 0 }, false, 'expired'],
  ['it was cancelled before it was paid', { status: 'cancelled', refundedMinor: 0, paidMinor: 0 }, false, 'cancelled'],
  ['the tenant declined', { status: 'declined', refundedMinor: 0, paidMinor: 0 }, true, 'declined'],
] as const)('%s', (_name, facts, paymentSent, ending) => {
  expect(endingOf({ booking: facts as unknown as Booking, paymentSent })).toBe(ending);
});
