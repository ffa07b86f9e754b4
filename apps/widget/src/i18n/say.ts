import type { MessageKey } from '../messages/en.ts';
import type { Language } from './language.ts';

export type MessageValues = Readonly<Record<string, string | number>>;

/** Says messages in a language: with its plurals, its numerals, and values kept apart where directions meet. */
export function createSay({ messages, locale, direction }: Pick<Language, 'messages' | 'locale' | 'direction'>): (key: MessageKey, values?: MessageValues) => string {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);

  return (key, values = {}) => {
    const message = messages[key];
    if (message === undefined) throw new RangeError(`The message ${key} is not loaded yet`);
    if (typeof message === 'string') return message;
    const valueOf = (name: string): string | number => {
      const value = values[name];
      if (value === undefined) throw new RangeError(`The message ${key} needs a value for "${name}"`);
      return value;
    };
    return message(
      (name) => {
        const value = valueOf(name);
        return typeof value === 'number' ? numbers.format(value) : isolate(value, direction);
      },
      (name, forms) => {
        const count = Number(valueOf(name));
        return forms[`=${count}`] ?? forms[plurals.select(count)] ?? forms.other ?? '';
      },
    );
  };
}

// A name of the other direction would pull the punctuation beside it to its own side.
// https://www.w3.org/International/articles/inline-bidi-markup/#nomarkup
function isolate(value: string, direction: Language['direction']): string {
  return direction === 'rtl' || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? `\u2068${value}\u2069` : value;
}
