import type { FakePair } from './fake-windows.ts';
import type { WireMessage } from './messages.ts';
import { type Attribute, type Hello, type HostMessage, MAX_HEIGHT_PX, PROTOCOL_VERSION } from './protocol.ts';

/**
 * The host's end as the protocol describes it, step by step and without a DOM: what the contract suite holds the child
 * to where there is no browser. The loader is the same thing with every byte counted.
 */
export class ModelHost {
  readonly heard: [type: string, detail: unknown][] = [];
  heightPx = 0;
  scrolls = 0;
  closes = 0;
  goodbyes = 0;
  readonly #pair: FakePair;
  readonly #widgetOrigin: string;
  readonly #attributes: Map<string, string>;
  readonly #causes = new Set<string>();
  #answered: string | undefined;
  #port: MessagePort | undefined;

  constructor(pair: FakePair, widgetOrigin: string, attributes: Record<string, string>) {
    this.#pair = pair;
    this.#widgetOrigin = widgetOrigin;
    this.#attributes = new Map(Object.entries(attributes));
    pair.host.addEventListener('message', (event) => this.#answer(event as MessageEvent<Partial<Hello> | null>));
  }

  setAttribute(name: string, value: string | null): void {
    if (value === null) this.#attributes.delete(name);
    else this.#attributes.set(name, value);
    this.#describe();
  }

  close(): void {
    this.#port?.close();
  }

  #answer({ source, origin, data }: MessageEvent<Partial<Hello> | null>): void {
    if ((source as unknown) !== this.#pair.frame || origin !== this.#widgetOrigin) return;
    if (data?.mais !== PROTOCOL_VERSION || data.id === undefined || data.id === this.#answered) return;
    const { port1, port2 } = new MessageChannel();
    this.#answered = data.id;
    this.#port = port1;
    port1.addEventListener('message', (event: MessageEvent<unknown>) => this.#hear(event.data));
    port1.start();
    this.#pair.frame.postMessage(data, this.#widgetOrigin, [port2]);
    this.#describe();
  }

  #describe(): void {
    const attributes: Attribute[] = [...this.#attributes];
    this.#port?.postMessage(['host', 'https://shop.example/book?utm_source=mail', 'https://search.example/', attributes] satisfies HostMessage);
  }

  #hear(data: unknown): void {
    if (!Array.isArray(data)) return;
    const message = data as WireMessage;
    if (message[0] === 'size' && message[1] > 0) this.heightPx = Math.min(message[1], MAX_HEIGHT_PX);
    else if (message[0] === 'scroll') this.scrolls += 1;
    else if (message[0] === 'close') this.closes += 1;
    else if (message[0] === 'bye') this.goodbyes += 1;
    else if (message[0] === 'event') {
      const [, type, detail, cause] = message;
      if (cause !== undefined && this.#causes.has(cause)) return;
      if (cause !== undefined) this.#causes.add(cause);
      this.heard.push([type, detail]);
    }
  }
}
