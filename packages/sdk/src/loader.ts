// oxlint-disable eqeqeq -- each byte counts here, and the shorter form means the same
// What `mais-sdk.js` runs. It never throws into the page.
import { defineMaisWidget } from './define-mais-widget.ts';
import type { MaisWidgetElement } from './events.ts';
import type { MaisGlobal } from './global-api.ts';
import { create, find, listen, page, TAG } from './page.ts';

declare const VERSION: string;

// Not there for `type="module"`, and without `src` when somebody pasted the code instead of its address: neither can work.
const script = page.currentScript as HTMLScriptElement | null;

/** Makes a `<mais-widget>` of names as `dataset` has them. */
const make = (attributes: DOMStringMap): MaisWidgetElement => {
  const widget = create(TAG);
  for (const key in attributes) {
    widget.setAttribute(key.replace(/[A-Z]/g, '-$&'), attributes[key]!);
  }
  return widget;
};

/** Turns the tag's `data-…` into a `<mais-widget>`, unless the very same one is on the page already. */
const mountTag = () => {
  const widget = make(script!.dataset);
  if ([...page.querySelectorAll(TAG)].some((other) => other.isEqualNode(widget))) return;
  if (script!.closest('body') && !find(TAG)) script!.after(widget);
  else (find(TAG) || page.body).append(widget);
};

if (script?.src) {
  MAIS = {
    version: VERSION,
    on: listen,
    off: page.removeEventListener.bind(page) as MaisGlobal['off'],
    create: (attributes: DOMStringMap, place = page.body) => place.appendChild(make(attributes)),
    open: (id: string) => find(id)?.open(),
    close: (id: string) => find(id)?.close(),
    destroy: (id: string) => find(id)?.remove(),
  };
  if (!customElements.get(TAG)) defineMaisWidget(new URL(script.src).origin);
  if (script.dataset.tenant) {
    // Its eighth letter: there is none in "loading".
    if (find(TAG) || page.readyState[7]) mountTag();
    else listen('DOMContentLoaded', mountTag);
  }
}
