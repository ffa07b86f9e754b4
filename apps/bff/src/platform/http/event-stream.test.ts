import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventStream } from './event-stream.ts';

describe('an event stream', () => {
  let closed: number;
  beforeEach(() => {
    vi.useFakeTimers();
    closed = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function open() {
    return openEventStream({ retryMs: 1500, heartbeatMs: 1_000, maxDurationMs: 5_000, position: () => '42', onClose: () => { closed += 1; } });
  }

  it('begins with when to come back and from where, and ends by itself', async () => {
    const stream = open();
    stream.send('changed', '{"a":1}');
    const text = new Response(stream.body).text();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await text).toBe(`retry: 1500\nid: 42\n\nevent: changed\nid: 42\ndata: {"a":1}\n\n${'id: 42\n\n'.repeat(4)}`);
    expect(closed).toBe(1);
    stream.send('changed', 'late');
    stream.close();
    expect(closed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets go of everything when its reader is gone', async () => {
    const stream = open();
    await stream.body.cancel();
    expect(closed).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('cuts off a reader that is too slow, rather than keep what it doesn\'t read', async () => {
    const stream = open();
    for (let index = 0; index < 200; index += 1) stream.send('changed', String(index));
    expect(closed).toBe(1);
    const text = await new Response(stream.body).text();
    expect(text.split('event: changed').length - 1).toBeLessThan(64);
  });
});
