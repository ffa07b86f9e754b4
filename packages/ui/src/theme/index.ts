export { type ColorToken, type Scheme, type Theme, type ThemeChoices, colorTokens, createTheme } from './create-theme.ts';
export { contrast } from './oklch.ts';
export { resolveScheme } from './resolve-scheme.ts';
export { themeCss } from './theme-css.ts';
