import type { Appearance } from '@stripe/stripe-js';
import { isDark } from '../shared/dark.ts';

/** Variables that the style sheet reads, under the names that Stripe gives them. */
const VARIABLES = [
  'borderRadius', 'colorBackground', 'colorDanger', 'colorPrimary', 'colorText', 'colorTextPlaceholder', 'colorTextSecondary', 'fontFamily', 'fontSizeBase',
  'gridColumnSpacing', 'gridRowSpacing', 'spacingUnit',
] as const;

/** Dresses the form as the embedding page asks. */
export function applyAppearance(appearance: Appearance): void {
  const root = document.documentElement;
  root.dataset['theme'] = appearance.theme ?? 'stripe';
  root.style.colorScheme = isDark(appearance) ? 'dark' : 'light';
  for (const name of VARIABLES) {
    const value = appearance.variables?.[name];
    if (value === undefined) root.style.removeProperty(`--${name}`);
    else root.style.setProperty(`--${name}`, value);
  }
}
