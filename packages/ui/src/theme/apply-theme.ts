import type { Scheme, Theme } from './create-theme.ts';

/**
 * Puts a theme on the document, before anything is drawn in it or while it is shown: the custom properties, and
 * `data-scheme` for what isn't a property.
 */
export function applyTheme(root: HTMLElement, theme: Theme, scheme: Scheme): void {
  root.dataset['scheme'] = scheme;
  for (const [name, value] of Object.entries(theme)) root.style.setProperty(`--mais-${name}`, value);
}

/** The scheme to show: what the host page asks for, or else the tenant's, or else the device's. */
export function resolveScheme(asked: string | null | undefined, tenants: Scheme | 'auto', prefersDark: boolean): Scheme {
  const wish = asked === 'light' || asked === 'dark' || asked === 'auto' ? asked : tenants;
  if (wish !== 'auto') return wish;
  return prefersDark ? 'dark' : 'light';
}
