// Two windows across an origin, as far as the handshake needs them: for tests without a browser.

/** A window that hears what is posted to it from elsewhere. */
export class FakeWindow extends EventTarget {
  readonly location: { href: string; replaced: string[]; replace(address: string): void };
  parent: unknown = this;

  constructor(href: string) {
    super();
    const replaced: string[] = [];
    this.location = { href, replaced, replace: (address) => void replaced.push(address) };
  }

  setTimeout(handler: (...args: unknown[]) => void, delayMs: number, ...args: unknown[]): number {
    return Number(setTimeout(handler, delayMs, ...args));
  }

  clearTimeout(timer: number | undefined): void {
    clearTimeout(timer);
  }

  /** As the browser delivers it: later, cloned, with the sender's window and origin. */
  deliver(message: { data: unknown; origin: string; source: unknown; ports?: readonly MessagePort[] }): void {
    const data = structuredClone(message.data);
    setTimeout(() => this.dispatchEvent(Object.assign(new Event('message'), { ports: [], ...message, data })), 0);
  }
}

export interface FakePair {
  host: FakeWindow;
  child: FakeWindow;
  /** the child's window as the host holds it: `frame.contentWindow` */
  frame: { postMessage(data: unknown, target: string, transfer?: MessagePort[]): void };
}

/** Makes a host window and a child window in it; a message addressed to another origin is lost, as in a browser. */
export function createFakePair(hostOrigin: string, childHref: string): FakePair {
  const childOrigin = new URL(childHref).origin;
  const host = new FakeWindow(`${hostOrigin}/`);
  const child = new FakeWindow(childHref);
  const frame: FakePair['frame'] = {
    postMessage(data, target, ports = []) {
      if (target === childOrigin) child.deliver({ data, origin: hostOrigin, source: child.parent, ports });
    },
  };
  child.parent = {
    postMessage(data: unknown, target: string) {
      if (target === hostOrigin) host.deliver({ data, origin: childOrigin, source: frame });
    },
  };
  return { host, child, frame };
}
