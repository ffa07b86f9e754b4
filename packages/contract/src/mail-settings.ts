import { z } from 'zod';
import { typedText } from './text.ts';

export const MailSettings = z
  .object({
    replyTo: z.string().nullable().describe('Where answers go; null for the tenant’s own address'),
    footer: z.string(),
    reminderHours: z.int().describe('How long before the start a reminder is sent; 0 for none'),
  })
  .meta({ id: 'MailSettings' });

export const MailSettingsChange = z
  .strictObject({
    replyTo: z.email('must be an e-mail address such as hello@example.com').max(254).nullable(),
    footer: typedText({ min: 0, max: 1000 }),
    reminderHours: z.int().min(0).max(720),
  })
  .meta({ id: 'MailSettingsChange' });

export type MailSettings = z.infer<typeof MailSettings>;
