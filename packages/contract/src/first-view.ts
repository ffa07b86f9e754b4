import { z } from 'zod';
import { Availability } from './availability.ts';
import { Package } from './catalog.ts';
import { WidgetConfig } from './widget-config.ts';

/**
 * What the widget's page carries inline, so that the widget draws its first view without another round trip: the JSON of
 * `<script type="application/json" id="mais-first-view">`. The page is embedded in a tenant's website, or stands by itself.
 */
export const FirstView = z
  .object({
    mode: z.enum(['embed', 'hosted']).describe('`embed` talks to a host page; `hosted` is a page of its own, which nobody frames'),
    key: z.string().nullable().describe('The publishable key to send as `X-Tenant-Key`; null where the tenant is named by `X-Tenant-Slug` instead'),
    hostOrigin: z.string().nullable().describe("The host page's origin, checked against the tenant's list: messages go there and nowhere else. Null on a hosted page"),
    config: WidgetConfig,
    packages: z.array(Package),
    selectedPackage: z.string().nullable().describe('The slug that the embed code asks for, where it exists'),
    availability: Availability.nullable().describe('This month of the selected or only or first package'),
    isManage: z.boolean().optional().describe('The page of a booking that there is already, which its own address opens'),
    serverNow: z.string(),
  })
  .meta({ id: 'FirstView' });

export type FirstView = z.infer<typeof FirstView>;
