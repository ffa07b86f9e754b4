import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type ColorToken, type Scheme, type ThemeChoices, createTheme } from './create-theme.ts';
import { contrast, fromHex, toHex } from './oklch.ts';
import { resolveScheme } from './resolve-scheme.ts';
import { themeCss } from './theme-css.ts';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const scheme = fc.constantFrom<Scheme>('light', 'dark');

const textPairs: [ColorToken, ColorToken][] = [
  ['text', 'page'], ['text', 'raised'], ['text', 'primary-tint'], ['text', 'primary-tint-hover'], ['text-soft', 'page'], ['text-soft', 'raised'],
  ['text', 'secondary-tint'], ['text-soft', 'secondary-tint'], ['primary-text', 'secondary-tint'], ['accent-text', 'secondary-tint'],
  ['on-primary', 'primary'], ['on-primary', 'primary-hover'],
  ['primary-text', 'page'], ['primary-text', 'raised'], ['primary-text', 'primary-tint'], ['primary-text', 'primary-tint-hover'],
  ...(['accent', 'danger', 'warning', 'success'] as const).flatMap((name): [ColorToken, ColorToken][] => [
    [`${name}-text`, 'page'], [`${name}-text`, 'raised'], [`${name}-text`, `${name}-tint`], ['text', `${name}-tint`],
  ]),
];
const edgePairs: [ColorToken, ColorToken][] = [
  ['primary-edge', 'page'], ['primary-edge', 'raised'], ['primary-edge', 'primary-tint'], ['focus', 'page'], ['focus', 'raised'],
  ['line-strong', 'page'], ['line-strong', 'raised'], ['focus', 'secondary-tint'], ['line-strong', 'secondary-tint'],
];

test('every text and every edge meets WCAG AA, whatever the colours are', () => {
  fc.assert(
    fc.property(hex, fc.option(hex), hex, scheme, (primary, secondary, accent, shown) => {
      const theme = createTheme({ ...choices, primary, secondary, accent }, shown);
      for (const [front, back] of textPairs) expect(contrast(theme[front], theme[back]), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
      for (const [front, back] of edgePairs) expect(contrast(theme[front], theme[back]), `${front} on ${back}`).toBeGreaterThanOrEqual(3);
    }),
    { numRuns: 400, examples: [['#ffffff', '#ffffff', '#ffffff', 'light'], ['#000000', null, '#000000', 'dark'], ['#ffff00', '#000000', '#777777', 'light'], ['#00008b', '#ffffff', '#777777', 'dark']] },
  );
});

test('keeps a colour that is readable as it is', () => {
  const theme = createTheme({ ...choices, primary: '#1f6feb' }, 'light');
  expect(theme.primary).toBe('#1f6feb');
  expect(theme['primary-edge']).toBe('#1f6feb');
  expect(theme['on-primary']).toBe('#ffffff');
});

test('keeps a pale brand colour on white and gives it dark text and a visible edge', () => {
  const theme = createTheme({ ...choices, primary: '#ffe600' }, 'light');
  expect(theme.primary).toBe('#ffe600');
  expect(contrast(theme['primary-edge'], '#ffffff')).toBeGreaterThanOrEqual(3);
  expect(contrast(theme['on-primary'], '#ffe600')).toBeGreaterThanOrEqual(4.5);
});

test('turns black on a dark page and white on a light one into their opposite', () => {
  expect(contrast(createTheme({ ...choices, primary: '#1b1b1f' }, 'dark').primary, '#111111')).toBeGreaterThan(12);
  expect(contrast(createTheme({ ...choices, primary: '#ffffff' }, 'light').primary, '#ffffff')).toBeGreaterThan(12);
  expect(createTheme({ ...choices, primary: '#1b1b1f' }, 'light').primary).toBe('#1b1b1f');
});

test('keeps the hue where it has to move the lightness', () => {
  fc.assert(
    fc.property(hex.filter((color) => fromHex(color).chroma > 0.1), scheme, (primary, shown) => {
      const text = fromHex(createTheme({ ...choices, primary }, shown)['primary-text']);
      if (text.chroma < 0.04) return;
      const turned = Math.abs(((text.hue - fromHex(primary).hue + 540) % 360) - 180);
      expect(turned).toBeLessThan(6);
    }),
  );
});

test('writes back every colour that it reads', () => {
  fc.assert(
    fc.property(hex, (color) => {
      expect(toHex(fromHex(color))).toBe(color);
    }),
  );
});

test('computes the contrast that WCAG defines', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
});

test('leaves what would be in the secondary colour neutral where there is none', () => {
  const theme = createTheme(choices, 'light');
  expect(theme['secondary-tint']).toBe(theme.raised);
  expect(createTheme({ ...choices, secondary: '#c2410c' }, 'light')['secondary-tint']).not.toBe(theme.raised);
});

test('writes both schemes, the tenant\'s first, and of the other only what differs', () => {
  const css = themeCss({ ...choices, scheme: 'auto' });
  expect(css).toMatch(/^:root\{[^}]*--mais-primary:#1f6feb;[^}]*--mais-radius-card:14px[^}]*\}:root\[data-scheme=dark\]\{/u);
  expect(css).toContain('@media(prefers-color-scheme:dark){:root:not([data-scheme]){--mais-page:');
  expect(css.match(/--mais-font/gu)).toHaveLength(1);
  const dark = themeCss({ ...choices, scheme: 'dark' });
  expect(dark).toContain(`:root{--mais-page:${createTheme(choices, 'dark').page};`);
  expect(dark).toMatch(/:root\[data-scheme=light\]\{--mais-page:#ffffff;[^@]*$/u);
});

test.each([
  ['dark', 'light', false, 'dark'],
  [null, 'auto', true, 'dark'],
  ['auto', 'dark', false, 'light'],
  ['purple', 'dark', false, 'dark'],
] as const)('shows %s over %s (device prefers dark: %s) as %s', (asked, tenants, prefersDark, shown) => {
  expect(resolveScheme(asked, tenants, prefersDark)).toBe(shown);
});

const choices: ThemeChoices = { primary: '#1f6feb', secondary: null, accent: '#e0607e', font: 'system', radius: 'medium' };
