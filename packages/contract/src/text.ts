import { z } from 'zod';

/**
 * A text that a person typed: trimmed, without control characters, and well-formed (PostgreSQL stores neither
 * NUL nor half of a surrogate pair).
 */
export function typedText(limits: { min: number; max: number }) {
  return z
    .string()
    .trim()
    .min(limits.min, limits.min === 1 ? 'must not be empty' : `must have at least ${limits.min} characters`)
    .max(limits.max, `must have at most ${limits.max} characters`)
    .refine((text) => text.isWellFormed() && !hasControlCharacter(text), 'must be plain text without control characters');
}

export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 small letters, digits or inner dashes');

function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) return true;
  }
  return false;
}
