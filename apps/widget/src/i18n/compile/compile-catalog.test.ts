import { expect, test } from 'vitest';

import { ar } from '../../messages/ar.ts';
import { de } from '../../messages/de.ts';
import { en, type MessageKey } from '../../messages/en.ts';
import { ja } from '../../messages/ja.ts';
import type { CompiledMessages } from '../language.ts';
import { createSay } from '../say.ts';
import { compileCatalog } from './compile-catalog.ts';

test('leaves a message without arguments as text, so that no function is called for it', async () => {
  const messages = await compiled(en);
  expect(messages['app.back']).toBe('Back');
  expect(messages['app.label']).toBeTypeOf('function');
});

test('says a message with its values', async () => {
  const say = createSay({ messages: await compiled(de), locale: 'de-AT', direction: 'ltr' });
  expect(say('steps.progress', { step: 2, count: 5 })).toBe('Schritt 2 von 5');
  expect(say('app.label', { tenant: '{Studio} `${Nord}`' })).toBe('Buchen bei {Studio} `${Nord}`');
  expect(say('time.seats', { count: 1 })).toBe('Noch 1 Platz frei');
  expect(say('package.partyRange', { min: 2, max: 12 })).toBe('2–12 Personen');
});

test('picks the form that the language has for each number, in the numerals of its region', async () => {
  const arabic = await compiled(ar);
  const say = createSay({ messages: arabic, locale: 'ar-EG', direction: 'rtl' });
  const said = [1, 2, 3, 11, 100].map((count) => say('summary.party', { count }));
  expect(said).toEqual(['شخص واحد', 'شخصان', '٣ أشخاص', '١١ شخصًا', '١٠٠ شخص']);
  expect(createSay({ messages: arabic, locale: 'ar-AE', direction: 'rtl' })('summary.party', { count: 3 })).toBe('3 أشخاص');
  expect(createSay({ messages: await compiled(ja), locale: 'ja', direction: 'ltr' })('summary.party', { count: 1 })).toBe('1名');
});

test('keeps a value of the other direction to itself', async () => {
  const arabic = createSay({ messages: await compiled(ar), locale: 'ar-AE', direction: 'rtl' });
  expect(arabic('app.label', { tenant: 'Marina Spa' })).toBe('احجز لدى \u2068Marina Spa\u2069');
  const english = createSay({ messages: await compiled(en), locale: 'en-AE', direction: 'ltr' });
  expect(english('app.label', { tenant: 'منتجع المارينا' })).toBe('Book with \u2068منتجع المارينا\u2069');
  expect(english('app.label', { tenant: 'Marina Spa' })).toBe('Book with Marina Spa');
});

test('refuses to say a message whose value is missing', async () => {
  const say = createSay({ messages: await compiled(en), locale: 'en', direction: 'ltr' });
  expect(() => say('app.label')).toThrow('app.label needs a value for "tenant"');
  expect(() => say('summary.party', {})).toThrow('needs a value for "count"');
});

test('prefers the form for exactly this number', async () => {
  const messages = await compiled({ 'summary.party': '{count, plural, =0 {nobody} one {# person} other {# people, {tenant}}}' });
  const say = createSay({ messages, locale: 'en', direction: 'ltr' });
  expect(say('summary.party', { count: 0, tenant: 'x' })).toBe('nobody');
  expect(say('summary.party', { count: 2, tenant: 'x' })).toBe('2 people, x');
});

test('keeps what JavaScript would read as its own', async () => {
  const text = 'a `b` \\ ${c} $d "e"\n';
  const messages = await compiled({ 'app.back': text.replace('{c}', "'{'c'}'") });
  expect(messages['app.back']).toBe(text);
});

test.each([
  ['{count, plural, one {#}}', 'a plural without its other form'],
  ['{name', 'an open brace'],
  ['{when, date, short}', 'a date, which is for the formats to write'],
  ['{amount, number, ::currency/EUR}', 'money, which is for the formats to write'],
  ['{place, selectordinal, one {#st} other {#th}}', 'an ordinal'],
])('refuses %s: %s', (message) => {
  expect(() => compileCatalog({ 'app.back': message })).toThrow('The message app.back can\'t be compiled');
});

/** Runs what the build would write into a chunk. */
async function compiled(catalog: Partial<Record<MessageKey, string>>): Promise<CompiledMessages> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(compileCatalog(catalog))}`)) as { default: CompiledMessages };
  return module.default;
}
