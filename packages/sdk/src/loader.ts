// oxlint-disable eqeqeq -- each byte counts here, and the shorter form means the same
// What `mais-sdk.js` runs. It never throws into the page.
import { defineMaisWidget } from './define-mais-widget.ts';
import { create, page, TAG } from './page.ts';

// Not there for `type="module"`, and without `src` when somebody pasted the code instead of its address: neither can work.
const script = page.currentScript as HTMLScriptElement | null;

const findPlace = () => page.getElementById(TAG);

/** Turns the tag's `data-…` into a `<mais-widget>`, unless the very same one is on the page already. */
const mountTag = () => {
  const widget = create(TAG);
  for (const key in script!.dataset) {
    try {
      widget.setAttribute(key.replace(/[A-Z]/g, '-$&'), script!.dataset[key]!);
    } catch {
      // No name for an attribute (`data-2x`), or code to Trusted Types (`data-onclick`): somebody else's.
    }
  }
  if ([...page.querySelectorAll(TAG)].some((other) => other.isEqualNode(widget))) return;
  if (findPlace()) findPlace()!.append(widget);
  else if (script!.closest('body')) script!.after(widget);
  else page.body.append(widget);
};

if (script?.src) {
  defineMaisWidget(new URL(script.src).origin);
  if (script.dataset.tenant) {
    // Its eighth letter: there is none in "loading".
    if (findPlace() || page.readyState[7]) mountTag();
    else addEventListener('DOMContentLoaded', mountTag);
  }
}
