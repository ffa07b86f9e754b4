import type { ChildMessages, ChildMessageType, PublicEvents, PublicEventType, WireMessage } from './messages.ts';
import { MAX_HEIGHT_PX } from './protocol.ts';

/**
 * Puts a message into the form in which it goes over the port.
 * @returns null when there is nothing to say, as for a height that is none
 */
export function toWire<T extends ChildMessageType>(type: T, detail: ChildMessages[T]): WireMessage | null {
  if (type === 'scroll' || type === 'close') return [type];
  if (type !== 'size') return eventToWire(type as PublicEventType, detail as PublicEvents[PublicEventType]);
  const { height: asked, close } = detail as ChildMessages['size'];
  const height = Math.ceil(Number(asked));
  return height > 0 ? ['size', Math.min(height, MAX_HEIGHT_PX), close] : null;
}

function eventToWire(type: PublicEventType, detail: PublicEvents[PublicEventType]): WireMessage {
  const bookingId = (detail as { bookingId?: string } | null)?.bookingId;
  return bookingId === undefined ? ['event', type, detail] : ['event', type, detail, `${type} ${bookingId}`];
}

/** Lets a message through once per cause (R8): hosts count conversions by these. */
export function createNewsFilter(): (message: WireMessage) => boolean {
  const causes = new Set<string>();
  const last = new Map<string, unknown>();

  function isRepetition(key: string, value: unknown): boolean {
    const repeated = last.get(key) === value;
    last.set(key, value);
    return repeated;
  }

  return (message) => {
    if (message[0] === 'size') return !isRepetition('size', `${message[1]} ${message[2]}`);
    if (message[0] !== 'event') return true;
    const [, type, detail, cause] = message;
    if (type === 'step') return !isRepetition('step', (detail as PublicEvents['step']).name);
    if (cause === undefined) return true;
    const isNew = !causes.has(cause);
    causes.add(cause);
    return isNew;
  };
}
