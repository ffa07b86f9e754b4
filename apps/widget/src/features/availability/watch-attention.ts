/**
 * Tells whether an element can be seen: its tab is in front, and it isn't scrolled away or in a popup that is closed.
 * @returns how to stop
 */
export function watchAttention(element: Element, listener: (isWatched: boolean) => void): () => void {
  let isInView = true;
  const tell = () => listener(isInView && document.visibilityState === 'visible');
  const observer = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? true;
    tell();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
