import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectToHost, type HostConnection } from './connect-to-host.ts';
import { createFakePair, type FakePair } from './fake-windows.ts';
import { ATTRIBUTES, describeHandshake, type Ends, HOSTILE_MESSAGES } from './handshake.contract.ts';
import type { HostContext } from './host-context.ts';
import { ModelHost } from './model-host.ts';

const HOST = 'https://shop.example';
const WIDGET = 'https://book.example';
const ADDRESS = `${WIDGET}/embed/bellaweddings?v=1&key=pk_test_bellaweddings_sample`;

describeHandshake('between two windows made for the test', openFakeEnds);

async function openFakeEnds(): Promise<Ends> {
  const pair = createFakePair(HOST, ADDRESS);
  const host = new ModelHost(pair, WIDGET, ATTRIBUTES);
  const changes: [string, string | null][] = [];
  const load = () => connect(pair, (name, value) => void changes.push([name, value]));
  let child = load();
  await child.context;
  return {
    async context() {
      const context = await child.context;
      return context && { ...context, attributes: Object.fromEntries(context.attributes) };
    },
    changes: () => Promise.resolve(changes),
    childSends: (type, detail) => Promise.resolve(child.send(type, detail)),
    async reloadChild() {
      pair.child.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
      child = load();
      await child.context;
    },
    async setAttribute(name, value) {
      host.setAttribute(name, value);
    },
    heardByHost: () => Promise.resolve(host.heard),
    heightPx: () => Promise.resolve(host.heightPx),
    async siblingPosts(data) {
      pair.host.deliver({ data, origin: WIDGET, source: { postMessage() {} } });
    },
    async impostorPosts(data) {
      pair.child.deliver({ data, origin: 'https://evil.example', source: {}, ports: [new MessageChannel().port1] });
    },
    async close() {
      child.close();
      host.close();
    },
  };
}

describe('the child', () => {
  let pair: FakePair;
  let hellos: { id: string }[];
  let child: HostConnection | undefined;

  beforeEach(() => {
    vi.useFakeTimers();
    pair = createFakePair(HOST, ADDRESS);
    hellos = [];
    pair.host.addEventListener('message', (event) => hellos.push((event as MessageEvent<{ id: string }>).data));
  });

  afterEach(() => {
    child?.close();
    vi.useRealTimers();
  });

  test('repeats the same hello until it is answered, and stops', async () => {
    child = connect(pair);
    await vi.advanceTimersByTimeAsync(1000);
    expect(hellos.length).toBeGreaterThan(2);
    expect(new Set(hellos.map(({ id }) => id)).size).toBe(1);
    pair.frame.postMessage(hellos[0], WIDGET, [new MessageChannel().port1]);
    await vi.advanceTimersByTimeAsync(10);
    const said = hellos.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hellos).toHaveLength(said);
  });

  test('gives up after a while and does without a host', async () => {
    child = connect(pair);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await child.context).toBeNull();
    expect(hellos).toHaveLength(7);
    for (let sent = 0; sent < 1000; sent += 1) child.send('scroll', null);
  });

  test('still brings its events to a host that answers late', async () => {
    child = connect(pair);
    child.send('step', { name: 'package' });
    await vi.advanceTimersByTimeAsync(60_000);
    const { port1, port2 } = new MessageChannel();
    pair.frame.postMessage(hellos[0], WIDGET, [port2]);
    await vi.advanceTimersByTimeAsync(10);
    vi.useRealTimers();
    expect(await nextMessage(port1)).toEqual(['event', 'step', { name: 'package' }]);
    port1.close();
  });

  test.each([
    ['another window of the right origin', { origin: HOST, source: {} }],
    ['its parent with another origin', { origin: 'https://evil.example', source: undefined }],
  ])('takes no port from %s', async (_who, { origin, source }) => {
    child = connect(pair);
    await vi.advanceTimersByTimeAsync(10);
    pair.child.deliver({ data: hellos[0], origin, source: source ?? pair.child.parent, ports: [new MessageChannel().port1] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await child.context).toBeNull();
  });

  test('takes no port from its parent with the answer to another hello, or with no port at all', async () => {
    child = connect(pair);
    for (const data of HOSTILE_MESSAGES) pair.frame.postMessage(data, WIDGET, [new MessageChannel().port1]);
    await vi.advanceTimersByTimeAsync(10);
    pair.frame.postMessage(hellos[0], WIDGET, []);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await child.context).toBeNull();
  });

  test.each([null, 'null', '*', 'https://shop.example/', 'nonsense'])('shakes no hands with the host %s', async (hostOrigin) => {
    child = connectToHost({ hostOrigin, window: asWindow(pair) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await child.context).toBeNull();
    expect(hellos).toHaveLength(0);
  });

  test('shakes no hands when it is its own parent', async () => {
    pair.child.parent = pair.child;
    child = connect(pair);
    expect(await child.context).toBeNull();
  });

  test('says goodbye when its page goes, not when it is put to sleep', async () => {
    vi.useRealTimers();
    const host = new ModelHost(pair, WIDGET, ATTRIBUTES);
    child = connect(pair);
    await child.context;
    pair.child.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    child.send('step', { name: 'time' });
    await vi.waitFor(() => expect(host.heard).toHaveLength(1));
    expect(host.goodbyes).toBe(0);
    pair.child.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    await vi.waitFor(() => expect(host.goodbyes).toBe(1));
    host.close();
  });

  test('goes to the address of another tenant when its element names one', async () => {
    vi.useRealTimers();
    const host = new ModelHost(pair, WIDGET, ATTRIBUTES);
    child = connect(pair);
    await child.context;
    host.setAttribute('tenant', 'studionord');
    await vi.waitFor(() => expect(pair.child.location.replaced).toEqual([
      `${WIDGET}/embed/studionord?v=1&key=pk_test_bellaweddings_sample&lang=en`,
    ]));
    host.close();
  });

  test('survives whatever comes over its port', async () => {
    vi.useRealTimers();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything({ withNullPrototype: true, withSparseArray: true }), { maxLength: 10 }), async (messages) => {
        const one = createFakePair(HOST, ADDRESS);
        const heard: unknown[] = [];
        const connection = connect(one, (...change) => heard.push(change));
        const { port1, port2 } = new MessageChannel();
        one.host.addEventListener('message', (event) => one.frame.postMessage((event as MessageEvent).data, WIDGET, [port2]), { once: true });
        for (const message of [...messages, ...HOSTILE_MESSAGES.slice(0, -1)]) port1.postMessage(message);
        port1.postMessage(['host', 'https://shop.example/', '', [['lang', 'de']]]);
        const context = (await connection.context) as HostContext;
        expect(context.attributes.get('lang')).toBe('de');
        expect(heard).toEqual([]);
        connection.close();
        port1.close();
      }),
      { numRuns: 50 },
    );
  });
});

function connect(pair: FakePair, onAttribute: (name: string, value: string | null) => void = () => {}): HostConnection {
  return connectToHost({ hostOrigin: HOST, window: asWindow(pair), onAttribute });
}

function asWindow(pair: FakePair): Window {
  return pair.child as unknown as Window;
}

function nextMessage(port: MessagePort): Promise<unknown> {
  return new Promise((resolve) => {
    port.addEventListener('message', (event: MessageEvent<unknown>) => resolve(event.data), { once: true });
    port.start();
  });
}
