import { expect, test } from 'vitest';

import { en } from '../messages/en.ts';
import { formatMessage } from './format-message.ts';

test('puts values in their places', () => {
  expect(formatMessage('Pay {amount} to {name}', { amount: '$5', name: 'Bella' }, 'en')).toBe('Pay $5 to Bella');
});

test('chooses the plural form of the language', () => {
  const message = '{count, plural, =0 {nobody} one {# person} other {# people}}';
  expect(formatMessage(message, { count: 0 }, 'en')).toBe('nobody');
  expect(formatMessage(message, { count: 1 }, 'en')).toBe('1 person');
  expect(formatMessage(message, { count: 1200 }, 'en')).toBe('1,200 people');
});

test('writes values inside a plural form', () => {
  expect(formatMessage('{n, plural, one {{who} has # place} other {{who} has # places}}', { n: 3, who: 'Ana' }, 'en')).toBe('Ana has 3 places');
});

test('takes braces and number signs in a value as they are', () => {
  expect(formatMessage('{n, plural, other {{who} #}}', { n: 2, who: '{x} #1' }, 'en')).toBe('{x} #1 2');
});

test('refuses a message whose value is missing', () => {
  expect(() => formatMessage('Hello {name}', {}, 'en')).toThrow('"name"');
});

test('can write every message of the catalog', () => {
  for (const message of Object.values(en)) {
    const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/gu)].map(([, name]) => name ?? '');
    const values = Object.fromEntries(names.map((name) => [name, message.includes(`{${name}, plural`) ? 2 : 'x']));
    expect(formatMessage(message, values, 'en')).not.toMatch(/[{}]/u);
  }
});
