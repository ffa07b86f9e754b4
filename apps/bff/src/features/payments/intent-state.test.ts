import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStatus, type IntentState } from './intent-state.ts';
import { nextRefundStatus } from './refund-state.ts';
import type { PaymentStatus, RefundStatus } from './payment.ts';

const told = fc.constantFrom<IntentState>('open', 'declined', 'processing', 'succeeded', 'cancelled');

function follow(states: readonly IntentState[]): PaymentStatus {
  let status: PaymentStatus = 'creating';
  for (const state of states) status = nextStatus(status, state) ?? status;
  return status;
}

function followRefund(statuses: readonly RefundStatus[]): RefundStatus {
  return statuses.reduce<RefundStatus>((status, next) => nextRefundStatus(status, next) ?? status, 'pending');
}

describe('the moves of a payment', () => {
  it('end in succeeded whenever money arrived, whatever was told before or after', () => {
    fc.assert(fc.property(fc.array(told), fc.array(told), (before, after) => {
      expect(follow([...before, 'succeeded', ...after])).toBe('succeeded');
    }));
  });

  it('leave cancelled only for money', () => {
    fc.assert(fc.property(fc.array(told), fc.array(told.filter((state) => state !== 'succeeded')), (before, after) => {
      expect(follow([...before, 'cancelled', ...after])).toBe(before.includes('succeeded') ? 'succeeded' : 'cancelled');
    }));
  });

  it('keep a declined payment open', () => {
    expect(follow(['declined'])).toBe('requires_payment');
    expect(follow(['processing', 'declined'])).toBe('requires_payment');
    expect(follow(['declined', 'processing'])).toBe('processing');
  });
});

describe('the moves of a refund', () => {
  it('go forward only, so that their order does not matter', () => {
    const states = fc.array(fc.constantFrom<RefundStatus>('submitted', 'succeeded', 'failed'), { minLength: 1 });
    fc.assert(fc.property(states, (statuses) => {
      expect(followRefund(statuses)).toBe(followRefund(statuses.toReversed()));
    }));
  });
});
