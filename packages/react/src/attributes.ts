import type { MaisWidgetAttributes } from '@mais/sdk/jsx';

/** What the widget is told, as the attributes of `<mais-widget>` have it. */
export interface WidgetOptions {
  tenant: string;
  /** the publishable key, `pk_…` */
  apiKey: string;
  /** where the widget stands: in the page, in a popup, or in a popup with a floating button; for good */
  mode?: 'inline' | 'popup' | 'button';
  /** slug of the package to begin with */
  package?: string;
  /** language tag, such as `de` or `pt-BR` */
  lang?: string;
  theme?: 'light' | 'dark' | 'auto';
  /** text of the floating button and of the fallback link, and what screen readers call the widget */
  label?: string;
  /** CSS declarations for the ground that the widget stands on: `background:#fff;color:#222` */
  look?: string;
  /** what is known about the customer; it goes to the widget alone and never into an address */
  prefill?: { name?: string; email?: string; phone?: string; note?: string; answers?: Record<string, string> };
}

/** Writes options as attributes; what is empty is left out. */
export function toAttributes({ tenant, apiKey, mode, package: slug, lang, theme, label, look, prefill = {} }: WidgetOptions): MaisWidgetAttributes {
  const { answers = {}, ...known } = prefill;
  const prefills = [
    ...Object.entries(known).map(([name, value]) => [`prefill-${name}`, value] as const),
    ...Object.entries(answers).map(([key, value]) => [`prefill-answer-${key.toLowerCase()}`, value] as const),
  ];
  const given = { mode, package: slug, lang, theme, label, look, ...Object.fromEntries(prefills) };
  return { tenant, 'api-key': apiKey, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== '')) };
}
