import type { FirstView } from '@mais/contract';

/**
 * Reads what the server has written into the page.
 * @throws Error when the page carries none; then the server has said in plain HTML why
 */
export function readFirstView(document: Document): FirstView {
  const text = document.querySelector('#mais-first-view')?.textContent;
  if (text === undefined || text === null) throw new Error('The page carries no first view');
  return JSON.parse(text) as FirstView;
}
