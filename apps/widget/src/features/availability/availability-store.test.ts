import type { Availability, AvailabilityQuery } from '@mais/contract';
import { expect, test, vi } from 'vitest';

import { createAvailabilityStore } from './availability-store.ts';

const wanted = { packageSlug: 'tour', partySize: 2 };

test('takes what came with the page and loads only what is missing', async () => {
  const { store, asked } = open({ seed: answer('2026-11-20', '2026-11-30') });
  store.ensure(wanted, ['2026-11', '2026-12']);
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready');
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-12')?.status).toBe('ready'));
  expect(asked).toEqual([{ package: 'tour', partySize: 2, from: '2026-12-01', to: '2026-12-31' }]);
});

test('asks for no day that is over', async () => {
  const { store, asked } = open({});
  store.ensure(wanted, ['2026-10', '2026-11']);
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready'));
  expect(asked).toEqual([{ package: 'tour', partySize: 2, from: '2026-11-20', to: '2026-11-30' }]);
});

test('keeps parties apart', () => {
  const { store } = open({ seed: answer('2026-11-20', '2026-11-30') });
  expect(store.known({ ...wanted, partySize: 3 }).days.size).toBe(0);
});

test('loads a month again once it may be out of date, and shows the old one meanwhile', async () => {
  const clock = { nowMs: 0 };
  const { store, asked } = open({ seed: answer('2026-11-20', '2026-11-30'), clock });
  clock.nowMs = 61_000;
  store.ensure(wanted, ['2026-11']);
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
});

test('says that a month failed, and tries again when asked', async () => {
  const getAvailability = vi.fn(refuse);
  const store = createAvailabilityStore({ api: { getAvailability }, seed: null, today: () => '2026-11-20', nowMs: () => 0 });
  store.ensure(wanted, ['2026-11']);
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('loading');
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.status).toBe('failed'));
  getAvailability.mockImplementation(async () => answer('2026-11-20', '2026-12-01'));
  store.ensure(wanted, ['2026-11']);
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready'));
});

test('keeps a month in sight when loading it again fails', async () => {
  const store = createAvailabilityStore({ api: { getAvailability: refuse }, seed: answer('2026-11-20', '2026-11-30'), today: () => '2026-11-20', nowMs: () => 0 });
  store.refresh(wanted);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready');
});

function refuse(): Promise<Availability> {
  return Promise.reject(new Error('down'));
}

function open({ seed = null, clock = { nowMs: 0 } }: { seed?: Availability | null; clock?: { nowMs: number } }) {
  const asked: unknown[] = [];
  const api = {
    getAvailability: async (query: Omit<AvailabilityQuery, 'partySize' | 'key'>) => {
      asked.push(query);
      return answer(query.from, query.to);
    },
  };
  return { asked, store: createAvailabilityStore({ api, seed, today: () => '2026-11-20', nowMs: () => clock.nowMs }) };
}

function answer(from: string, to: string): Availability {
  return { package: 'tour', timeZone: 'Pacific/Auckland', partySize: 2, from, to, days: [{ day: from, state: 'closed', slots: [] }], nextAvailableDay: null };
}
