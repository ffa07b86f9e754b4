import { Branding, PictureUrl } from '@mais/contract';
import { defaultBranding } from './tenant.ts';

/** What is stored for a tenant, whoever wrote it: a field that is wrong makes all of them the usual ones, a picture that no page could show is none. */
export function readBranding(stored: unknown): { readonly branding: Branding; readonly css: string } {
  const { css, logoUrl, faviconUrl, ...chosen } = stored as { css?: unknown; logoUrl?: unknown; faviconUrl?: unknown };
  const branding = Branding.safeParse({ ...defaultBranding, ...chosen, logoUrl: showablePicture(logoUrl), faviconUrl: showablePicture(faviconUrl) });
  return { branding: branding.success ? branding.data : defaultBranding, css: typeof css === 'string' ? css : '' };
}

/** A picture that pages can show, else null. */
export function showablePicture(stored: unknown): string | null {
  const picture = PictureUrl.safeParse(stored);
  return picture.success ? picture.data : null;
}
