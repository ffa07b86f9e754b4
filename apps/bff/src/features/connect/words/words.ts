import type { Catalogs, Say as SayFrom } from '../../../platform/say.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type WordKey } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pt } from './pt.ts';

/** What the pages around Stripe's onboarding say, to whoever runs the business. */
export const catalogs: Catalogs<WordKey> = { en, es, fr, de, pt, it, nl, ja, ar };

export type { WordKey };
export type Say = SayFrom<WordKey>;
