import type { MaisWidgetElement, MaisWidgetEventMap } from './events.ts';

/** `window.MAIS`, which the script tag makes. Attributes and DOM events do the same without waiting for the script. */
export interface MaisGlobal {
  /** the loader's version, such as `1.2.0` */
  readonly version: string;
  /** Listens to an event of all widgets on the page. */
  on<Type extends keyof MaisWidgetEventMap>(type: Type, listener: (event: MaisWidgetEventMap[Type]) => unknown): void;
  on(type: string, listener: (event: Event) => unknown): void;
  /** Stops a listener that `on` was given. */
  off(type: string, listener: (event: never) => unknown): void;
  /** Opens the popup of the widget with this id; does nothing when there is none. */
  open(id: string): void;
  /** Closes the popup of the widget with this id. */
  close(id: string): void;
  /** Takes the widget with this id out of the page. */
  destroy(id: string): void;
  /**
   * Puts a widget into the page.
   * @param attributes by name, in camel case or with hyphens: `{ tenant, apiKey, mode: 'popup' }`
   * @param place the element to append it to; the body otherwise
   */
  create(attributes: Record<string, string>, place?: Element): MaisWidgetElement;
}

declare global {
  // oxlint-disable-next-line no-var -- what is declared otherwise is no property of the window
  var MAIS: MaisGlobal;
}
