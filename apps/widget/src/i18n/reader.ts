import { createContext, useContext } from 'react';

import { type Formats, createFormats } from './formats.ts';
import type { Language } from './language.ts';
import { createSay } from './say.ts';

/** Who reads: their language, their way of writing dates and money, and the zone they see times in. */
export interface Reader {
  readonly language: Language;
  readonly formats: Formats;
  readonly timeZone: string;
  /** Says a message in the reader's language. */
  readonly say: ReturnType<typeof createSay>;
  readonly setTimeZone: (timeZone: string) => void;
}

export const ReaderContext = createContext<Reader | null>(null);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (reader === null) throw new Error('This component stands outside of the widget');
  return reader;
}

export function createReader(language: Language, timeZone: string, setTimeZone: (timeZone: string) => void): Reader {
  return { language, timeZone, setTimeZone, formats: createFormats(language.locale), say: createSay(language) };
}
