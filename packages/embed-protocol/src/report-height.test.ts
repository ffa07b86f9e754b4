import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HostConnection } from './connect-to-host.ts';
import { reportHeight } from './report-height.ts';

let heightPx: number;
let viewportPx: number;
let told: number[];
let resized: () => void;
let mutated: () => void;
let watchesMutations: boolean;
let disconnected: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  [heightPx, viewportPx, told, disconnected] = [0, 420, [], false];
});
afterEach(() => vi.useRealTimers());

test('tells each height, rounded up', () => {
  start();
  for (heightPx of [500.1, 620, 480]) resized();
  expect(told).toEqual([501, 620, 480]);
});

test('tells the height of what is there already, and of what comes, before the browser draws the frame', () => {
  heightPx = 300;
  start();
  for (heightPx of [400, 540]) mutated();
  heightPx = 540;
  vi.advanceTimersByTime(100);
  expect(told).toEqual([300, 540]);
  heightPx = 560;
  mutated();
  resized();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([300, 540, 560]);
});

test('ends a loop in which the content grows because its frame grew', () => {
  start((height) => {
    viewportPx = height;
    heightPx = height + 16;
  });
  heightPx = 500;
  for (let turn = 0; turn < 500; turn += 1) {
    resized();
    vi.advanceTimersByTime(1000);
  }
  expect(told.length).toBeLessThan(20);
});

test('follows an animation that grows by equal steps to its end', () => {
  start((height) => {
    viewportPx = height;
  });
  for (heightPx = 100; heightPx <= 2000; heightPx += 10) resized();
  heightPx = 2000;
  vi.advanceTimersByTime(1000);
  expect(told.at(-1)).toBe(2000);
});

test('stops when told to', () => {
  start()();
  expect([disconnected, watchesMutations]).toEqual([true, false]);
});

function start(onTold: (height: number) => void = () => {}): () => void {
  class ResizeObserver {
    constructor(callback: () => void) {
      resized = callback;
    }
    observe() {}
    disconnect() {
      disconnected = true;
    }
  }
  class MutationObserver {
    constructor(callback: () => void) {
      mutated = () => watchesMutations && callback();
    }
    observe() {
      watchesMutations = true;
    }
    disconnect() {
      watchesMutations = false;
    }
  }
  const view = { ResizeObserver, MutationObserver, setTimeout, clearTimeout, get innerHeight() { return viewportPx; } };
  const content = { ownerDocument: { defaultView: view }, getBoundingClientRect: () => ({ height: heightPx }) };
  const connection = { send: (_type: string, { height }: { height: number }) => { told.push(height); onTold(height); } };
  return reportHeight(connection as unknown as HostConnection, content as unknown as HTMLElement, 'Close');
}
