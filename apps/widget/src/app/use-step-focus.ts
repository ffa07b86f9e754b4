import { type RefObject, useEffect, useRef } from 'react';

import type { Step } from '../flow/state.ts';
import { useServices } from './services.ts';

// The first screen is simply there: a page that has just loaded must not take the focus from the one around it.
let shownBefore: Step | null = null;

/**
 * Moves the focus to the heading of a step that has replaced another, and the host page to the widget when its top is out
 * of sight.
 * @returns for the step's heading, which needs `tabIndex={-1}`
 */
export function useStepFocus(step: Step): RefObject<HTMLHeadingElement | null> {
  const { host } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const isReplaced = shownBefore !== null && shownBefore !== step;
    shownBefore = step;
    if (!isReplaced || heading.current === null) return;
    heading.current.focus({ preventScroll: true });
    return whenOutOfSight(heading.current, () => host.send('scroll', null));
  }, [host, step]);
  return heading;
}

function whenOutOfSight(element: HTMLElement, act: () => void): () => void {
  const observer = new IntersectionObserver(([entry]) => {
    observer.disconnect();
    if (entry?.isIntersecting === false) act();
  });
  observer.observe(element);
  return () => observer.disconnect();
}
