import { type Oklch, channels, contrast, fromHex, toHex } from './oklch.ts';

export type Scheme = 'light' | 'dark';

/** What a tenant chooses; the shape of the contract's `Branding`, without what isn't a matter of style. */
export interface ThemeChoices {
  readonly primary: string;
  /** null where there is none: then what would be in it stays neutral */
  readonly secondary: string | null;
  readonly accent: string;
  readonly font: 'system' | 'serif' | 'rounded' | 'mono';
  readonly radius: 'none' | 'small' | 'medium' | 'large';
}

/** Every custom property of a theme; the name in CSS is `--mais-` and the key. */
export type Theme = Readonly<Record<ColorToken | 'font' | 'radius-control' | 'radius-card' | 'radius-pill', string>>;

export const colorTokens = [
  'page', 'raised', 'text', 'text-soft', 'line', 'line-strong', 'focus',
  'primary', 'primary-hover', 'primary-edge', 'on-primary', 'primary-text', 'primary-tint', 'primary-tint-hover',
  'secondary-tint', 'accent-text', 'accent-tint',
  'danger-text', 'danger-tint', 'warning-text', 'warning-tint', 'success-text', 'success-tint',
] as const;

export type ColorToken = (typeof colorTokens)[number];

// WCAG 2.2: 1.4.3 for text, 1.4.11 for the edges of controls.
const TEXT_CONTRAST = 4.5;
const EDGE_CONTRAST = 3;

// Below it the eye sees grey, whatever the hue.
const GREY_CHROMA = 0.03;

/**
 * Makes a theme from a tenant's colours. Text and controls meet WCAG AA in it, whatever the colours are: the hue stays, and
 * lightness moves only as far as it must.
 * @param choices colours as `#rrggbb`
 */
export function createTheme(choices: ThemeChoices, scheme: Scheme): Theme {
  const primary = fromHex(choices.primary);
  const { page, raised } = grounds(primary, scheme);
  // A trace of it only: what stands on it must stay readable, and the primary colour be the one that calls.
  const secondaryTint = choices.secondary === null ? raised : mix(choices.secondary, page, scheme === 'dark' ? 0.16 : 0.09);
  const surfaces = [page, raised, secondaryTint];
  return {
    page,
    raised,
    'secondary-tint': secondaryTint,
    ...inks(primary, scheme, surfaces),
    ...primaryColors(primary, scheme, surfaces),
    ...tinted('accent', fromHex(choices.accent), scheme, surfaces),
    ...tinted('danger', { lightness: 0.55, chroma: 0.2, hue: 25 }, scheme, surfaces),
    ...tinted('warning', { lightness: 0.6, chroma: 0.13, hue: 70 }, scheme, surfaces),
    ...tinted('success', { lightness: 0.55, chroma: 0.13, hue: 150 }, scheme, surfaces),
    font: fonts[choices.font],
    ...radii[choices.radius],
  };
}

// A trace of the brand's hue in the greys ties the page together; more would be a tint of its own.
function grey(brand: Oklch, lightness: number, strength = 1): string {
  return toHex({ lightness, chroma: Math.min(0.012, brand.chroma * 0.1) * strength, hue: brand.hue });
}

function grounds(brand: Oklch, scheme: Scheme) {
  return scheme === 'dark' ? { page: grey(brand, 0.205), raised: grey(brand, 0.25) } : { page: '#ffffff', raised: grey(brand, 0.977, 0.6) };
}

function inks(brand: Oklch, scheme: Scheme, surfaces: string[]) {
  const dark = scheme === 'dark';
  return {
    text: grey(brand, dark ? 0.96 : 0.23),
    'text-soft': readable(grey(brand, dark ? 0.76 : 0.49), surfaces, TEXT_CONTRAST),
    line: grey(brand, dark ? 0.34 : 0.912),
    'line-strong': readable(grey(brand, dark ? 0.5 : 0.68), surfaces, EDGE_CONTRAST),
  };
}

