export { applyTheme, resolveScheme } from './apply-theme.ts';
export { type ColorToken, type Scheme, type Theme, type ThemeChoices, createTheme, themeDeclarations } from './create-theme.ts';
export { contrast } from './oklch.ts';
