import { z } from 'zod';
import { Currency } from './money.ts';
import { Slug } from './text.ts';

/** `#rrggbb`. */
export const HexColor = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1f6feb');

export const Branding = z
  .object({
    logoUrl: z.string().nullable(),
    faviconUrl: z.string().nullable().describe('For hosted pages; null shows the first letter of the name on the primary colour'),
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

export type Branding = z.infer<typeof Branding>;
export type StripeClientConfig = z.infer<typeof StripeClientConfig>;
export type WidgetConfig = z.infer<typeof WidgetConfig>;