function primaryColors(brand: Oklch, scheme: Scheme, surfaces: string[]) {
  const fill = fillFor(brand, scheme, surfaces);
  const onPrimary = textOn(fill);
  const tint = mix(fill, surfaces[0] ?? '#ffffff', scheme === 'dark' ? 0.2 : 0.1);
  const tintHover = mix(fill, surfaces[0] ?? '#ffffff', scheme === 'dark' ? 0.3 : 0.18);
  const edge = readable(fill, [...surfaces, tint], EDGE_CONTRAST);
  return {
    primary: fill,
    'primary-hover': hovered(fill, onPrimary),
    'primary-edge': edge,
    'on-primary': onPrimary,
    'primary-tint': tint,
    'primary-tint-hover': tintHover,
    'primary-text': readable(fill, [...surfaces, tint, tintHover], TEXT_CONTRAST),
    focus: edge,
  };
}

/**
 * The colour of buttons. A dark brand colour vanishes on a dark page, so there it is lifted; on white a pale one keeps its
 * colour and gets an edge. Black, white and greys have no colour to keep: halfway they would look switched off, so they turn
 * into their opposite.
 */
function fillFor(brand: Oklch, scheme: Scheme, surfaces: string[]): string {
  const original = toHex(brand);
  if (surfaces.every((surface) => contrast(original, surface) >= EDGE_CONTRAST)) return original;
  if (brand.chroma < GREY_CHROMA) return toHex({ ...brand, lightness: scheme === 'dark' ? 0.93 : 0.28 });
  return scheme === 'dark' ? readable(original, surfaces, EDGE_CONTRAST) : original;
}

function tinted<Name extends string>(name: Name, color: Oklch, scheme: Scheme, surfaces: string[]) {
  const base = toHex(color);
  const tint = mix(base, surfaces[0] ?? '#ffffff', scheme === 'dark' ? 0.18 : 0.1);
  const colors = { [`${name}-tint`]: tint, [`${name}-text`]: readable(base, [...surfaces, tint], TEXT_CONTRAST) };
  return colors as Record<`${Name}-tint` | `${Name}-text`, string>;
}

/** The nearest lightness of the same hue that has at least this contrast on all of the backgrounds. */
function readable(hex: string, backgrounds: string[], ratio: number): string {
  const passes = (candidate: string) => backgrounds.every((background) => contrast(candidate, background) >= ratio);
  if (passes(hex)) return hex;
  const color = fromHex(hex);
  const towards = fromHex(backgrounds[0] ?? '#ffffff').lightness > 0.6 ? -0.01 : 0.01;
  for (let lightness = color.lightness; lightness > 0 && lightness < 1; lightness += towards) {
    const candidate = toHex({ ...color, lightness });
    if (passes(candidate)) return candidate;
  }
  return towards < 0 ? '#000000' : '#ffffff';
}

// One of black and white always has 4.58 : 1, the square root of 21; white is tried first, since a mid tone with white on
// it looks more like a button.
function textOn(fill: string): string {
  const candidates = ['#ffffff', toHex({ ...fromHex(fill), lightness: 0.2, chroma: 0.03 }), '#000000'];
  return candidates.find((candidate) => contrast(candidate, fill) >= TEXT_CONTRAST) ?? '#ffffff';
}

function hovered(fill: string, text: string): string {
  const color = fromHex(fill);
  const lightness = color.lightness + (text === '#ffffff' ? -0.05 : 0.05);
  const candidate = toHex({ ...color, lightness: Math.min(1, Math.max(0, lightness)) });
  return contrast(candidate, text) >= TEXT_CONTRAST ? candidate : fill;
}

function mix(color: string, background: string, share: number): string {
  const behind = channels(background);
  const mixed = channels(color).map((value, index) => Math.round(255 * (value * share + (behind[index] ?? 0) * (1 - share))));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const fonts: Record<ThemeChoices['font'], string> = {
  system: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  serif: "'Iowan Old Style', 'Palatino Linotype', Palatino, Charter, 'Source Serif Pro', 'Noto Serif', Georgia, serif",
  rounded: "ui-rounded, 'SF Pro Rounded', 'Hiragino Maru Gothic ProN', Quicksand, Nunito, 'Noto Sans', system-ui, sans-serif",
  mono: "ui-monospace, 'SF Mono', 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

const radii = {
  none: { 'radius-control': '0px', 'radius-card': '0px', 'radius-pill': '0px' },
  small: { 'radius-control': '5px', 'radius-card': '8px', 'radius-pill': '5px' },
  medium: { 'radius-control': '9px', 'radius-card': '14px', 'radius-pill': '999px' },
  large: { 'radius-control': '14px', 'radius-card': '22px', 'radius-pill': '999px' },
} as const satisfies Record<ThemeChoices['radius'], Record<string, string>>;
