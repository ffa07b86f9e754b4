// The page in the iframe, for the loader's tests: the widget's own connector and nothing of the widget.
import { connectToHost, forwardEscape, reportHeight } from '@mais/embed-protocol';

const changes: [name: string, value: string | null][] = [];
const hostOrigin = new URL(location.href).searchParams.get('host');
const connection = connectToHost({ hostOrigin, window, onAttribute: (name, value) => changes.push([name, value]) });
forwardEscape(connection, window);
const content = document.getElementById('content');
if (content !== null && location.search.includes('theme=measured')) reportHeight(connection, content, 'Close');

const child = { connection, changes };
declare global {
  interface Window {
    child: typeof child;
  }
}
window.child = child;
