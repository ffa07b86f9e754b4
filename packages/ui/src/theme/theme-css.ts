import { type Scheme, type Theme, type ThemeChoices, createTheme } from './create-theme.ts';

/**
 * Both schemes of a theme as a style sheet, so that a page needs no script to be in its colours: the tenant's scheme at once,
 * the other where `data-scheme` of the root says so, and for `auto` the device's until it does.
 */
export function themeCss(choices: ThemeChoices & { readonly scheme: Scheme | 'auto' }): string {
  const light = createTheme(choices, 'light');
  const dark = createTheme(choices, 'dark');
  const [first, other, name]: [Theme, Theme, Scheme] = choices.scheme === 'dark' ? [dark, light, 'light'] : [light, dark, 'dark'];
  const changes = declarations(other, first);
  return [
    `:root{${declarations(first)}}`,
    `:root[data-scheme=${name}]{${changes}}`,
    ...(choices.scheme === 'auto' ? [`@media(prefers-color-scheme:dark){:root:not([data-scheme]){${changes}}}`] : []),
  ].join('');
}

/** The custom properties of a theme, without those that are the same in another. */
function declarations(theme: Theme, known: Partial<Theme> = {}): string {
  return Object.entries(theme).filter(([name, value]) => known[name as keyof Theme] !== value).map(([name, value]) => `--mais-${name}:${value}`).join(';');
}
