import { chooseLanguage, languageCodes } from '@mais/languages';
import { describe, expect, it } from 'vitest';
import { en, type WordKey } from './en.ts';
import { catalogs, createSay } from './words.ts';

const keys = Object.keys(en) as WordKey[];

function argumentsOf(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
}

describe.each(languageCodes)('the words of e-mails in %s', (code) => {
  it('are all there, with the arguments that the English ones have', () => {
    expect(Object.keys(catalogs[code])).toEqual(keys);
    for (const key of keys) expect(argumentsOf(catalogs[code][key]), key).toEqual(argumentsOf(en[key]));
  });

  it('can be said', () => {
    const say = createSay(chooseLanguage([code], 'US'));
    const values = { name: '<b>O’Neill & {x}', tenant: 'Bella', amount: '$1', host: 'h.example', reference: 'BW-1', package: 'Tea \'n\' cake', until: '5 pm' };
    for (const key of keys) {
      const said = say(key, values);
      for (const name of argumentsOf(en[key]) as (keyof typeof values)[]) expect(said, key).toContain(values[name]);
    }
  });
});

it.each(languageCodes.filter((code) => code !== 'en'))('nothing in %s is left in English', (code) => {
  expect(keys.filter((key) => catalogs[code][key] === en[key])).toEqual([]);
});

it('keeps a name of the other direction apart', () => {
  expect(createSay(chooseLanguage(['ar'], 'AE'))('confirmation.body', { tenant: 'Bella' })).toContain('\u2068Bella\u2069');
  expect(createSay(chooseLanguage(['en'], 'US'))('confirmation.body', { tenant: 'بيلا' })).toContain('\u2068بيلا\u2069');
});
