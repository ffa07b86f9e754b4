import type { Frame, Page } from 'playwright-core';

import { frameOf } from './host-page.ts';

/** Where the keyboard is. */
export interface Stop {
  /** in the host page, the widget, or a frame inside it (the payment provider's) */
  readonly in: 'host' | 'widget' | 'provider';
  readonly name: string;
  readonly id: string;
  readonly isButton: boolean;
  /** whether an outline or a shadow shows it; of what isn't the widget's, nothing is said */
  readonly isVisible: boolean;
}

/** Says where the keyboard's focus is now. */
export async function focusNow(page: Page): Promise<Stop> {
  const host = await page.evaluate(() => ({ tag: document.activeElement?.localName ?? '', text: document.activeElement?.textContent ?? '', id: document.activeElement?.id ?? '' }));
  if (host.tag !== 'mais-widget') return { in: 'host', name: host.text, id: host.id, isButton: host.tag === 'button', isVisible: true };
  return describeFocus(await frameOf(page));
}

/**
 * Presses Tab until the focus is on something with this name.
 * @returns every stop on the way, the last one included
 * @throws Error when it is not reached, or when the focus leaves the page's widget first
 */
export async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const stop = await focusNow(page);
    stops.push(stop);
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stops;
  }
  throw new Error(`${key} does not reach ${name}; it stops at ${stops.map((stop) => stop.name).join(', ')}`);
}

function describeFocus(frame: Frame): Promise<Stop> {
  return frame.evaluate(() => {
    const element = document.activeElement ?? document.body;
    if (element.localName === 'iframe') return { in: 'provider' as const, name: element.getAttribute('title') ?? '', id: '', isButton: false, isVisible: true };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page brings all that it needs
    const shows = (candidate: Element | null): boolean => {
      if (candidate === null) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    };
    const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : [];
    const name = element.getAttribute('aria-label') ?? (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : element.textContent) ?? '';
    return {
      in: 'widget' as const,
      name: name.replaceAll(/\s+/g, ' ').trim(),
      id: element.id,
      isButton: element.localName === 'button',
      // A card shows the focus for the button that fills it.
      isVisible: shows(element) || shows(element.closest('li')),
    };
  });
}
