import { parseUrl } from './parse-url.ts';
import type { Attribute, HostMessage } from './protocol.ts';

/** What the host page says about the customer, in the attributes `prefill-…`. */
export interface Prefill {
  name?: string;
  email?: string;
  phone?: string;
  note?: string;
  /** from `prefill-answer-<key>`, by question key; HTML makes attribute names lower-case, so keys are too */
  answers: Record<string, string>;
}

/** What the widget knows about the page that it stands on. */
export interface HostContext {
  /** the element's attributes as they are now: `lang`, `theme`, `package` and the rest */
  attributes: ReadonlyMap<string, string>;
  prefill: Prefill;
  /** the shape that a booking request's `attribution` has; a key is there only with a value */
  attribution: { pageUrl?: string; referrer?: string; utm?: Record<string, string> };
}

/** Reads what the host sent into what the widget works with: bounded, trimmed, and without control characters. */
export function readHostContext([, page, referrer, attributes]: HostMessage): HostContext {
  const utm = readUtm(page);
  return {
    attributes: new Map(attributes),
    prefill: readPrefill(attributes),
    attribution: {
      ...optional('pageUrl', webAddress(page)),
      ...optional('referrer', webAddress(referrer)),
      ...(Object.keys(utm).length > 0 && { utm }),
    },
  };
}

/** Reads the `prefill-…` attributes; what has no known name is left out. */
export function readPrefill(attributes: Iterable<Attribute>): Prefill {
  const prefill: Prefill = { answers: {} };
  const answers: [string, string][] = [];
  for (const [name, value] of attributes) {
    const field = /^prefill-(name|email|phone|note)$/.exec(name)?.[1] as keyof typeof longest | undefined;
    const question = /^prefill-answer-([a-z0-9_-]{1,64})$/.exec(name)?.[1];
    const text = cleaned(value, field === undefined ? 2000 : longest[field]);
    if (text === '') continue;
    if (field !== undefined) prefill[field] = text;
    if (question !== undefined && answers.length < 50) answers.push([question, text]);
  }
  prefill.answers = Object.fromEntries(answers);
  return prefill;
}

// As long as a booking request may carry them.
const longest = { name: 200, email: 254, phone: 40, note: 2000 } as const;

function readUtm(page: string): Record<string, string> {
  const query = parseUrl(page)?.searchParams ?? new URLSearchParams();
  const known = [...query]
    .filter(([name]) => /^utm_[a-z_]{1,40}$/.test(name))
    .map(([name, value]) => [name, cleaned(value, 300)] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(known.slice(0, 20));
}

/** Nothing but what a browser opens over HTTP: `about:srcdoc` says nothing, and `javascript:` is nobody's address. */
function webAddress(text: string): string {
  return /^https?:\/\//i.test(text.trim()) ? cleaned(text, 2000) : '';
}

function optional<K extends string>(key: K, text: string): Partial<Record<K, string>> {
  return text === '' ? {} : ({ [key]: text } as Record<K, string>);
}

// A link with `utm_source=%00` must not be able to make every booking fail.
function cleaned(text: string, maxLength: number): string {
  // oxlint-disable-next-line no-control-regex -- taking them out is the point
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim().slice(0, maxLength).toWellFormed();
}
