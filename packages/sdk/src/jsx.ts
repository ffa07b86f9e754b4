// Importing a type from here makes `<mais-widget>` known to React's JSX. Nothing is loaded by it.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
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

// Outside, because a compiler loads what is imported, and not what is only augmented.
type WidgetProps = DetailedHTMLProps<HTMLAttributes<MaisWidgetElement>, MaisWidgetElement> & MaisWidgetAttributes & { class?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mais-widget': WidgetProps;
    }
  }
}
