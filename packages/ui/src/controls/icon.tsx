import type { ReactNode } from 'react';

import './icon.css';

export type IconName = keyof typeof shapes;

/** A line icon of the text's size and colour, for the eye only: what it means stands beside it or in a label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="mais-icon" data-flips={flips.has(name)} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}

const shapes = {
  back: <path d="m14.5 5.5-6.5 6.5 6.5 6.5" />,
  onward: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  clock: <><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" /></>,
  calendar: <><rect x="3.5" y="5" width="17" height="15.5" rx="2.5" /><path d="M3.5 10h17M8 2.75V6.5M16 2.75V6.5" /></>,
  people: <><circle cx="9" cy="8" r="3.5" /><path d="M2.75 19.5c.6-3.3 3-5 6.25-5s5.65 1.7 6.25 5M15.5 4.9a3.4 3.4 0 0 1 0 6.2M18 14.9c1.8.7 2.9 2.2 3.25 4.6" /></>,
  globe: <><circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c2.4 2.4 3.6 5.2 3.6 8.5s-1.2 6.1-3.6 8.5c-2.4-2.4-3.6-5.2-3.6-8.5S9.6 5.9 12 3.5" /></>,
  lock: <><rect x="5" y="10.5" width="14" height="9.5" rx="2" /><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" /></>,
  alert: <><path d="M12 8.5v4.5M12 16.5v.01" /><circle cx="12" cy="12" r="8.5" /></>,
  info: <><path d="M12 11.5v4.5M12 8v.01" /><circle cx="12" cy="12" r="8.5" /></>,
  pin: <><path d="M12 21c4.5-4.6 6.75-8.1 6.75-11A6.75 6.75 0 0 0 5.25 10c0 2.9 2.25 6.4 6.75 11Z" /><circle cx="12" cy="10" r="2.5" /></>,
  person: <><circle cx="12" cy="8" r="3.75" /><path d="M5 20c.7-3.7 3.3-5.6 7-5.6s6.3 1.9 7 5.6" /></>,
} as const satisfies Record<string, ReactNode>;

const flips = new Set<string>(['back', 'onward']);
