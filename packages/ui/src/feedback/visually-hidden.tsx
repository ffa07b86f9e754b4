import type { ReactNode } from 'react';

import './visually-hidden.css';

/** Text for screen readers. */
export function VisuallyHidden({ children, live }: { children: ReactNode; live?: 'polite' | 'assertive' }) {
  return <span className="mais-visually-hidden" aria-live={live}>{children}</span>;
}
