import type { Scheme } from './create-theme.ts';

/** The scheme to show: what the host page asks for, or else the tenant's, or else the device's. */
export function resolveScheme(asked: string | null | undefined, tenants: Scheme | 'auto', prefersDark: boolean): Scheme {
  const wish = asked === 'light' || asked === 'dark' || asked === 'auto' ? asked : tenants;
  if (wish !== 'auto') return wish;
  return prefersDark ? 'dark' : 'light';
}
