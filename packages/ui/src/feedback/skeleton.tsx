import './skeleton.css';

/** The place of something that is still loading. */
export function Skeleton({ height, width = '100%' }: { height: string; width?: string }) {
  return <span className="mais-skeleton" aria-hidden="true" style={{ blockSize: height, inlineSize: width }} />;
}
