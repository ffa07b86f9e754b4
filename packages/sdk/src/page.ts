/** The custom element's name, and the id of the element that the script tag mounts in. */
export const TAG = 'mais-widget';

/** Shorter than `document`, which no minifier may rename. */
export const page = globalThis.document;

interface Create {
  <K extends keyof HTMLElementTagNameMap>(tag: K, properties?: Partial<HTMLElementTagNameMap[K]>): HTMLElementTagNameMap[K];
  (tag: string): HTMLElement;
}

/** Makes an element with some of its properties set. */
export const create: Create = (tag: string, properties?: object) => Object.assign(page.createElement(tag), properties);
