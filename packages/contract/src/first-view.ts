import { z } from 'zod';
import { Availability } from './availability.ts';
import { Package } from './catalog.ts';
import { WidgetConfig } from './widget-config.ts';

/**
 * What the embed page carries inline, so that the widget draws its first view without another round trip: the JSON of
 * `<script type="application/json" id="mais-first-view">`.
 */
export const FirstView = z
  .object({
    key: z.string().describe('The publishable key to send as `X-Tenant-Key`'),
    hostOrigin: z.string().describe("The host page's origin, checked against the tenant's list; messages go there and nowhere else"),
    config: WidgetConfig,
    packages: z.array(Package),
    selectedPackage: z.string().nullable().describe('The slug that the embed code asks for, where it exists'),
    availability: Availability.nullable().describe('This month of the selected or only or first package'),
    serverNow: z.string(),
  })
  .meta({ id: 'FirstView' });

export type FirstView = z.infer<typeof FirstView>;
