import type { Appearance } from '@stripe/stripe-js';

/**
 * Whether an appearance is a dark one.
 * A frame whose colour scheme differs from its page's is painted on an opaque canvas, so that both sides must agree.
 */
export function isDark(appearance: Appearance): boolean {
  const background = appearance.variables?.colorBackground;
  const luminance = background === undefined ? null : luminanceOf(background);
  return luminance === null ? appearance.theme === 'night' : luminance < 0.35;
}

function luminanceOf(color: string): number | null {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(color.trim())?.[1];
  const channels = hex === undefined ? rgbOf(color) : hexOf(hex);
  if (channels === null) return null;
  const [red = 0, green = 0, blue = 0] = channels;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

function hexOf(hex: string): number[] {
  const full = hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex;
  return [0, 2, 4].map((start) => Number.parseInt(full.slice(start, start + 2), 16));
}

function rgbOf(color: string): number[] | null {
  const match = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(color);
  return match === null ? null : match.slice(1, 4).map(Number);
}
