import type { Question } from '@mais/contract';
import { expect, test } from 'vitest';

import { checkAnswer, checkAnswers, toAnswers } from './check-answer.ts';

function question(given: Partial<Question> & Pick<Question, 'slug' | 'kind'>): Question {
  return { about: 'booking', label: '', help: '', required: false, options: [], maxLength: null, minimum: null, maximum: null, wholeNumber: true, ...given };
}

const choice = question({ slug: 'seat', kind: 'choice', options: [{ value: 'floor', label: 'Floor' }, { value: 'chair', label: 'Chair' }] });
const guests = question({ slug: 'guests', kind: 'number', minimum: 1, maximum: 20 });
const weight = question({ slug: 'weight', kind: 'number', wholeNumber: false });
const venue = question({ slug: 'venue', kind: 'text', maxLength: 10 });
const swims = question({ slug: 'swims', kind: 'checkbox' });
const proof = question({ slug: 'proof', kind: 'file' });
const since = question({ slug: 'since', kind: 'date' });

test.each<[Question, string | undefined, string | null]>([
  [venue, undefined, null],
  [{ ...venue, required: true }, undefined, 'questions.missing'],
  [{ ...venue, required: true }, '  ', 'questions.missing'],
  [venue, 'The barn', null],
  [venue, 'a\nb', 'questions.oneLine'],
  [venue, 'x'.repeat(11), 'details.tooLong'],
  [question({ slug: 'notes', kind: 'textarea' }), 'a\nb', null],
  [question({ slug: 'notes', kind: 'textarea' }), 'x'.repeat(2001), 'details.tooLong'],
  [choice, 'chair', null],
  [choice, 'Chair', 'questions.notChosen'],
  [{ ...choice, required: true }, '', 'questions.notChosen'],
  [guests, '12', null],
  [guests, '١٢', null],
  [guests, 'many', 'questions.numberWrong'],
  [guests, '1e3', 'questions.numberWrong'],
  [guests, '1.5', 'questions.notWhole'],
  [guests, '0', 'questions.tooLow'],
  [guests, '21', 'questions.tooHigh'],
  [weight, '72,5', null],
  [since, '2024-02-29', null],
  [since, '2023-02-29', 'questions.dateWrong'],
  [since, 'soon', 'questions.dateWrong'],
  [proof, undefined, null],
  [{ ...proof, required: true }, undefined, 'questions.missing'],
  [proof, '…', 'questions.missing'],
  [{ ...proof, required: true }, 'hold/file/proof.pdf', null],
  [swims, undefined, null],
  [{ ...swims, required: true }, 'false', 'questions.notTicked'],
  [{ ...swims, required: true }, 'true', null],
])('finds what is wrong with the answer to %o: %j', (asked, draft, expected) => {
  expect(checkAnswer(asked, draft)?.key ?? null).toBe(expected);
});

test('names the questions that still need an answer', () => {
  expect(checkAnswers({ questions: [{ ...venue, required: true }, guests] }, { guests: '99' })).toEqual({
    venue: { key: 'questions.missing' }, guests: { key: 'questions.tooHigh', values: { maximum: 20 } },
  });
});

test('sends what this package asks, in the kinds that the server takes, and nothing else', () => {
  const drafts = { venue: ' The barn ', guests: '١٢', weight: '72,5', seat: 'chair', since: '2024-02-29', swims: 'true', proof: 'hold/file/proof.pdf', notes: '', other: 'x' };
  expect(toAnswers({ questions: [venue, guests, weight, choice, since, swims, proof, question({ slug: 'notes', kind: 'textarea' })] }, drafts)).toEqual({
    venue: 'The barn', guests: 12, weight: 72.5, seat: 'chair', since: '2024-02-29', swims: true, proof: 'file',
  });
  expect(toAnswers({ questions: [swims] }, { swims: 'false' })).toEqual({});
});
