import { z } from 'zod';
import { Currency } from './money.ts';
import { Slug } from './text.ts';

/** `#rrggbb`. */
export const HexColor = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1f6feb');

// Most of what a page's first answer may hold; and as long as any server takes an address.
const LONGEST = { data: 16_384, address: 2_000 } as const;

/**
 * Where a picture is that a page with a strict policy can show: a path of our own server, another website's address by HTTPS, or a small
 * bitmap that the address holds itself. Its host stands in the page's policy, so it is made of nothing but a host's letters.
 */
export const PictureUrl = z
  .string()
  .refine((text) => isPlain(text) && (isOwnPath(text) || isPublicAddress(text) || isSmallBitmap(text)), 'must be an https address, a path that begins with /, or a PNG, JPEG or WebP of 16 kB at most as data:image/…;base64,…')
  .meta({ id: 'PictureUrl' });

export const Branding = z
  .object({
    logoUrl: PictureUrl.nullable(),
    faviconUrl: PictureUrl.nullable().describe('For hosted pages; null shows the first letter of the name on the primary colour'),
    primary: HexColor,
    secondary: HexColor.nullable().describe('null where the tenant has chosen none'),
    accent: HexColor,
    font: z.enum(['system', 'serif', 'rounded', 'mono']),
    radius: z.enum(['none', 'small', 'medium', 'large']),
    scheme: z.enum(['light', 'dark', 'auto']),
  })
  .meta({ id: 'Branding' });

/** What Stripe.js needs on this tenant's page; null where the tenant can't take payments yet. */
export const StripeClientConfig = z
  .object({
    scriptUrl: z.url().describe('Where to load Stripe.js from'),
    publishableKey: z.string(),
    accountId: z.string().describe('The connected account that charges; Stripe.js gets it as `stripeAccount`'),
  })
  .meta({ id: 'StripeClientConfig' });

export const WidgetConfig = z
  .object({
    tenant: z.object({
      slug: Slug,
      name: z.string(),
      timeZone: z.string(),
      currency: Currency,
      country: z.string(),
      locale: z.string(),
    }),
    livemode: z.boolean(),
    branding: Branding,
    stripe: StripeClientConfig.nullable(),
  })
  .meta({ id: 'WidgetConfig' });

/** What PostgreSQL and headers can keep. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isOwnPath(text: string): boolean {
  return text.length <= LONGEST.address && /^\/(?![/\\])[^\s\\]*$/.test(text);
}

function isPublicAddress(text: string): boolean {
  if (text.length > LONGEST.address || !/^https:\/\/[^\s\\]+$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(hostname) && username === '' && password === '';
}

function isSmallBitmap(text: string): boolean {
  return text.length <= LONGEST.data && /^data:image\/(?:png|jpeg|webp);base64,[a-z0-9+/]+={0,2}$/i.test(text);
}

export type Branding = z.infer<typeof Branding>;
export type StripeClientConfig = z.infer<typeof StripeClientConfig>;
export type WidgetConfig = z.infer<typeof WidgetConfig>;
