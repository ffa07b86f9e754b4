import { addressElsewhere } from './embed-address.ts';
import { type HostContext, readHostContext } from './host-context.ts';
import type { ChildMessages, ChildMessageType, WireMessage } from './messages.ts';
import { createNewsFilter, toWire } from './outbox.ts';
import { parseUrl } from './parse-url.ts';
import { type Hello, isHello, isHostMessage, PROTOCOL_VERSION } from './protocol.ts';

/** The child's end of the protocol, once per page load of the widget. */
export interface HostConnection {
  /** what the host page says; null when nobody answers, or when there is no host page at all */
  readonly context: Promise<HostContext | null>;
  /** Sends now or as soon as there is a port; repetitions (same step, same height, same booking) are dropped. */
  send<T extends ChildMessageType>(type: T, detail: ChildMessages[T]): void;
  /** Says goodbye and lets go of everything. */
  close(): void;
}

export interface ConnectOptions {
  /** the host page's origin as the server has checked it; null when the page was opened by itself */
  hostOrigin: string | null;
  /** the child's own window */
  window: Window;
  /** hears each attribute that changes on the host's element after the handshake; null: it was removed */
  onAttribute?: (name: string, value: string | null) => void;
}

// Over ten seconds in all. The first is answered at once in practice: the host listened before it made the frame.
const RETRY_DELAYS_MS = [100, 200, 400, 800, 1600, 3200, 4000];

// So that a page without a host does not hoard messages.
const MAX_WAITING = 100;

/**
 * Connects the widget to the page that embeds it.
 * @param options whom to talk to; nothing is ever sent to another origin
 * @returns the connection; it never throws and never rejects
 * @see ./protocol.ts
 */
export function connectToHost({ hostOrigin, window, onAttribute }: ConnectOptions): HostConnection {
  let resolve!: (context: HostContext | null) => void;
  const context = new Promise<HostContext | null>((settle) => {
    resolve = settle;
  });
  const hello: Hello = { mais: PROTOCOL_VERSION, id: newId() };
  const isNews = createNewsFilter();
  let known: ReadonlyMap<string, string> | undefined;
  let port: MessagePort | undefined;
  let waiting: WireMessage[] = [];
  let timer: number | undefined;

  function sayHello(target: string, attempt: number): void {
    const delayMs = RETRY_DELAYS_MS[attempt];
    // Whoever answers late still gets the events; only the waiting for the context is over.
    if (delayMs === undefined) return resolve(null);
    window.parent.postMessage(hello, target);
    timer = window.setTimeout(sayHello, delayMs, target, attempt + 1);
  }

  function takePort({ source, origin, data, ports }: MessageEvent<unknown>): void {
    if (source !== window.parent || origin !== hostOrigin) return;
    const [offered] = ports;
    if (offered === undefined || !isHello(data, hello.id)) return;
    stopHandshake();
    port = offered;
    port.addEventListener('message', hear);
    port.start();
    for (const message of waiting) port.postMessage(message);
    waiting = [];
  }

  function hear({ data }: MessageEvent<unknown>): void {
    if (!isHostMessage(data)) return;
    const told = readHostContext(data);
    const elsewhere = addressElsewhere(window.location.href, told.attributes);
    if (elsewhere !== null) return window.location.replace(elsewhere);
    const before = known;
    known = told.attributes;
    if (before === undefined) resolve(told);
    else reportChanges(before, known);
  }

  function reportChanges(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): void {
    for (const name of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(name) !== now.get(name)) onAttribute?.(name, now.get(name) ?? null);
    }
  }

  function stopHandshake(): void {
    window.removeEventListener('message', takePort);
    window.clearTimeout(timer);
  }

  function leaveUnlessAsleep(event: PageTransitionEvent): void {
    if (!event.persisted) close();
  }

  function close(): void {
    stopHandshake();
    window.removeEventListener('pagehide', leaveUnlessAsleep);
    resolve(null);
    port?.postMessage(['bye'] satisfies WireMessage);
    port?.close();
    port = undefined;
    waiting = [];
  }

  if (window.parent === window || !isOrigin(hostOrigin)) resolve(null);
  else {
    window.addEventListener('message', takePort);
    window.addEventListener('pagehide', leaveUnlessAsleep);
    sayHello(hostOrigin, 0);
  }

  return {
    context,
    send(type, detail) {
      const message = toWire(type, detail);
      if (message === null || !isNews(message)) return;
      if (port !== undefined) port.postMessage(message);
      else if (waiting.length < MAX_WAITING) waiting.push(message);
    },
    close,
  };
}

/** Tells page loads apart, no more; nothing rests on its being hard to guess. */
function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

function isOrigin(text: string | null): text is string {
  return text !== null && parseUrl(text)?.origin === text;
}
