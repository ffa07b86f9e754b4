import { EMBEDDER_PARAMETER, isMessage } from '../shared/protocol.ts';
import type { ConfirmResult, FromFrame, SubmitResult, ToFrame } from '../shared/protocol.ts';

let frames = 0;

/** A frame of the emulator's origin inside this page, and the messages to and from it. */
export class FrameLink {
  readonly frame: HTMLIFrameElement;
  readonly #origin: string;
  readonly #receive: (message: FromFrame) => void;
  readonly #asked = new Map<number, (result: ConfirmResult | SubmitResult) => void>();
  #requests = 0;

  /** @param path the frame's page on that origin, with a query or without */
  constructor(origin: string, path: string, receive: (message: FromFrame) => void) {
    this.#origin = origin;
    this.#receive = receive;
    const url = new URL(path, origin);
    url.searchParams.set(EMBEDDER_PARAMETER, window.location.origin);
    this.frame = document.createElement('iframe');
    this.frame.name = `__emulatedStripeFrame${(frames += 1)}`;
    this.frame.src = url.href;
    // Through the object model and not as an attribute: the page's policy may allow no inline styles.
    Object.assign(this.frame.style, { border: '0', display: 'block', width: '100%', background: 'transparent' });
    window.addEventListener('message', this.#onMessage);
  }

  post(message: ToFrame): void {
    this.frame.contentWindow?.postMessage(message, this.#origin);
  }

  /** Asks the frame something and resolves with its reply. */
  ask(question: (request: number) => ToFrame): Promise<ConfirmResult | SubmitResult> {
    const request = (this.#requests += 1);
    return new Promise((resolve) => {
      this.#asked.set(request, resolve);
      this.post(question(request));
    });
  }

  close(): void {
    window.removeEventListener('message', this.#onMessage);
    this.frame.remove();
    for (const resolve of this.#asked.values()) resolve({ error: { type: 'invalid_request_error', message: 'The Payment Element was unmounted.' } });
    this.#asked.clear();
  }

  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    if (event.source !== this.frame.contentWindow || event.origin !== this.#origin || !isMessage(event.data)) return;
    const message = event.data as FromFrame;
    if (message.kind === 'reply') {
      this.#asked.get(message.request)?.(message.result);
      this.#asked.delete(message.request);
    } else {
      this.#receive(message);
    }
  };
}
