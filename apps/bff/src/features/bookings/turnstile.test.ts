import { describe, expect, it } from 'vitest';
import { createTurnstile } from './turnstile.ts';

class Refusal extends Error {}

function turnstile() {
  return createTurnstile<string>((error) => error instanceof Refusal);
}

const mustNotRun = (): Promise<string> => Promise.resolve('must not run');

describe('the turnstile', () => {
  it('lets one attempt at a key through at a time, and others beside it', async () => {
    const gate = turnstile();
    const running = { a: 0, b: 0 };
    let together = 0;
    const attempt = (key: 'a' | 'b') => async () => {
      running[key] += 1;
      expect(running[key]).toBe(1);
      together = Math.max(together, running.a + running.b);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running[key] -= 1;
      return key;
    };
    await Promise.all([...Array(10).keys()].map((index) => gate.pass(index % 2 ? 'a' : 'b', { size: 1, attempt: attempt(index % 2 ? 'a' : 'b') })));
    expect(together).toBe(2);
  });

  it('lets one refusal speak for those who already waited, and not for who comes later', async () => {
    const gate = turnstile();
    let attempts = 0;
    const first = Promise.withResolvers<string>();
    const second = Promise.withResolvers<string>();
    const steps = [first.promise, second.promise];
    const attempt = () => steps[attempts++] ?? Promise.reject(new Refusal('later'));
    const visitors = [1, 2, 3, 4].map(() => gate.pass('slot', { size: 1, attempt }));
    first.resolve('won');
    await visitors[0];
    // The second attempt runs now; this one comes after it began.
    const late = gate.pass('slot', { size: 1, attempt });
    second.reject(new Refusal('taken'));
    const results = await Promise.allSettled([...visitors, late]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message))).toEqual(['won', 'taken', 'taken', 'taken', 'later']);
    expect(attempts).toBe(3);
  });

  it('lets a smaller party try although a larger one was refused', async () => {
    const gate = turnstile();
    const opening = Promise.withResolvers<string>();
    const first = gate.pass('tour', { size: 1, attempt: () => opening.promise });
    const results = Promise.allSettled([
      gate.pass('tour', { size: 4, attempt: () => Promise.reject(new Refusal('not enough')) }),
      gate.pass('tour', { size: 4, attempt: () => Promise.resolve('must not run') }),
      gate.pass('tour', { size: 2, attempt: () => Promise.resolve('two seats') }),
    ]);
    opening.resolve('one seat');
    await first;
    expect((await results).map((result) => (result.status === 'fulfilled' ? result.value : 'refused'))).toEqual(['refused', 'refused', 'two seats']);
  });

  it('gives a visitor the answer of an earlier try before it passes on a refusal', async () => {
    const gate = turnstile();
    const opening = Promise.withResolvers<string>();
    const first = gate.pass('slot', { size: 1, attempt: () => opening.promise });
    const results = Promise.allSettled([
      gate.pass('slot', { size: 1, attempt: () => Promise.reject(new Refusal('taken')) }),
      gate.pass('slot', { size: 1, attempt: mustNotRun, recall: () => Promise.resolve('yours already') }),
      gate.pass('slot', { size: 1, attempt: mustNotRun, recall: () => Promise.resolve(null) }),
    ]);
    opening.resolve('won');
    await first;
    expect((await results).map((result) => (result.status === 'fulfilled' ? result.value : 'refused'))).toEqual(['refused', 'yours already', 'refused']);
  });

  it('goes on after an error that is no refusal', async () => {
    const gate = turnstile();
    const broken = gate.pass('slot', { size: 1, attempt: () => Promise.reject(new Error('database away')) });
    const next = gate.pass('slot', { size: 1, attempt: () => Promise.resolve('won') });
    await expect(broken).rejects.toThrow('database away');
    await expect(next).resolves.toBe('won');
  });
});
