import type { TenantBranding } from '@mais/contract';
import { colorTokens, createTheme, type ColorToken, type Scheme } from '@mais/ui/theme';
import type { StoredBranding } from './change-branding.ts';
import { cutCss } from './safe-css.ts';

const schemes = ['light', 'dark'] as const;

/** Where a chosen colour would stand as it is, if it could. */
const chosenAs = { primary: ['primary', 'primary-edge', 'primary-text'], accent: ['accent-text'] } as const satisfies Record<string, readonly ColorToken[]>;

/** The branding together with what pages make of it. */
export function presentBranding({ version, name, branding, css }: StoredBranding): TenantBranding {
  const { css: usedCss, cuts } = cutCss(css);
  const colors = { light: paletteOf(branding, 'light'), dark: paletteOf(branding, 'dark') };
  const corrections = (['primary', 'accent'] as const).flatMap((field) => schemes.flatMap((scheme) => chosenAs[field].flatMap((token) => {
    const color = colors[scheme][token];
    return color === branding[field].toLowerCase() ? [] : [{ field, scheme, token, color }];
  })));
  return { version, name, ...branding, css, usedCss, cutCss: [...cuts], colors, corrections };
}

function paletteOf(branding: StoredBranding['branding'], scheme: Scheme): Record<ColorToken, string> {
  const theme = createTheme(branding, scheme);
  return Object.fromEntries(colorTokens.map((token) => [token, theme[token]])) as Record<ColorToken, string>;
}
