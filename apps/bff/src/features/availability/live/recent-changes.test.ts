import { describe, expect, it } from 'vitest';
import type { AvailabilityChange } from './change.ts';
import { createRecentChanges, scopeKey } from './recent-changes.ts';

const MINUTE = 60_000;

function change(startsAtMs: number, tenantId = 'a', livemode = false): AvailabilityChange {
  return { tenantId, livemode, packageId: 'p', startsAtMs, endsAtMs: startsAtMs + 1 } as AvailabilityChange;
}

const scope = scopeKey(change(0));

describe('the recent changes', () => {
  it('vouch for nothing before they listen', () => {
    expect(createRecentChanges().since(scope, Date.now())).toBeNull();
  });

  it('return what was heard since a position, a little more than less, of one scope alone', () => {
    const recent = createRecentChanges();
    recent.restart(0);
    recent.add(change(1), 60_000);
    recent.add(change(2), 68_000);
    recent.add(change(3, 'b'), 68_000);
    recent.add(change(4, 'a', true), 68_000);
    recent.add(change(5), 71_000);
    expect(recent.since(scope, 70_000)?.map(({ startsAtMs }) => startsAtMs)).toEqual([2, 5]);
    expect(recent.since(scope, 90_000)).toEqual([]);
  });

  it('vouch for nothing from before they listened, nor from before a connection was lost', () => {
    const recent = createRecentChanges();
    recent.restart(10_000);
    expect(recent.since(scope, 14_999)).toBeNull();
    expect(recent.since(scope, 15_000)).toEqual([]);
    recent.add(change(1), 20_000);
    recent.restart(30_000);
    expect(recent.since(scope, 20_000)).toBeNull();
    expect(recent.since(scope, 40_000)).toEqual([]);
  });

  it('forget what is old, and say so', () => {
    const recent = createRecentChanges();
    recent.restart(0);
    recent.add(change(1), MINUTE);
    recent.add(change(2), 10 * MINUTE);
    expect(recent.since(scope, MINUTE)).toBeNull();
    expect(recent.since(scope, 10 * MINUTE)?.map(({ startsAtMs }) => startsAtMs)).toEqual([2]);
  });

  it('stay small under a flood, and say so', () => {
    const recent = createRecentChanges();
    recent.restart(0);
    for (let index = 0; index <= 50_000; index += 1) recent.add(change(index), MINUTE + Math.floor(index / 1000));
    expect(recent.since(scope, MINUTE)).toBeNull();
    expect(recent.since(scope, MINUTE + 6_000)?.length).toBeLessThan(50_000);
  });
});
