import { EMBEDDER_PARAMETER, isMessage } from './protocol.ts';
import type { FromFrame, ToFrame } from './protocol.ts';

/** The page that embeds this frame, and the messages to and from it. */
export class EmbedderLink {
  readonly #origin = new URL(window.location.href).searchParams.get(EMBEDDER_PARAMETER);

  /** Whether there is such a page; a 3DS step may also have a window of its own. */
  get embedded(): boolean {
    return this.#origin !== null && window.parent !== window;
  }

  post(message: FromFrame): void {
    if (this.#origin !== null && this.embedded) window.parent.postMessage(message, this.#origin);
  }

  listen(receive: (message: ToFrame) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || event.origin !== this.#origin || !isMessage(event.data)) return;
      receive(event.data as ToFrame);
    });
  }
}
