import type { HostEvents, PublicEvents } from '@mais/embed-protocol/messages';

/** The events of a `<mais-widget>`, by name; what each carries is in its `detail`. */
export type MaisWidgetEventMap = { [Type in keyof (PublicEvents & HostEvents)]: CustomEvent<(PublicEvents & HostEvents)[Type]> };

type EventMap = Omit<HTMLElementEventMap, keyof MaisWidgetEventMap> & MaisWidgetEventMap;

/** A `<mais-widget>` in a page, as `document.querySelector('mais-widget')` finds it. */
export interface MaisWidgetElement extends HTMLElement {
  /**
   * Shows the popup of mode `popup` or `button`; does nothing when it is open, and for an inline widget.
   * @param event a click is kept from doing anything else; any other event only gets the popup ready
   */
  open(event?: Event): void;
  /** Hides the popup. It keeps what the customer has begun, and its hold until that expires. */
  close(): void;
  /** Takes the element out of the page. */
  destroy(): void;
  addEventListener<Type extends keyof EventMap>(
    type: Type, listener: (this: MaisWidgetElement, event: EventMap[Type]) => unknown, options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Type extends keyof EventMap>(
    type: Type, listener: (this: MaisWidgetElement, event: EventMap[Type]) => unknown, options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'mais-widget': MaisWidgetElement;
  }
}
