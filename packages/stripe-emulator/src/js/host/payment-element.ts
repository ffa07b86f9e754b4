import type { StripePaymentElementOptions } from '@stripe/stripe-js';
import { isDark } from '../shared/dark.ts';
import type { ConfirmRequest, ConfirmResult, FrameSetup, FromFrame, SubmitResult } from '../shared/protocol.ts';
import { FrameLink } from './frame-link.ts';
import { IntegrationError } from './integration-error.ts';

type EventName = 'blur' | 'change' | 'escape' | 'focus' | 'loaderror' | 'loaderstart' | 'ready';
type Handler = (event: object) => void;

interface Parent {
  /** Where the frame comes from. */
  readonly origin: string;
  readonly setup: (options: StripePaymentElementOptions) => FrameSetup;
  readonly onDestroy: () => void;
}

/** Roughly the form's height, so that the page moves little when the real one is known. */
const HEIGHT_BEFORE_KNOWN_PX = 282;

/** The Payment Element as the embedding page sees it: a frame of the emulator's origin, and its events. */
export class PaymentElement {
  readonly #parent: Parent;
  readonly #handlers = new Map<string, Set<Handler>>();
  #options: StripePaymentElementOptions;
  #link: FrameLink | null = null;
  #destroyed = false;

  constructor(parent: Parent, options: StripePaymentElementOptions) {
    this.#parent = parent;
    this.#options = options;
  }

  mount(target: string | HTMLElement): void {
    if (this.#destroyed) throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
    const host = typeof target === 'string' ? document.querySelector(target) : target;
    if (host === null) throw new IntegrationError(`The selector you specified (${String(target)}) applies to no DOM elements that are currently on the page.`);
    this.unmount();
    this.#link = new FrameLink(this.#parent.origin, '/js/card-form', (message) => this.#receive(message));
    const { frame } = this.#link;
    frame.title = 'Secure payment input frame';
    frame.allow = 'payment *';
    // The frame is a little larger than its form, for the focus ring around the fields.
    Object.assign(frame.style, { width: 'calc(100% + 8px)', margin: '-4px', height: `${HEIGHT_BEFORE_KNOWN_PX}px` });
    this.#matchColorScheme();
    host.replaceChildren(frame);
    this.#emit('loaderstart', {});
  }

  unmount(): void {
    this.#link?.close();
    this.#link = null;
  }

  destroy(): void {
    this.unmount();
    this.#destroyed = true;
    this.#parent.onDestroy();
  }

  update(options: StripePaymentElementOptions): this {
    this.#options = { ...this.#options, ...options };
    this.refresh();
    return this;
  }

  /** Tells the frame what has changed around it. */
  refresh(): void {
    this.#matchColorScheme();
    this.#link?.post({ kind: 'update', setup: this.#parent.setup(this.#options) });
  }

  focus(): void {
    this.#link?.frame.focus();
    this.#link?.post({ kind: 'focus' });
  }

  blur(): void {
    this.#link?.post({ kind: 'blur' });
  }

  clear(): void {
    this.#link?.post({ kind: 'clear' });
  }

  /** The methods are always shown side by side: there is nothing to collapse into. */
  collapse(): this {
    return this;
  }

  on(event: EventName, handler: Handler): this {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return this;
  }

  once(event: EventName, handler: Handler): this {
    const once = (value: object): void => {
      this.off(event, once);
      handler(value);
    };
    return this.on(event, once);
  }

  off(event: EventName, handler?: Handler): this {
    if (handler === undefined) this.#handlers.delete(event);
    else this.#handlers.get(event)?.delete(handler);
    return this;
  }

  submit(): Promise<SubmitResult> {
    return this.#mounted().ask((request) => ({ kind: 'submit', request })) as Promise<SubmitResult>;
  }

  confirm(confirm: ConfirmRequest): Promise<ConfirmResult> {
    return this.#mounted().ask((request) => ({ kind: 'confirm', request, confirm })) as Promise<ConfirmResult>;
  }

  #mounted(): FrameLink {
    if (this.#link === null) throw new IntegrationError('We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.');
    return this.#link;
  }

  #matchColorScheme(): void {
    if (this.#link !== null) this.#link.frame.style.colorScheme = isDark(this.#parent.setup(this.#options).appearance) ? 'dark' : 'light';
  }

  #receive(message: FromFrame): void {
    switch (message.kind) {
      case 'loaded':
        this.#link?.post({ kind: 'init', setup: this.#parent.setup(this.#options) });
        return;
      case 'resize':
        if (this.#link !== null) this.#link.frame.style.height = `${message.heightPx}px`;
        return;
      case 'change':
        this.#emit('change', { empty: message.empty, complete: message.complete, collapsed: false, value: valueOf(message.method, message.country) });
        return;
      case 'loaderror':
        this.#emit('loaderror', { error: message.error });
        return;
      case 'ready':
      case 'focus':
      case 'blur':
      case 'escape':
        this.#emit(message.kind, {});
        return;
      case 'reply':
      case 'authenticated':
    }
  }

  #emit(event: EventName, detail: object): void {
    for (const handler of Array.from(this.#handlers.get(event) ?? [])) handler({ elementType: 'payment', ...detail });
  }
}

function valueOf(type: string, country: string | null): object {
  return { type, billingDetails: { address: { country, postalCode: null } } };
}
