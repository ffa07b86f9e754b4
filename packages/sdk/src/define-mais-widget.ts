// oxlint-disable eqeqeq, unicorn/prefer-add-event-listener -- each byte counts here, and the shorter form means the same
// The host's end of the protocol. R… and step … are those of packages/embed-protocol/src/protocol.ts.
// One long function of closures, because a minifier shortens their names and not those of a class's members; what else
// was tried, and what each piece costs: docs/decisions/0005-loader-in-3072-bytes.md
import { HANDSHAKE_TIMEOUT_MS, type Hello, PROTOCOL_VERSION } from '@mais/embed-protocol';
import type { MaisWidgetElement } from './events.ts';
import { create, find, listen, page, TAG } from './page.ts';
import { STYLES } from './styles.ts';

/**
 * Makes `<mais-widget>` known to the page, which must not know it yet.
 * @param home the origin that the widget is served from, such as `https://book.example.com`, and the only one spoken to
 */
export const defineMaisWidget = (home: string): void => {
  const sheet = new CSSStyleSheet();
  const answers = new WeakMap<MessageEventSource, (hello: Hello, child: Window) => unknown>();
  const told: Record<string, unknown> = {};

  /** Builds the widget once for its element. What comes back starts it, each time the element is put into a document. */
  const build = (host: MaisWidgetElement) => {
    let port: MessagePort | undefined;
    // The last hello that was answered, or whatever is unlike any hello and unlike what was here before.
    let answered: unknown;
    const attribute = (name: string) => host.getAttribute(name) || '';
    const mode = attribute('mode');
    // Popup and button have a `p` or a `b` in their names; inline has neither.
    const isDialog = /p|b/.test(mode);
    // What is inline counts as open, always.
    const panel = create(isDialog ? 'dialog' : 'div', { open: !isDialog, onclose: () => emit('closed') }) as HTMLDialogElement;
    const frame = create('iframe', { allow: 'payment' });
    const link = create('a', { target: '_blank', href: `${home}/book/${attribute('tenant')}` });
    const root = host.attachShadow({ mode: 'open' });

    const emit = (type: string, detail?: unknown, cause?: string) =>
      // What is told is noted while the arguments are worked out, so before the event is heard.
      told[cause!] || (host.dispatchEvent as (event: Event, note: unknown) => boolean)(new CustomEvent(type, { detail, bubbles: true, composed: true }), (told[cause!] = cause));

    const expectHello = (since = answered) =>
      setTimeout(
        () =>
          since == answered &&
          host.isConnected &&
          (panel.append(link), (frame.style.height = 0 as never), emit('error', { code: 'timeout' })),
        HANDSHAKE_TIMEOUT_MS,
      );

    const load = () =>
      frame.src ||
      ((frame.src = `${home}/embed/${attribute('tenant')}?v=${PROTOCOL_VERSION}&key=${attribute('api-key')}&host=${self.origin}&package=${attribute('package')}&lang=${attribute('lang')}&theme=${attribute('theme')}`),
      expectHello());

    const button = create('button');

    // oxlint-disable-next-line no-multi-assign -- see above
    const close = (host.close = () => panel.close?.());
    // It has no word of its own: the widget says, with its height, what it is called in its language.
    const cross = create('button', { innerText: '×', onclick: close });

    const describe = () => {
      // oxlint-disable-next-line no-multi-assign -- see above
      panel.style = button.style = attribute('look');
      panel.title = frame.title = link.innerText = button.innerText = attribute('label') || 'Book';
      port?.postMessage(['host', page.URL, page.referrer, [...host.attributes].map((each) => [each.name, each.value])]);
    };

    const hear = ({ data }: MessageEvent<unknown>) => {
      try {
        const [kind, value, detail, cause] = data as [string, string, unknown, string];
        const answersTo: Record<string, () => unknown> = {
          size: () => ((frame.style.height = value + 'px'), (cross.ariaLabel = detail as string)),
          event: () => emit(value, detail, cause),
          bye: expectHello,
          scroll: () => frame.scrollIntoView(),
          close,
        };
        answersTo[kind]!();
      } catch {
        // Malformed (R5).
      }
    };

    // Opens the popup, or only gets it ready when it was called for what comes after `click` in the dictionary.
    // oxlint-disable-next-line no-multi-assign -- see above
    host.open = button.onclick = button.onpointerover = button.onfocus = (event?: Event) =>
      (event?.type as string) > 'd' ? load() : panel.open || (event?.preventDefault(), panel.showModal(), emit('opened'));
    host.destroy = host.remove;
    root.adoptedStyleSheets = [sheet];
    panel.append(isDialog ? cross : '', frame);
    root.append(panel, isDialog && mode < 'c' ? button : '');
    describe();
    new MutationObserver(describe).observe(host, { attributes: true });

    // A screen ahead, and by an observer of our own: the browser's lazy loading does not say when it starts to load.
    new IntersectionObserver((entries) => entries.pop()!.isIntersecting && load(), { rootMargin: '99%' }).observe(frame);

    return () => {
      // A dialog that was taken out while it was open is no longer modal.
      close();
      answered = {};
      answers.set(
        frame.contentWindow!,
        (hello, child, channel = new MessageChannel()) =>
          hello.id != answered &&
          ((answered = hello.id),
          link.remove(),
          ((port = channel.port1).onmessage = hear),
          child.postMessage(hello, home, [channel.port2]),
          describe()),
      );
      // Back in the document the frame loads by itself.
      if (frame.src) expectHello();
    };
  };

  sheet.replaceSync(STYLES);
  customElements.define(
    TAG,
    class extends HTMLElement {
      #start: (() => void) | undefined;

      connectedCallback() {
        (this.#start ??= build(this as never))();
      }
    },
  );

  // One listener for all. Only a window that is one of our frames has an answer, and only from the widget's origin (R2).
  addEventListener('message', ({ origin: from, source, data }) => from == home && data?.mais == PROTOCOL_VERSION && answers.get(source!)?.(data, source as Window));

  ['click', 'pointerover', 'focusin'].map((type) =>
    listen(type, (event) => find((event.target as Element).closest?.<HTMLElement>('[data-mais-open]')?.dataset.maisOpen)?.open?.(event)),
  );

  // It bubbles as far as the document. At the window, `error` means that a script has crashed, and monitoring tools
  // would report one.
  listen('error', (event) => (event.cancelBubble = (event.target as MaisWidgetElement).destroy as never));
};
