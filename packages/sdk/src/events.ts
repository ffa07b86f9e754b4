import type { PublicEvents, PublicEventType } from '@mais/embed-protocol';

/** The events of a `<mais-widget>`, by name; what each carries is in its `detail`. */
export type MaisWidgetEventMap = { [Type in PublicEventType]: CustomEvent<PublicEvents[Type]> };

type EventMap = Omit<HTMLElementEventMap, keyof MaisWidgetEventMap> & MaisWidgetEventMap;

/** A `<mais-widget>` in a page, as `document.querySelector('mais-widget')` finds it. */
export interface MaisWidgetElement extends HTMLElement {
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
