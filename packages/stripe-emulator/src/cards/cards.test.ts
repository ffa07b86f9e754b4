import { expect, test } from 'vitest';
import { passesLuhn, schemeOf } from './card-number.ts';
import { TEST_CARDS, findTestCardByToken } from './test-cards.ts';

test('every test card is a number that its scheme could issue', () => {
  for (const { number } of TEST_CARDS) {
    expect(passesLuhn(number), number).toBe(true);
    expect(schemeOf(number).lengths, number).toContain(number.length);
    expect(schemeOf(number).brand, number).not.toBe('unknown');
  }
});

test('no number and no token stands for two cards', () => {
  const numbers = TEST_CARDS.map(({ number }) => number);
  const tokens = TEST_CARDS.flatMap((card) => card.tokens);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(findTestCardByToken('pm_card_visa')?.number).toBe('4242424242424242');
});

test('a changed digit fails the check', () => {
  for (const { number } of TEST_CARDS) {
    const last = Number(number.at(-1));
    expect(passesLuhn(`${number.slice(0, -1)}${(last + 1) % 10}`), number).toBe(false);
  }
});
