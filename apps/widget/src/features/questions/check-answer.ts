import type { Package, Question } from '@mais/contract';

import type { FieldProblem } from '../customer/check-customer.ts';

/** What was typed or chosen, by the question's slug, as the fields have it: a day is `2027-06-12`, a ticked box `true`. */
export type AnswerDrafts = Readonly<Record<string, string>>;

/** What is missing or wrong with an answer; null when it can be sent. The server checks again, and has the last word. */
export function checkAnswer(question: Question, draft: string | undefined): FieldProblem | null {
  const text = (draft ?? '').trim();
  const { kind, required } = question;
  if (kind === 'checkbox') return required && text !== 'true' ? { key: 'questions.notTicked' } : null;
  if (text === '') return required ? { key: kind === 'choice' ? 'questions.notChosen' : 'questions.missing' } : null;
  switch (kind) {
    case 'choice': return question.options.some(({ value }) => value === text) ? null : { key: 'questions.notChosen' };
    case 'number': return checkNumber(question, readNumber(text));
    // See `file-draft.ts`; one that is on its way has no id yet.
    case 'file': return text.includes('/') ? null : { key: 'questions.missing' };
    case 'date': return isDay(text) ? null : { key: 'questions.dateWrong' };
    case 'text':
    case 'textarea': return checkText(question, text);
    default: return kind satisfies never;
  }
}

/** What is missing or wrong with the answers to a package's questions, by slug. */
export function checkAnswers({ questions }: Pick<Package, 'questions'>, drafts: AnswerDrafts): Readonly<Record<string, FieldProblem>> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const problem = checkAnswer(question, drafts[question.slug]);
      return problem === null ? [] : [[question.slug, problem]];
    }),
  );
}

/** The answers as a booking request carries them: what this package asks, as far as it is answered. */
export function toAnswers({ questions }: Pick<Package, 'questions'>, drafts: AnswerDrafts): Record<string, string | number | boolean> {
  return Object.fromEntries(
    questions.flatMap(({ slug, kind }): [string, string | number | boolean][] => {
      const text = (drafts[slug] ?? '').trim();
      if (text === '' || text === 'false') return [];
      return [[slug, kind === 'checkbox' ? true : kind === 'number' ? readNumber(text) : kind === 'file' ? (text.split('/')[1] ?? '') : text]];
    }),
  );
}

// As long as the contract takes any answer.
const LONGEST = 2000;

function checkText({ kind, maxLength }: Question, text: string): FieldProblem | null {
  if (kind === 'text' && /[\r\n]/u.test(text)) return { key: 'questions.oneLine' };
  const max = Math.min(maxLength ?? LONGEST, LONGEST);
  return text.length > max ? { key: 'details.tooLong', values: { max } } : null;
}

function checkNumber({ minimum, maximum, wholeNumber }: Question, number: number): FieldProblem | null {
  if (Number.isNaN(number)) return { key: 'questions.numberWrong' };
  if (wholeNumber && !Number.isSafeInteger(number)) return { key: 'questions.notWhole' };
  if (minimum !== null && number < minimum) return { key: 'questions.tooLow', values: { minimum } };
  if (maximum !== null && number > maximum) return { key: 'questions.tooHigh', values: { maximum } };
  return null;
}

/** Numerals of other scripts and a comma before the decimals are how many people write a number. */
function readNumber(text: string): number {
  const ascii = text.replace(/[٠-٩۰-۹０-９]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 15)).replace(/[,٫]/u, '.');
  return /^-?\d{1,15}(?:\.\d{1,6})?$/u.test(ascii) ? Number(ascii) : Number.NaN;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
