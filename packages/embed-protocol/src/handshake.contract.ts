import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostContext } from './host-context.ts';
import type { ChildMessages, ChildMessageType } from './messages.ts';

/** Both ends, connected and within reach, whatever they stand on. */
export interface Ends {
  /** what the child was told; null while it was told nothing. The attributes as an object, so that it can travel. */
  context(): Promise<(Omit<HostContext, 'attributes'> & { attributes: Record<string, string> }) | null>;
  changes(): Promise<[name: string, value: string | null][]>;
  childSends<T extends ChildMessageType>(type: T, detail: ChildMessages[T]): Promise<void>;
  /** the widget's page is loaded anew; resolves when the child was told about its host again */
  reloadChild(): Promise<void>;
  setAttribute(name: string, value: string | null): Promise<void>;
  heardByHost(): Promise<[type: string, detail: unknown][]>;
  heightPx(): Promise<number>;
  /** a window of the widget's own origin that is not this frame posts to the host */
  siblingPosts(data: unknown): Promise<void>;
  /** a window of another origin posts to the child, claiming to be its host */
  impostorPosts(data: unknown): Promise<void>;
  close(): Promise<void>;
}

export const ATTRIBUTES = {
  tenant: 'bellaweddings', 'api-key': 'pk_test_bellaweddings_sample', lang: 'en',
  'prefill-name': 'Ana Prieto', 'prefill-answer-venue': 'The barn',
};

/** What hostile frames try. All of it is ignored, and nothing breaks. */
export const HOSTILE_MESSAGES: readonly unknown[] = [
  null, undefined, 0, Number.NaN, '', 'hello', true, [], {}, [null], { mais: 1 }, { mais: 2, id: 'x' }, { mais: 1, id: 'forged' },
  JSON.parse('{"__proto__":{"mais":1,"id":"forged"}}'), { constructor: null, toString: 1, valueOf: 1 }, [{ toString: 1, valueOf: 1 }],
  ['event', 'booking_completed', { bookingId: 'forged' }, 'forged'], ['event', 'ready', null], ['size', 1e9], ['bye'], ['scroll'],
  ['host', 'https://evil.example/', '', [['prefill-name', 'Mallory']]],
];

const booking = {
  bookingId: 'b1', reference: 'BW-7Q2K', status: 'confirmed', package: 'full-day', startsAt: '2027-06-05T04:00:00.000Z',
  endsAt: '2027-06-06T04:00:00.000Z', paymentRequired: true, totalMinor: 420_000, currency: 'USD',
};

/**
 * What holds for any child and any host that speak the protocol.
 * @param name what the ends stand on
 * @param open puts a host with `ATTRIBUTES` and a child together
 */
export function describeHandshake(name: string, open: () => Promise<Ends>): void {
  describe(`the handshake ${name}`, () => {
    let ends: Ends;
    afterEach(() => ends.close());

    test('tells the child about its host, and prefill with it', async () => {
      ends = await open();
      const context = await ends.context();
      expect(context?.attributes).toEqual(ATTRIBUTES);
      expect(context?.prefill).toEqual({ name: 'Ana Prieto', answers: { venue: 'The barn' } });
      expect(context?.attribution.utm).toEqual({ utm_source: 'mail' });
      expect(context?.attribution.pageUrl).toContain('utm_source=mail');
    });

    test('brings events to the host in order, with their details', async () => {
      ends = await open();
      await ends.childSends('ready', null);
      await ends.childSends('step', { name: 'package' });
      await ends.childSends('error', { code: 'slot_taken' });
      await expectHeard(ends, [['ready', null], ['step', { name: 'package' }], ['error', { code: 'slot_taken' }]]);
    });

    test('tells of a step once in a row and of a booking once per page, also after a reload', async () => {
      ends = await open();
      await ends.childSends('step', { name: 'payment' });
      await ends.childSends('step', { name: 'payment' });
      await ends.childSends('booking_created', booking);
      await ends.childSends('booking_completed', booking);
      await ends.childSends('booking_completed', booking);
      await ends.reloadChild();
      await ends.childSends('booking_completed', booking);
      await ends.childSends('booking_completed', { ...booking, bookingId: 'b2' });
      await ends.childSends('ready', null);
      await expectHeard(ends, [
        ['step', { name: 'payment' }], ['booking_created', booking], ['booking_completed', booking],
        ['booking_completed', { ...booking, bookingId: 'b2' }], ['ready', null],
      ]);
    });

    test('rounds heights up, caps them, and ignores what is none', async () => {
      ends = await open();
      await ends.childSends('size', { height: 640.2, close: 'Close' });
      await vi.waitFor(async () => expect(await ends.heightPx()).toBe(641));
      for (const none of [Number.NaN, -1, 0, '900px' as unknown as number]) await ends.childSends('size', { height: none, close: 'Close' });
      await ends.childSends('step', { name: 'time' });
      await expectHeard(ends, [['step', { name: 'time' }]]);
      expect(await ends.heightPx()).toBe(641);
      await ends.childSends('size', { height: 1e9, close: 'Close' });
      await vi.waitFor(async () => expect(await ends.heightPx()).toBe(20_000));
    });

    test('tells the child of each attribute that changes or goes', async () => {
      ends = await open();
      await ends.setAttribute('theme', 'dark');
      await ends.setAttribute('lang', null);
      await vi.waitFor(async () => expect(await ends.changes()).toEqual([['theme', 'dark'], ['lang', null]]));
    });

    test('starts over when the child is loaded again', async () => {
      ends = await open();
      await ends.setAttribute('lang', 'ja');
      await ends.reloadChild();
      expect((await ends.context())?.attributes).toMatchObject({ lang: 'ja' });
      await ends.childSends('ready', null);
      await expectHeard(ends, [['ready', null]]);
    });

    test('takes nothing from any other window, on either side', async () => {
      ends = await open();
      const before = await ends.context();
      for (const message of HOSTILE_MESSAGES) {
        await ends.siblingPosts(message);
        await ends.impostorPosts(message);
      }
      await ends.childSends('step', { name: 'review' });
      await expectHeard(ends, [['step', { name: 'review' }]]);
      expect(await ends.context()).toEqual(before);
      expect(await ends.changes()).toEqual([]);
    });
  });
}

async function expectHeard(ends: Ends, expected: [type: string, detail: unknown][]): Promise<void> {
  await vi.waitFor(async () => expect(await ends.heardByHost()).toEqual(expected));
}
