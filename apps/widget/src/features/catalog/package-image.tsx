import type { Package } from '@mais/contract';

import './package-image.css';

/** A package's picture, or its first letter on the brand's colour. It decorates: the name stands beside it. */
export function PackageImage({ of }: { of: Package }) {
  if (of.imageUrl === null) return <span className="mais-picture" data-letter={[...of.name][0]} aria-hidden="true" />;
  return <img className="mais-picture" src={of.imageUrl} alt="" width={640} height={400} decoding="async" />;
}
