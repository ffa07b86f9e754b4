import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { followAvailability } from './follow-availability.ts';

/** The browser's EventSource, driven by hand. */
class FakeSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  static get open(): FakeSource[] {
    return FakeSource.all.filter(({ readyState }) => readyState !== FakeSource.CLOSED);
  }

  readonly url: string;
  readyState: number = FakeSource.CONNECTING;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }

  connects(): void {
    this.readyState = FakeSource.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  breaks(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }

  says(type: string, data: unknown = {}): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('reads at once the days that are named, of this package alone, a burst as one', async () => {
  const { told } = follow();
  latest().connects();
  latest().says('changed', { changes: [{ package: 'tour', from: '2026-12-02', to: '2026-12-02' }, { package: 'other', from: '2026-01-01', to: '2026-12-31' }] });
  latest().says('changed', { changes: [{ package: 'tour', from: '2026-12-01', to: '2026-12-01' }] });
  await vi.advanceTimersByTimeAsync(400);
  expect(told.changed).toEqual([{ from: '2026-12-01', to: '2026-12-02' }]);
});

test('reads no more than once a second, however much is taken', async () => {
  const { told } = follow();
  latest().connects();
  for (let tenth = 0; tenth < 50; tenth++) {
    latest().says('changed', { changes: [{ package: 'tour', from: '2026-12-02', to: '2026-12-02' }] });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(told.changed.length).toBeGreaterThanOrEqual(4);
  expect(told.changed.length).toBeLessThanOrEqual(6);
});

test('reads everything when the stream can\'t vouch for what was missed', () => {
  const { told } = follow();
  latest().connects();
  latest().says('refresh');
  expect(told.refresh).toBe(1);
});

test('looks now and then while the stream is open, and often while it isn\'t', async () => {
  const { told } = follow();
  latest().connects();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.poll).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.poll).toBe(1);
  latest().breaks(FakeSource.CONNECTING);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.poll).toBeGreaterThanOrEqual(6);
  const before = told.poll;
  latest().connects();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.poll).toBe(before);
});

test('goes on looking while a blocked stream fails again and again', async () => {
  const { told } = follow();
  for (let second = 0; second < 60; second += 3) {
    latest().breaks(FakeSource.CONNECTING);
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(told.poll).toBeGreaterThanOrEqual(6);
});

test('leaves coming back to the browser where the stream broke off, and comes back itself where it was refused', async () => {
  const { told } = follow();
  latest().connects();
  latest().breaks(FakeSource.CONNECTING);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSource.all).toHaveLength(1);
  latest().breaks(FakeSource.CLOSED);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(FakeSource.all).toHaveLength(2);
  expect(FakeSource.open).toHaveLength(1);
  expect(told.poll).toBeGreaterThan(5);
});

test('asks nothing while nobody looks, hangs up after a while, and is told the news on coming back', async () => {
  const { told, look } = follow();
  expect(latest().url).toBe('/stream?since=2026-11-20T00:00:00.000Z');
  latest().connects();
  look(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(FakeSource.open).toHaveLength(1);
  look(true);
  look(false);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(FakeSource.open).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(FakeSource.open).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(told.poll).toBe(0);
  look(true);
  expect(FakeSource.open).toHaveLength(1);
  // What was open until it was hung up has told everything, a doubt about the clock aside.
  expect(latest().url).toBe('/stream?since=2026-11-20T00:59:55.000Z');
});

test('asks nothing while the stream is broken and nobody looks', async () => {
  const { told, look } = follow();
  latest().breaks(FakeSource.CONNECTING);
  look(false);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(told.poll).toBe(0);
});

test('leaves nothing behind when it is stopped', async () => {
  const { told, stop } = follow();
  latest().connects();
  latest().says('changed', { changes: [{ package: 'tour', from: '2026-12-02', to: '2026-12-02' }] });
  stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(FakeSource.open).toHaveLength(0);
  expect(told).toEqual({ changed: [], refresh: 0, poll: 0 });
  expect(vi.getTimerCount()).toBe(0);
});

function latest(): FakeSource {
  const source = FakeSource.all.at(-1);
  if (source === undefined) throw new Error('No stream was opened');
  return source;
}

function follow() {
  const told = { changed: [] as { from: string; to: string }[], refresh: 0, poll: 0 };
  const lookers: ((isWatched: boolean) => void)[] = [];
  const stop = followAvailability({
    slug: 'tour',
    streamUrl: (since) => `/stream?since=${since}`,
    knownUntilMs: Date.parse('2026-11-20T00:00:00.000Z'),
    serverNowMs: () => Date.parse('2026-11-20T01:00:00.000Z'),
    watchAttention: (listener) => {
      lookers.push(listener);
      listener(true);
      return () => {};
    },
    onChanged: (range) => told.changed.push(range),
    onRefresh: () => told.refresh++,
    onPoll: () => told.poll++,
  });
  return { told, stop, look: (isWatched: boolean) => lookers.forEach((listener) => listener(isWatched)) };
}
