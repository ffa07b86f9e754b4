import type { Frame } from 'playwright-core';

/** Controls below 24 × 24 px. @see https://www.w3.org/TR/WCAG22/#target-size-minimum */
export function findSmallTargets(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
    return controls.flatMap((control) => {
      // A label around a box is a part of it: a tap there ticks it.
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
      const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
      // A card is one target, by what its button spreads over it.
      const spread = getComputedStyle(control, '::after').position === 'absolute';
      return width === 0 || spread || (width >= 24 && height >= 24) ? [] : [`${name.trim()}: ${Math.round(width)} × ${Math.round(height)}`];
    });
  });
}

/** What sticks out of the widget at its sides, or is cut off inside of a box that hides the rest. */
export function findCutContent(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const widget = document.querySelector('main');
    if (widget === null) return ['there is no widget'];
    const edge = widget.getBoundingClientRect();
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page brings all that it needs
    const say = (element: Element, what: string) => `${what}: ${element.localName}.${element.className} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- what runs in the page brings all that it needs
    const isForEarsOnly = (element: Element): boolean => element.closest('.mais-visually-hidden') !== null || getComputedStyle(element).clipPath !== 'none';
    const cut = [...widget.querySelectorAll('*')].flatMap((element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || isForEarsOnly(element) || element.closest('svg, option, optgroup') !== null) return [];
      if (box.left < edge.left - 1 || box.right > edge.right + 1) return [say(element, 'sticks out')];
      const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
      const hidesX = overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1;
      const hidesY = (overflowY === 'hidden' || overflowY === 'clip') && element.scrollHeight > element.clientHeight + 1;
      return element.localName !== 'img' && element.localName !== 'select' && (hidesX || hidesY) ? [say(element, 'is cut')] : [];
    });
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`the page scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`, ...cut] : cut;
  });
}

/** Sets text as far apart as a reader may need it. @see https://www.w3.org/TR/WCAG22/#text-spacing */
export function spaceText(frame: Frame, isOn: boolean): Promise<void> {
  return frame.evaluate((on) => {
    const sheet = new CSSStyleSheet();
    if (on) sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];
  }, isOn);
}

/** Animations that run, or will: `name on element`. */
export function findAnimations(frame: Frame): Promise<string[]> {
  return frame.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
      return target?.classList.contains('mais-spinner') ? [] : [`${target?.localName}.${target?.className}`];
    }),
  );
}
