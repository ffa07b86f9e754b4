import { z } from 'zod';
import { typedText } from './text.ts';
import { Version } from './version.ts';
import { Branding, HexColor, PictureUrl } from './widget-config.ts';

/** In characters. */
export const MAX_CSS_LENGTH = 20_000;

export const BrandingChange = z
  .strictObject({
    version: Version,
    name: typedText({ min: 1, max: 200 }).optional().describe('What customers know the business by: on the pages, in e-mails, on receipts'),
    logoUrl: PictureUrl.nullable().optional(),
    faviconUrl: PictureUrl.nullable().optional(),
    primary: HexColor.optional(),
    secondary: HexColor.nullable().optional(),
    accent: HexColor.optional(),
    font: Branding.shape.font.optional(),
    radius: Branding.shape.radius.optional(),
    scheme: Branding.shape.scheme.optional(),
    css: typedText({ min: 0, max: MAX_CSS_LENGTH }).optional().describe('Cut to what is safe; the answer says what was cut. An empty one is none'),
  })
  .meta({ id: 'BrandingChange' });

const Palette = z.record(z.string(), HexColor);

export const TenantBranding = z
  .object({
    version: z.int(),
    name: z.string(),
    ...Branding.shape,
    css: z.string().describe('As you sent it'),
    usedCss: z.string().describe('What pages have of it'),
    cutCss: z.array(z.object({ css: z.string(), reason: z.string() })).describe('What they don’t, in its order; a hundred at most'),
    colors: z.object({ light: Palette, dark: Palette }).describe('The colours that are used, by token; every text among them is readable on what it stands on'),
    corrections: z
      .array(z.object({ field: z.enum(['primary', 'accent']), scheme: z.enum(['light', 'dark']), token: z.string(), color: HexColor }))
      .describe('Where a colour is not used as it was chosen, since it could not be read or seen there'),
  })
  .meta({ id: 'TenantBranding' });

export type BrandingChange = z.infer<typeof BrandingChange>;
export type TenantBranding = z.infer<typeof TenantBranding>;
