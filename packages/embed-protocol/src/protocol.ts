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
 *  R6  A reload of the frame says hello again and gets a new port; the port before it went with its page.
 *  R7  What a person typed or is called never stands in an address: prefill travels over the port.
 *  R8  A public event fires once per cause. What names a cause fires once per page, whatever the frame does.
 *  R9  No message can make the host page grow without end: a height is rounded up by the child and capped by the host.
 *
 * Steps
 *  1.  The host listens for window messages, then gives the frame its address, and expects hello in time.
 *  2.  The child makes up an id for this page load and posts `{ mais: 1, id }` to its parent, addressed to the host's
 *      origin (which the server has checked and written into the page). Until it is answered it repeats that, a bounded
 *      number of times.
 *  3.  The host checks source, origin and version (R2, R4). An id it has just answered is a repetition and is ignored.
 *  4.  The host makes a MessageChannel, keeps one port, and sends the hello back to the widget's origin with the other.
 *  5.  The child checks source, origin, version and id, takes the port, and stops listening to its window.
 *  6.  Over the port, messages are arrays that begin with their kind. The host's first is
 *      `['host', page, referrer, attributes]`: its address, its referrer, and what its element's attributes are, as
 *      pairs. It sends the same again whenever an attribute has changed.
 *  7.  The child sends `['size', height, close]` (with what the popup's button to close with is called), `['scroll']` (bring the widget's top into view), `['close']` (hide the popup it
 *      is in: a key that is pressed in the frame reaches nobody else), and `['event', type, detail, cause]` for what the host page shall hear (R8; the cause may be missing).
 *  8.  When `tenant` or `api-key` are no longer those of its address, the child goes to the address that has them.
 *  9.  A child that goes away says `['bye']`, unless its page is only put to sleep. The host then expects a new hello
 *      in time, just as after step 1, and shows a plain link when there is none.
 */

/** The version of all this. */
export const PROTOCOL_VERSION = 1;

/** What the host lets a frame grow to, in CSS pixels: some twenty screens, far from what makes a page unusable. */
export const MAX_HEIGHT_PX = 20_000;

/** How long the host waits for hello, in milliseconds, before it offers a plain link instead. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Steps 2 and 4: what the child posts to its parent window, and what comes back with the port. */
export interface Hello {
  mais: typeof PROTOCOL_VERSION;
  id: string;
}

/** An element's attribute. */
export type Attribute = readonly [name: string, value: string];

/** Step 6: what the host sends over the port. */
export type HostMessage = ['host', page: string, referrer: string, attributes: Attribute[]];

/** Tells a hello with this id from whatever else a window may be sent. */
export function isHello(data: unknown, id: string): data is Hello {
  const hello = data as Partial<Hello> | null | undefined;
  return hello?.mais === PROTOCOL_VERSION && hello.id === id;
}

/** Tells a message of the host from whatever else a port may be sent. */
export function isHostMessage(data: unknown): data is HostMessage {
  if (!Array.isArray(data)) return false;
  const [kind, page, referrer, attributes] = data as unknown[];
  return kind === 'host' && isText(page) && isText(referrer) && Array.isArray(attributes) && attributes.every(isAttribute);
}

function isAttribute(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
