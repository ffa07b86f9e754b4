import type { ReactNode } from 'react';

export interface AnnouncedProps {
  /** interrupts what a screen reader is saying */
  urgent?: boolean;
  className?: string;
  children: ReactNode;
}

/** A live region: what appears in it is read out. A `div`, since `output` may hold no headings or lists. */
export function Announced({ urgent = false, className, children }: AnnouncedProps) {
  return <div role={urgent ? 'alert' : 'status'} className={className}>{children}</div>;
}
