import { useEffect, useRef } from 'react';

/** Whoever goes from one part to another is told where they are. */
export function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return heading;
}
