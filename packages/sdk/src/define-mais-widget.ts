// oxlint-disable eqeqeq, unicorn/prefer-add-event-listener -- each byte counts here, and the shorter form means the same
// The host's end of the protocol. R… and step … are those of packages/embed-protocol/src/protocol.ts.
// One long function of closures, because a minifier shortens their names and not those of a class's members; what else
// was tried, and what each piece costs: docs/decisions/0005-loader-in-3072-bytes.md
import { HANDSHAKE_TIMEOUT_MS, type Hello, MAX_HEIGHT_PX, PROTOCOL_VERSION } from '@mais/embed-protocol';
import { create, page, TAG } from './page.ts';

const STYLES =
  ':host(:not([hidden])),iframe,a{display:block}' +
  // max-height caps what the child asks for (R9). Light even on a dark page: a browser paints an opaque sheet behind a
  // frame whose colour scheme differs from its element's, and until the widget has loaded that would be a flash.
  `iframe{border:0;width:100%;height:420px;max-height:${MAX_HEIGHT_PX}px;color-scheme:light}` +
  'a{padding:2em;color:inherit}';

/**
 * Makes `<mais-widget>` known to the page. A second call changes nothing, whoever makes it.
 * @param origin where the widget is served from, such as `https://book.example.com`, and the only origin spoken to
 */
export const defineMaisWidget = (origin: string): void => {
  if (customElements.get(TAG)) return;
  const sheet = new CSSStyleSheet();
  const answers = new WeakMap<MessageEventSource, (data: Partial<Hello> | null) => void>();
  const told: Record<string, unknown> = {};

  /** Builds the widget once for its element. What comes back starts it, each time the element is put into a document. */
  const build = (host: HTMLElement) => {
    const root = host.attachShadow({ mode: 'open' });
    const frame = create('iframe', { allow: 'payment' });
    const link = create('a', { target: '_blank', textContent: 'Book in a new tab' });
    const attribute = (name: string) => host.getAttribute(name);
    let port: MessagePort | undefined;
    // The last hello that was answered, or whatever is unlike any hello and unlike what was here before.
    let answered: unknown;

    const describe = () => port?.postMessage(['host', location.href, page.referrer, [...host.attributes].map((each) => [each.name, each.value])]);

    const emit = (type: string, detail: unknown, cause?: string) => {
      if (!told[cause!]) {
        told[cause!] = cause;
        host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
      }
    };

    const expectHello = (since = answered) => {
      setTimeout(() => {
        if (since == answered && host.isConnected) {
          root.append(link);
          frame.style.height = '0';
          emit('error', { code: 'timeout' });
        }
      }, HANDSHAKE_TIMEOUT_MS);
    };

    const hear = ({ data }: MessageEvent<unknown>) => {
      try {
        const [kind, value, detail, cause] = data as [string, string, unknown, string];
        if (kind == 'size') frame.style.height = value + 'px';
        else if (kind == 'event') emit(value, detail, cause);
        else if (kind == 'bye') expectHello();
        else if (kind == 'scroll') frame.scrollIntoView();
      } catch {
        // Malformed (R5).
      }
    };

    root.adoptedStyleSheets = [sheet];
    root.append(frame);
    new MutationObserver(describe).observe(host, { attributes: true });

    // A screen ahead, and by an observer of our own: the browser's lazy loading does not say when it starts to load.
    new IntersectionObserver((entries) => {
      if (!frame.src && entries.pop()!.isIntersecting) {
        frame.title = host.title || 'Booking';
        link.href = frame.src =
          `${origin}/embed/${attribute('tenant')}?v=${PROTOCOL_VERSION}&key=${attribute('api-key')}&host=${location.origin}` +
          ['package', 'lang', 'theme'].map((name) => (attribute(name) ? `&${name}=${attribute(name)}` : '')).join('');
        expectHello();
      }
    }, { rootMargin: '999px' }).observe(frame);

    return () => {
      answered = {};
      answers.set(frame.contentWindow!, (data) => {
        if (data?.mais == PROTOCOL_VERSION && data.id != answered) {
          const channel = new MessageChannel();
          answered = data.id;
          link.remove();
          port?.close();
          (port = channel.port1).onmessage = hear;
          frame.contentWindow!.postMessage(data, origin, [channel.port2]);
          describe();
        }
      });
      // Back in the document the frame loads by itself.
      if (frame.src) expectHello();
    };
  };

  sheet.replaceSync(STYLES);
  customElements.define(
    TAG,
    class extends HTMLElement {
      #start = build(this);

      connectedCallback() {
        this.#start();
      }
    },
  );

  // One listener for all. Only a window that is one of our frames has an answer, and only from the widget's origin (R2).
  addEventListener('message', (event) => {
    if (event.origin == origin) answers.get(event.source!)?.(event.data as Hello);
  });

  // It bubbles as far as the document. At the window, `error` means that a script has crashed, and monitoring tools
  // would report one.
  page.addEventListener('error', (event) => {
    event.cancelBubble = (event.target as Element).localName == TAG;
  });
};
