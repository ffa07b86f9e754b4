import { parseAccept } from 'hono/utils/accept';

// Nobody reads more of them, and each costs a look.
const MOST_LANGUAGES = 10;

/** The browser's languages as tags, most wanted first. */
export function acceptedLanguages({ headers }: Request): string[] {
  const accepted = parseAccept(headers.get('accept-language') ?? '').filter(({ q }) => q > 0);
  return accepted.slice(0, MOST_LANGUAGES).map(({ type }) => type);
}
