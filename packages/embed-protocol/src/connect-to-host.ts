import { type HostContext, readHostContext } from './host-context.ts';
import { type ChildMessageType, type ChildMessages, readSet } from './messages.ts';
import { type Hello, MAX_HEIGHT_PX, PROTOCOL_VERSION, isWelcome } from './protocol.ts';

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
 * Connects the widget to the page that embeds it (steps 2, 5, 6 and 7 of the protocol).
 * @param options whom to talk to; nothing is ever sent to another origin
 * @returns the connection; it never throws and never rejects
 * @see ./protocol.ts
 */
export function connectToHost({ hostOrigin, window, onAttribute }: ConnectOptions): HostConnection {
  const { promise: context, resolve } = Promise.withResolvers<HostContext | null>();
  const hello: Hello = { mais: PROTOCOL_VERSION, hello: newId() };
  const isNews = createNewsFilter();
  let port: MessagePort | undefined;
  let waiting: unknown[] = [];
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
    if (offered === undefined || !isWelcome(data, hello.hello)) return;
    stopHandshake();
    port = offered;
    port.addEventListener('message', (message: MessageEvent<unknown>) => {
      const change = readSet(message.data);
      if (change !== null) onAttribute?.(change.name, change.value);
    });
    port.start();
    for (const message of waiting) port.postMessage(message);
    waiting = [];
    resolve(readHostContext(data));
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
    port?.postMessage(['bye']);
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
      const value = type === 'size' ? usableHeight(detail) : detail;
      if (!isNews(type, value)) return;
      if (port !== undefined) port.postMessage([type, value]);
      else if (waiting.length < MAX_WAITING) waiting.push([type, value]);
    },
    close,
  };
}

/** Tells page loads apart, no more; nothing rests on its being hard to guess. */
function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

function isOrigin(text: string | null): text is string {
  return text !== null && URL.canParse(text) && new URL(text).origin === text;
}

function usableHeight(height: unknown): number | undefined {
  const whole = Math.ceil(Number(height));
  return whole > 0 ? Math.min(whole, MAX_HEIGHT_PX) : undefined;
}

/** Lets a message through once per cause (R8): hosts count conversions by these. */
function createNewsFilter(): (type: ChildMessageType, detail: unknown) => boolean {
  const bookings = new Set<string>();
  const last = new Map<ChildMessageType, unknown>();
  return (type, detail) => {
    if (type === 'size' || type === 'step') {
      const value = type === 'step' ? (detail as ChildMessages['step']).name : detail;
      if (value === undefined || last.get(type) === value) return false;
      last.set(type, value);
    }
    const bookingId = (detail as { bookingId?: string } | null)?.bookingId;
    if (bookingId === undefined) return true;
    const key = `${type} ${bookingId}`;
    return !bookings.has(key) && bookings.add(key) !== undefined;
  };
}
