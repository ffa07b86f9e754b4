import { z } from 'zod';
import { Currency } from './money.ts';
import { Slug, typedText } from './text.ts';
import { Instant, TimeZone } from './time.ts';
import { Version } from './version.ts';

export const SettingsChange = z
  .strictObject({
    version: Version,
    name: typedText({ min: 1, max: 200 }).optional().describe('What customers know the business by: on the pages, in e-mails, on receipts'),
    email: z.email('must be an e-mail address such as hello@example.com').max(254).optional().describe('Where the platform writes to, and where customers’ answers go unless the mail settings say otherwise'),
    timeZone: TimeZone.optional().describe('In which opening hours and days are read from now on; bookings keep their instants, and are shown in the zone that they were made in'),
    locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as de or pt-BR')
      .optional()
      .describe('What pages and e-mails speak unless a website or a customer asks for another: en, es, fr, de, pt, it, nl, ja or ar, with a region or without'),
    currency: Currency.optional().describe('It can’t be changed, for prices and bookings are in it; sent along, it has to be the one that there is'),
  })
  .meta({ id: 'SettingsChange' });

export const TenantSettings = z
  .object({
    version: z.int(),
    slug: Slug,
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    locale: z.string(),
    country: z.string(),
    currency: Currency,
  })
  .meta({ id: 'TenantSettings' });

export const OriginRequest = z
  .strictObject({ origin: z.string().max(300).describe('`https://`, a host and perhaps a port; `http://` only of the own machine, such as `http://localhost:3000`') })
  .meta({ id: 'OriginRequest' });

export const Origin = z.object({ id: z.uuid(), origin: z.string().describe('In its one spelling'), createdAt: Instant }).meta({ id: 'Origin' });

export const OriginList = z.object({ origins: z.array(Origin) }).meta({ id: 'OriginList' });

export type SettingsChange = z.infer<typeof SettingsChange>;
export type TenantSettings = z.infer<typeof TenantSettings>;
export type Origin = z.infer<typeof Origin>;
