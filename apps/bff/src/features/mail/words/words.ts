import { sayFrom, type Catalogs, type Say as SayFrom } from '../../../platform/say.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type WordKey } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pt } from './pt.ts';

/** All languages that customers are written to in. */
export const catalogs: Catalogs<WordKey> = { en, es, fr, de, pt, it, nl, ja, ar };

export type Say = SayFrom<WordKey>;

export function createSay(language: Parameters<typeof sayFrom>[1]): Say {
  return sayFrom(catalogs, language);
}
