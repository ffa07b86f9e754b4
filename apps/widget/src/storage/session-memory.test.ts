import { expect, test } from 'vitest';

import { type FlowState, initialFlow } from '../flow/state.ts';
import { openSessionMemory, toSaved } from './session-memory.ts';

test('remembers per owner, across page loads', () => {
  const storage = fakeStorage();
  openSessionMemory(() => storage, 'harborkayaks').submission.write({ body: '{}', idempotencyKey: 'k' });
  expect(openSessionMemory(() => storage, 'harborkayaks').submission.read()).toEqual({ body: '{}', idempotencyKey: 'k' });
  expect(openSessionMemory(() => storage, 'studionord').submission.read()).toBeNull();
});

test('keeps the widgets of one owner apart by their place', () => {
  const storage = fakeStorage();
  const first = openSessionMemory(() => storage, 'x');
  first.completed.write(['b']);
  const second = openSessionMemory(() => storage, 'x');
  second.moveTo(2);
  expect(second.completed.read()).toBeNull();
  second.completed.write(['c']);
  expect(first.completed.read()).toEqual(['b']);
});

test('forgets for good', () => {
  const memory = openSessionMemory(fakeStorage, 'x');
  memory.completed.write(['b']);
  memory.completed.forget();
  expect(memory.completed.read()).toBeNull();
});

test('remembers within the page where the browser refuses storage', () => {
  const memory = openSessionMemory(() => {
    throw new DOMException('denied', 'SecurityError');
  }, 'x');
  memory.completed.write(['b']);
  expect(memory.completed.read()).toEqual(['b']);
  memory.completed.forget();
  expect(memory.completed.read()).toBeNull();
});

test('takes what somebody else wrote as nothing', () => {
  const storage = fakeStorage();
  storage.setItem('mais:1:x:1:flow', '{broken');
  expect(openSessionMemory(() => storage, 'x').saved.read()).toBeNull();
});

test('moves a deadline from the page\'s clock to the device\'s', () => {
  const state: FlowState = {
    ...initialFlow('details', { slug: 'p', minPartySize: 1 }),
    hold: { id: 'h', token: 't', package: 'p', partySize: 1, startsAt: 's', endsAt: 'e', deadlineMs: 90_000, hasExpired: false },
  };
  expect(toSaved(state, { nowMs: 30_000, wallMs: 1_000_000 }).hold?.expiresAtMs).toBe(1_060_000);
});

function fakeStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => values.delete(key),
    setItem: (key, value) => values.set(key, value),
  };
}
