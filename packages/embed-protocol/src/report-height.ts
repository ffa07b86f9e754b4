import type { HostConnection } from './connect-to-host.ts';

// A page whose content follows its frame's height grows by the same bit each time the host obeys.
const LOOP_AFTER = 8;
const QUIET_MS = 400;

/**
 * Keeps the host page's iframe as high as the widget's content, with one ResizeObserver.
 * Content that grows because its frame grew (tenant CSS with `vh`) is not followed for ever: after a few equal
 * steps the height is told once more when all is quiet, then no further.
 * @param connection the connection from `connectToHost`
 * @param content the element that holds all of the content, itself as high as what is in it
 * @returns stops it
 */
export function reportHeight(connection: HostConnection, content: HTMLElement): () => void {
  const view = content.ownerDocument.defaultView ?? window;
  let told = 0;
  let step = 0;
  let streak = 0;
  let timer: number | undefined;

  const observer = new view.ResizeObserver(() => measure());
  observer.observe(content);
  return () => {
    observer.disconnect();
    view.clearTimeout(timer);
  };

  function measure(): void {
    const height = Math.ceil(content.getBoundingClientRect().height);
    const growth = height - told;
    const fedByFrame = growth > 0 && growth === step && view.innerHeight === told;
    streak = fedByFrame ? streak + 1 : 0;
    step = growth;
    view.clearTimeout(timer);
    if (streak < LOOP_AFTER) tell(height);
    else if (streak === LOOP_AFTER) timer = view.setTimeout(() => tell(Math.ceil(content.getBoundingClientRect().height)), QUIET_MS);
  }

  function tell(height: number): void {
    told = height;
    connection.send('size', height);
  }
}
