import type { Availability, AvailabilityQuery, Slot } from '@mais/contract';
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
  const store = createAvailabilityStore({ api: { getAvailability }, seed: null, today: () => '2026-11-20', nowMs: () => 0, ownHold: () => null });
  store.ensure(wanted, ['2026-11']);
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('loading');
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.status).toBe('failed'));
  getAvailability.mockImplementation(async () => answer('2026-11-20', '2026-12-01'));
  store.ensure(wanted, ['2026-11']);
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready'));
});

test('keeps a month in sight when loading it again fails', async () => {
  const store = createAvailabilityStore({ api: { getAvailability: refuse }, seed: answer('2026-11-20', '2026-11-30'), today: () => '2026-11-20', nowMs: () => 0, ownHold: () => null });
  store.refresh(wanted);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(store.known(wanted).months.get('2026-11')?.status).toBe('ready');
});

test('asks with the customer\'s own hold, whose time is theirs to choose', async () => {
  const { store, asked } = open({ seed: answer('2026-11-20', '2026-11-30'), held: 'hold-1' });
  store.refresh(wanted);
  await vi.waitFor(() => expect(asked).toEqual([{ package: 'tour', partySize: 2, from: '2026-11-20', to: '2026-11-30', hold: 'hold-1' }]));
});

test('reads only the days anew that changed, of the months that are known', async () => {
  const { store, asked } = open({ seed: answer('2026-11-20', '2026-11-30') });
  store.refresh(wanted, { from: '2026-11-18', to: '2026-11-21' });
  store.refresh(wanted, { from: '2026-11-29', to: '2026-12-02' });
  store.refresh(wanted, { from: '2026-12-02', to: '2026-12-02' });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked).toMatchObject([{ from: '2026-11-20', to: '2026-11-21' }, { from: '2026-11-29', to: '2026-11-30' }]);
});

test('keeps what is gone in sight, and takes it back when it is free again', async () => {
  const { store, answers } = scripted([ten, eleven]);
  answers.push(oneDay([eleven]), oneDay([ten, eleven]));
  store.refresh(wanted, { from: '2026-11-20', to: '2026-11-20' });
  await vi.waitFor(() => expect(store.known(wanted).gone.get(ten.startsAt)).toEqual(ten));
  expect(store.known(wanted).days.get('2026-11-20')?.slots).toEqual([eleven]);
  store.refresh(wanted, { from: '2026-11-20', to: '2026-11-20' });
  await vi.waitFor(() => expect(store.known(wanted).gone.size).toBe(0));
});

test('believes the answer to the latest question, whichever comes first', async () => {
  const { store, waiting } = scripted([ten, eleven]);
  store.refresh(wanted);
  store.refresh(wanted, { from: '2026-11-20', to: '2026-11-20' });
  waiting[1]?.(oneDay([eleven]));
  await vi.waitFor(() => expect(store.known(wanted).gone.size).toBe(1));
  waiting[0]?.(oneDay([ten, eleven]));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(store.known(wanted).days.get('2026-11-20')?.slots).toEqual([eleven]);
});

test('an answer about some days moves the next free day of the months that saw none before them', async () => {
  const { store, answers } = scripted([ten]);
  answers.push({ ...oneDay([]), nextAvailableDay: '2026-12-05' });
  store.refresh(wanted, { from: '2026-11-20', to: '2026-11-20' });
  await vi.waitFor(() => expect(store.known(wanted).months.get('2026-11')?.nextAvailableDay).toBe('2026-12-05'));
});

const ten: Slot = { startsAt: '2026-11-20T10:00:00.000Z', endsAt: '2026-11-20T11:00:00.000Z', remaining: 1 };
const eleven: Slot = { startsAt: '2026-11-20T11:00:00.000Z', endsAt: '2026-11-20T12:00:00.000Z', remaining: 1 };

function oneDay(slots: Slot[]): Availability {
  const state = slots.length > 0 ? 'available' : 'full';
  return { ...answer('2026-11-20', '2026-11-30'), days: [{ day: '2026-11-20', state, slots }], nextAvailableDay: slots.length > 0 ? '2026-11-20' : null };
}

/** A store that has the first day's slots already; questions are answered in order, or by hand. */
function scripted(slots: Slot[]) {
  const answers: Availability[] = [];
  const waiting: ((answered: Availability) => void)[] = [];
  const getAvailability = async () => answers.shift() ?? new Promise<Availability>((resolve) => waiting.push(resolve));
  const store = createAvailabilityStore({ api: { getAvailability }, seed: oneDay(slots), today: () => '2026-11-20', nowMs: () => 0, ownHold: () => null });
  return { store, answers, waiting };
}

function refuse(): Promise<Availability> {
  return Promise.reject(new Error('down'));
}

function open({ seed = null, clock = { nowMs: 0 }, held = null }: { seed?: Availability | null; clock?: { nowMs: number }; held?: string | null }) {
  const asked: unknown[] = [];
  const api = {
    getAvailability: async (query: Omit<AvailabilityQuery, 'partySize' | 'key'>) => {
      asked.push(query);
      return answer(query.from, query.to);
    },
  };
  return { asked, store: createAvailabilityStore({ api, seed, today: () => '2026-11-20', nowMs: () => clock.nowMs, ownHold: () => held }) };
}

function answer(from: string, to: string): Availability {
  return { package: 'tour', timeZone: 'Pacific/Auckland', partySize: 2, from, to, days: [{ day: from, state: 'closed', slots: [] }], nextAvailableDay: null };
}
