import { chooseLanguage, languageCodes } from '@mais/languages';
import { describe, expect, it } from 'vitest';
import { sayFrom, type Catalogs } from '../platform/say.ts';

/**
 * Holds catalogs to the English one: every key, the same arguments, nothing left in English, and each message can be said.
 * @param values for all arguments that messages take
 */
export function describeCatalogs<Key extends string>(name: string, catalogs: Catalogs<Key>, values: Readonly<Record<string, string>>): void {
  const keys = Object.keys(catalogs.en) as Key[];

  describe.each(languageCodes)(`${name} in %s`, (code) => {
    it('are all there, with the arguments that the English ones have', () => {
      expect(Object.keys(catalogs[code])).toEqual(keys);
      for (const key of keys) expect(argumentsOf(catalogs[code][key]), key).toEqual(argumentsOf(catalogs.en[key]));
    });

    it('can be said', () => {
      const say = sayFrom(catalogs, chooseLanguage([code], 'US'));
      for (const key of keys) {
        const said = say(key, values);
        for (const argument of argumentsOf(catalogs.en[key])) expect(said, key).toContain(values[argument]);
      }
    });
  });

  it.each(languageCodes.filter((code) => code !== 'en'))(`${name} are not left in English in %s`, (code) => {
    expect(keys.filter((key) => catalogs[code][key] === catalogs.en[key])).toEqual([]);
  });
}

function argumentsOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
}
