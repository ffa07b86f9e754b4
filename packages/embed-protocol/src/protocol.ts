/*
 * How a host page and the widget in its iframe talk.
 *
 * What it must hold to
 *  R1  A window message goes to exactly one named origin. '*' is never a target.
 *  R2  A window message counts only when its source is the one window expected there *and* its origin is the one
 *      expected there. A sibling frame, the host page's own parent or a second widget gets nowhere.
 *  R3  Window messages serve the handshake alone. All else goes over one MessagePort, which nobody else holds.
 *  R4  The version is settled before the first message: the loader asks for it in the frame's address (`v=1`), the
 *      server answers with a page that speaks it, hello repeats it. A hello of another version is ignored.
 *  R5  Whatever is unknown or malformed is ignored, on both ends, without an exception. New messages may be added to
 *      a version; none may change its meaning.
 *  R6  A reload of the frame says hello again and gets a new port; the port before it is closed.
 *  R7  What a person typed or is called never stands in an address: prefill travels in the answer to hello.
 *  R8  A public event fires once per cause. Those about a booking fire once per booking and type on a page, whatever
 *      the frame does.
 *  R9  No message can make the host page grow without end: a height is rounded up by the child and capped by the host.
 *
 * Steps
 *  1.  The host listens for window messages, then gives the frame its address.
 *  2.  The child makes up an id for this page load and posts `{ mais: 1, hello: id }` to its parent, addressed to the
 *      host's origin (which the server has checked and written into the page). Until it is answered it repeats that, a
 *      bounded number of times.
 *  3.  The host checks source, origin and version (R2, R4). An id it has just answered is a repetition and is ignored.
 *  4.  The host makes a MessageChannel, keeps one port, and answers to the widget's origin with the hello itself, the
 *      element's attributes, the page's address and its referrer, and the other port.
 *  5.  The child checks source, origin, version and id, takes the port, and stops listening to its window.
 *  6.  Over the port, messages are arrays that begin with their type. Child to host: `[type, detail]` with the types
 *      of `ChildMessages`. Host to child: `['set', name, value]` when an attribute changed (null: was removed).
 *  7.  A child that goes away says `['bye']`, unless its page is only put to sleep. The host then expects a new hello
 *      in time, just as after step 1, and shows its error panel when there is none.
 */

/** The version of all this. */
export const PROTOCOL_VERSION = 1;

/** What the host lets a frame grow to, in CSS pixels: some twenty screens, far from what makes a page unusable. */
export const MAX_HEIGHT_PX = 20_000;

/** How long the host waits for hello, in milliseconds, before it offers a plain link instead. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;

/** Step 2: what the child posts to its parent window. */
export interface Hello {
  mais: typeof PROTOCOL_VERSION;
  hello: string;
}

/** Step 4: what comes back with the port. */
export interface Welcome extends Hello {
  attributes: (readonly [name: string, value: string])[];
  page: string;
  referrer: string;
}

/** Tells a hello of our version from whatever else a window may be sent. */
export function isHello(data: unknown): data is Hello {
  return (data as Partial<Hello> | null | undefined)?.mais === PROTOCOL_VERSION;
}

/** Tells the answer to the hello with this id from whatever else a window may be sent. */
export function isWelcome(data: unknown, id: string): data is Welcome {
  if (!isHello(data) || data.hello !== id) return false;
  const { attributes, page, referrer } = data as Partial<Record<keyof Welcome, unknown>>;
  return typeof page === 'string' && typeof referrer === 'string' && Array.isArray(attributes) && attributes.every(isAttribute);
}

function isAttribute(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
}
