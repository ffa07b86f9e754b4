import { z } from 'zod';
import { Question, QuestionKind } from './questions.ts';
import { Slug, typedText } from './text.ts';
import { Version } from './version.ts';

/** An answer of more digits would not be exact. */
const Bound = z.number().min(-999_999_999_999_999).max(999_999_999_999_999);

const fields = {
  about: Question.shape.about.optional(),
  help: typedText({ min: 0, max: 1_000 }).optional().describe('Below the field; may be empty'),
  required: z.boolean().optional().describe('A required checkbox has to be ticked'),
  options: z.array(z.strictObject({ value: Slug, label: typedText({ min: 1, max: 200 }) })).max(100).optional().describe('Of a choice, in their order; of nothing else'),
  maxLength: z.int().min(1).max(2_000).optional().describe('Of a text, in characters'),
  minimum: Bound.nullable().optional().describe('Of a number'),
  maximum: Bound.nullable().optional().describe('Of a number'),
  wholeNumber: z.boolean().optional().describe('Of a number'),
  packages: z.array(Slug).max(200).nullable().optional().describe('Which packages it is asked for; null for all of them, also later ones'),
  position: z.int().min(0).max(10_000).optional().describe('Where it stands among the others'),
  active: z.boolean().optional().describe('false leaves off asking; bookings keep their answers'),
};

const Label = typedText({ min: 1, max: 300 });

export const QuestionRequest = z
  .strictObject({ slug: Slug.describe('Its name in answers, for good'), kind: QuestionKind.describe('For good: another kind is another question'), label: Label, ...fields })
  .meta({ id: 'QuestionRequest' });

export const QuestionChange = z.strictObject({ version: Version, label: Label.optional(), ...fields }).meta({ id: 'QuestionChange' });

export const TenantQuestion = z
  .object({ id: z.uuid(), version: z.int(), ...Question.shape, packages: z.array(Slug).nullable(), position: z.int(), active: z.boolean() })
  .meta({ id: 'TenantQuestion' });

export const TenantQuestionList = z.object({ questions: z.array(TenantQuestion) }).meta({ id: 'TenantQuestionList' });

export type QuestionRequest = z.infer<typeof QuestionRequest>;
export type QuestionChange = z.infer<typeof QuestionChange>;
export type TenantQuestion = z.infer<typeof TenantQuestion>;
