import { z } from 'zod';
import { Slug, typedText } from './text.ts';

export const QuestionKind = z.enum(['text', 'textarea', 'choice', 'number', 'date', 'checkbox', 'file']);

/** What a tenant asks its customers when they book. */
export const Question = z
  .object({
    slug: Slug,
    about: z.enum(['booking', 'customer']).describe('`customer` is kept with the person and need not change with each booking'),
    kind: QuestionKind.describe('`text` is one line; `checkbox` is a consent or another yes; the answer to `file` is the id of an upload'),
    label: z.string(),
    help: z.string().describe('May be empty'),
    required: z.boolean().describe('A required checkbox has to be ticked'),
    options: z.array(z.object({ value: Slug, label: z.string() })).describe('Of a choice, in their order; else empty'),
    maxLength: z.int().positive().nullable().describe('Of a text, in characters'),
    minimum: z.number().nullable().describe('Of a number'),
    maximum: z.number().nullable().describe('Of a number'),
    wholeNumber: z.boolean(),
  })
  .meta({ id: 'Question' });

/** By the question's slug. Leave out what was not answered. */
export const Answers = z
  .record(Slug, z.union([typedText({ min: 1, max: 2000 }), z.number(), z.boolean()]))
  .refine((answers) => Object.keys(answers).length <= 100, 'has too many answers')
  .describe('By the slugs of the package’s questions: a text, an option’s value, a number, a day such as 2027-06-12, true, or the id of a file. A slug that is not asked is refused');

/** An answer as it was given, under the words of then. */
export const Answer = z
  .object({ question: Slug, label: z.string(), value: z.union([z.string(), z.number(), z.boolean()]), valueLabel: z.string().nullable().describe('The words of a chosen option, the name of a file') })
  .meta({ id: 'Answer' });

export type QuestionKind = z.infer<typeof QuestionKind>;
export type Question = z.infer<typeof Question>;
export type Answers = z.infer<typeof Answers>;
export type Answer = z.infer<typeof Answer>;
