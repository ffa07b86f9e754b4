import type { Answers, Question } from '@mais/contract';
import { describe, expect, it } from 'vitest';
import { InvalidRequestError } from '../../platform/errors.ts';
import { checkAnswers } from './check-answers.ts';

function question(given: Partial<Question> & Pick<Question, 'slug' | 'kind'>): Question {
  return {
    about: 'booking', label: `The ${given.slug}`, help: '', required: false, options: [], maxLength: null, minimum: null, maximum: null, wholeNumber: true, ...given,
  };
}

const asked: Question[] = [
  question({ slug: 'venue', kind: 'text', maxLength: 20, required: true }),
  question({ slug: 'notes', kind: 'textarea', maxLength: 40 }),
  question({ slug: 'pressure', kind: 'choice', options: [{ value: 'light', label: 'Light' }, { value: 'firm', label: 'Firm' }] }),
  question({ slug: 'guests', kind: 'number', minimum: 1, maximum: 200 }),
  question({ slug: 'weight', kind: 'number', wholeNumber: false, about: 'customer' }),
  question({ slug: 'since', kind: 'date' }),
  question({ slug: 'can-swim', kind: 'checkbox', required: true }),
  question({ slug: 'passport', kind: 'file' }),
];
const fileId = '0199d0c2-1111-7000-8000-000000000001';
const files = new Map([[fileId, 'passport.pdf']]);
const least = { venue: 'The barn', 'can-swim': true } satisfies Answers;

function errorsOf(given: Answers): readonly { pointer: string; detail: string }[] {
  try {
    checkAnswers(asked, given, files);
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.errors ?? [];
    throw error;
  }
  return [];
}

describe('the answers of a booking', () => {
  it('are kept in the order of the questions, under their words', () => {
    const given = { since: '2024-02-29', pressure: 'firm', weight: '72.5', guests: '12', notes: 'two\nlines', passport: fileId, ...least };
    expect(checkAnswers(asked, given, files)).toEqual([
      { question: 'venue', label: 'The venue', about: 'booking', value: 'The barn', valueLabel: null },
      { question: 'notes', label: 'The notes', about: 'booking', value: 'two\nlines', valueLabel: null },
      { question: 'pressure', label: 'The pressure', about: 'booking', value: 'firm', valueLabel: 'Firm' },
      { question: 'guests', label: 'The guests', about: 'booking', value: 12, valueLabel: null },
      { question: 'weight', label: 'The weight', about: 'customer', value: 72.5, valueLabel: null },
      { question: 'since', label: 'The since', about: 'booking', value: '2024-02-29', valueLabel: null },
      { question: 'can-swim', label: 'The can-swim', about: 'booking', value: true, valueLabel: null },
      { question: 'passport', label: 'The passport', about: 'booking', value: fileId, valueLabel: 'passport.pdf' },
    ]);
  });

  it('may be missing where nothing is required', () => {
    expect(checkAnswers(asked, least).map(({ question: slug }) => slug)).toEqual(['venue', 'can-swim']);
    expect(checkAnswers([], {})).toEqual([]);
  });

  it('are refused all at once, each by its name', () => {
    expect(errorsOf({ shoe: 'left', guests: 0 })).toEqual([
      { pointer: '/answers/shoe', detail: 'is not asked for this package' },
      { pointer: '/answers/venue', detail: 'is required' },
      { pointer: '/answers/guests', detail: 'must be at least 1' },
      { pointer: '/answers/can-swim', detail: 'is required' },
    ]);
  });

  it.each<[string, Answers, string]>([
    ['a text of two lines', { venue: 'a\nb' }, '/answers/venue must be one line'],
    ['a text that is too long', { venue: 'x'.repeat(21) }, '/answers/venue must have at most 20 characters'],
    ['a text that is a number', { venue: 7 }, '/answers/venue must be a text'],
    ['an option that there is not', { pressure: 'Firm' }, '/answers/pressure must be one of light, firm'],
    ['a number that is a word', { guests: 'many' }, '/answers/guests must be a number'],
    ['a number in another notation', { guests: '1e3' }, '/answers/guests must be a number'],
    ['a part of a guest', { guests: 1.5 }, '/answers/guests must be a whole number'],
    ['too many guests', { guests: 201 }, '/answers/guests must be at most 200'],
    ['a day that there is not', { since: '2023-02-29' }, '/answers/since must be a day such as 2027-06-12'],
    ['a day that is a number', { since: 20230228 }, '/answers/since must be a day such as 2027-06-12'],
    ['a consent that was not given', { 'can-swim': false }, '/answers/can-swim must be accepted'],
    ['a consent in words', { 'can-swim': 'yes' }, '/answers/can-swim must be true or false'],
    ['a file that was not uploaded here', { passport: '0199d0c2-2222-7000-8000-000000000002' }, '/answers/passport must be the id of a file that was uploaded for this hold'],
    ['a file that is a yes', { passport: true }, '/answers/passport must be the id of a file that was uploaded for this hold'],
    ['what every object inherits', { constructor: 'x' } as unknown as Answers, '/answers/constructor is not asked for this package'],
  ])('are refused for %s', (_, given, expected) => {
    expect(errorsOf({ ...least, ...given }).map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([expected]);
  });
});
