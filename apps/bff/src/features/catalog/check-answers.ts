import { LocalDay, type Answer, type Answers, type FieldError, type Question } from '@mais/contract';
import { InvalidRequestError } from '../../platform/errors.ts';

/** An answer that fits its question. */
export interface CheckedAnswer extends Answer {
  readonly about: Question['about'];
}

/**
 * Checks what a customer answered against what the package asks.
 * @param given by the question's slug; what was left out was not answered
 * @param files names by their ids, of what was uploaded for this hold
 * @returns the answers in the order of the questions, under the questions' present words
 * @throws InvalidRequestError naming every answer that is missing, doesn't fit or isn't asked for
 */
export function checkAnswers(questions: readonly Question[], given: Answers, files: ReadonlyMap<string, string> = new Map()): CheckedAnswer[] {
  const errors: FieldError[] = [];
  const answers: CheckedAnswer[] = [];
  const asked = new Set(questions.map(({ slug }) => slug));
  for (const slug of Object.keys(given)) if (!asked.has(slug)) errors.push({ pointer: pointerTo(slug), detail: 'is not asked for this package' });
  for (const question of questions) {
    const value = Object.hasOwn(given, question.slug) ? given[question.slug] : undefined;
    const result = value === undefined ? missing(question) : fit[question.kind](question, value, files);
    if (result !== null && 'error' in result) errors.push({ pointer: pointerTo(question.slug), detail: result.error });
    else if (result !== null) answers.push({ question: question.slug, label: question.label, about: question.about, ...result });
  }
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return answers;
}

/** Whether a file is among what a package asks for. */
export function asksForFile({ questions }: { readonly questions: readonly Question[] }): boolean {
  return questions.some(({ kind }) => kind === 'file');
}

/** As it is kept; what it is about decides only where. */
export function keptAnswer(answer: CheckedAnswer): Answer {
  const { about: _, ...kept } = answer;
  return kept;
}

type Value = Answer['value'];
type Fit = { readonly error: string } | Pick<Answer, 'value' | 'valueLabel'>;

function missing(question: Question): Fit | null {
  return question.required ? { error: 'is required' } : null;
}

const fit: Readonly<Record<Question['kind'], (question: Question, value: Value, files: ReadonlyMap<string, string>) => Fit>> = {
  text: (question, value) => (typeof value === 'string' && /[\r\n]/.test(value) ? { error: 'must be one line' } : fitText(question, value)),
  textarea: fitText,
  choice(question, value) {
    const option = question.options.find((candidate) => candidate.value === value);
    return option ? { value: option.value, valueLabel: option.label } : { error: `must be one of ${question.options.map((candidate) => candidate.value).join(', ')}` };
  },
  number(question, value) {
    // Fields of a form and prefilled answers are texts.
    const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) return { error: 'must be a number' };
    if (question.wholeNumber && !Number.isSafeInteger(number)) return { error: 'must be a whole number' };
    if (question.minimum !== null && number < question.minimum) return { error: `must be at least ${question.minimum}` };
    if (question.maximum !== null && number > question.maximum) return { error: `must be at most ${question.maximum}` };
    return { value: number, valueLabel: null };
  },
  date: (_, value) => (LocalDay.safeParse(value).success ? { value, valueLabel: null } : { error: 'must be a day such as 2027-06-12' }),
  checkbox(question, value) {
    const isTicked = value === 'true' ? true : value === 'false' ? false : value;
    if (typeof isTicked !== 'boolean') return { error: 'must be true or false' };
    return question.required && !isTicked ? { error: 'must be accepted' } : { value: isTicked, valueLabel: null };
  },
  file(_, value, files) {
    const name = typeof value === 'string' ? files.get(value) : undefined;
    return name === undefined ? { error: 'must be the id of a file that was uploaded for this hold' } : { value, valueLabel: name };
  },
};

function fitText(question: Question, value: Value): Fit {
  if (typeof value !== 'string') return { error: 'must be a text' };
  if (question.maxLength !== null && value.length > question.maxLength) return { error: `must have at most ${question.maxLength} characters` };
  return { value, valueLabel: null };
}

/** The slug is one of ours or fits the pattern of one: nothing in it needs escaping. */
function pointerTo(slug: string): string {
  return `/answers/${slug}`;
}
