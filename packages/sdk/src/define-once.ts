import { defineMaisWidget as define } from './define-mais-widget.ts';
import { TAG } from './page.ts';

/**
 * Makes `<mais-widget>` known to the page. A second call changes nothing, whoever makes it: this or a script tag.
 * @param origin where the widget is served from, such as `https://book.example.com`, and the only origin spoken to
 */
export function defineMaisWidget(origin: string): void {
  if (customElements.get(TAG) === undefined) define(origin);
}
