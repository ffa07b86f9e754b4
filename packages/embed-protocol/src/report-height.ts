import type { HostConnection } from './connect-to-host.ts';

// A page whose content follows its frame's height grows by the same bit each time the host obeys.
const LOOP_AFTER = 8;
const QUIET_MS = 400;

// A few frames: whoever is on the screen has been drawn by then.
const UNSEEN_MS = 100;

/**
 * Keeps the host page's iframe as high as the widget's content, with one ResizeObserver.
 * Content that grows because its frame grew (tenant CSS with `vh`) is not followed for ever: after a few equal
 * steps the height is told once more when all is quiet, then no further.
 * @param connection the connection from `connectToHost`
 * @param content the element that holds all of the content, itself as high as what is in it
 * @param close what the popup's button to close with is called in the language of the content
 * @returns stops it
 */
export function reportHeight(connection: HostConnection, content: HTMLElement, close: string): () => void {
  const view = content.ownerDocument.defaultView ?? window;
  let told = 0;
  let step = 0;
  let streak = 0;
  let timer: number | undefined;
  let unseen: number | undefined;

  // Off the screen a browser draws no frame of another origin, and observers of sizes wait until it does. Where they are
  // silent about a change of the content, it is measured without them: so the widget is as high as it is before it is seen.
  const changes = new view.MutationObserver(() => {
    view.clearTimeout(unseen);
    unseen = view.setTimeout(tellUnseen, UNSEEN_MS);
  });
  const observer = new view.ResizeObserver(() => measure());
  changes.observe(content, { childList: true, subtree: true });
  observer.observe(content);
  tellUnseen();
  return () => {
    changes.disconnect();
    observer.disconnect();
    view.clearTimeout(timer);
    view.clearTimeout(unseen);
  };

  function measure(): void {
    const height = heightOf(content);
    const growth = height - told;
    const fedByFrame = growth > 0 && growth === step && view.innerHeight === told;
    streak = fedByFrame ? streak + 1 : 0;
    step = growth;
    view.clearTimeout(timer);
    if (streak < LOOP_AFTER) tell(height);
    else if (streak === LOOP_AFTER) timer = view.setTimeout(() => tell(heightOf(content)), QUIET_MS);
  }

  function tellUnseen(): void {
    const height = heightOf(content);
    if (height > 0 && height !== told && streak < LOOP_AFTER) tell(height);
  }

  function tell(height: number): void {
    told = height;
    connection.send('size', { height, close });
  }
}

function heightOf(content: HTMLElement): number {
  return Math.ceil(content.getBoundingClientRect().height);
}
