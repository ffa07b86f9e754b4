import type { HostConnection } from './connect-to-host.ts';

/**
 * Lets Escape close the popup that the widget is in: the host page never hears of a key that is pressed in its frame.
 * What handles the key itself, such as an open menu, calls `preventDefault` on it and keeps the popup open. Without a
 * popup around it the host ignores the message.
 * @param connection the connection from `connectToHost`
 * @param window the child's own window
 * @returns stops it
 */
export function forwardEscape(connection: HostConnection, window: Window): () => void {
  const forward = (event: KeyboardEvent): void => {
    // Escape also ends a composition of an input method; that one is not for us.
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !event.repeat) connection.send('close', null);
  };
  window.addEventListener('keydown', forward);
  return () => window.removeEventListener('keydown', forward);
}
