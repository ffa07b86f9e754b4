// Importing a type from here makes `<mais-widget>` known to React's JSX. Nothing is loaded by it.
import type { MaisWidgetElement } from './events.ts';

/** The attributes of `<mais-widget>`, for any JSX. */
export interface MaisWidgetAttributes {
  tenant?: string;
  'api-key'?: string;
  mode?: 'inline' | 'popup' | 'button';
  package?: string;
  lang?: string;
  theme?: 'light' | 'dark' | 'auto';
  label?: string;
  look?: string;
  [prefill: `prefill-${string}`]: string | undefined;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mais-widget': DetailedHTMLProps<HTMLAttributes<MaisWidgetElement>, MaisWidgetElement> & MaisWidgetAttributes & { class?: string };
    }
  }
}
