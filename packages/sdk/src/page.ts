import type { MaisWidgetElement } from './events.ts';

/** The custom element's name, and the id of the element that the script tag mounts in. */
export const TAG = 'mais-widget';

/** Shorter than `document`, which no minifier may rename. */
export const page = globalThis.document;

interface Create {
  <K extends keyof HTMLElementTagNameMap>(tag: K, properties?: object): HTMLElementTagNameMap[K];
}

/** Makes an element with some of its properties set. */
export const create: Create = (tag: string, properties?: object) => Object.assign(page.createElement(tag), properties) as never;

/** Listens on the document, where every event of a widget comes by. */
export const listen: (type: string, listener: (event: Event) => unknown) => void = page?.addEventListener.bind(page);

/** The element with this id; most likely a widget. */
export const find = (id: string | undefined) => page.getElementById(id!) as MaisWidgetElement | null;
