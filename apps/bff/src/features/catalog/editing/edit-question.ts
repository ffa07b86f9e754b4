import type { FieldError, QuestionChange, QuestionKind, QuestionRequest, TenantQuestion } from '@mais/contract';
import type { TenantTx } from '../../../platform/db/with-tenant.ts';
import { ChangedMeanwhileError, InvalidRequestError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { withChanges } from '../../../platform/with-changes.ts';
import { recordAudit } from '../../audit/index.ts';
import type { Editor } from '../../tenants/index.ts';
import { QuestionLimitError, QuestionNotFoundError, SlugInUseError } from '../errors.ts';
import { findNamedPackages, replaceLinks } from './package-links-repository.ts';
import { countActiveQuestions, deleteQuestion, findQuestion, findQuestionForUpdate, insertQuestion, updateQuestion, type QuestionFields } from './question-repository.ts';

/** As many answers as a booking takes. */
const MAX_ACTIVE = 100;

const usual = {
  about: 'booking', help: '', required: false, options: [], minimum: null, maximum: null, wholeNumber: true, packages: null, position: 0, active: true,
} as const satisfies Partial<QuestionFields>;

/** How long an answer may be where nothing else is said. */
const usualLength: Partial<Record<QuestionKind, number>> = { text: 200, textarea: 2_000 };

/** @throws InvalidRequestError, SlugInUseError, QuestionLimitError */
export async function createQuestion(tx: TenantTx, by: Editor, { slug, kind, label, ...rest }: QuestionRequest): Promise<TenantQuestion> {
  const id = newId();
  const fields = withChanges<QuestionFields>({ ...usual, options: [], label, maxLength: usualLength[kind] ?? null }, rest);
  return store(tx, by, { id, slug, kind, fields, action: 'question.created' }, async () => {
    if (!(await insertQuestion(tx, { id, slug, kind }, fields))) throw new SlugInUseError();
  });
}

/**
 * Changes the fields that are given. Bookings keep their answers under the words of then; who is just booking answers to the new ones.
 * @throws QuestionNotFoundError, ChangedMeanwhileError, InvalidRequestError, QuestionLimitError
 */
export async function changeQuestion(tx: TenantTx, by: Editor, slug: string, { version, ...change }: QuestionChange): Promise<TenantQuestion> {
  const before = await findQuestionForUpdate(tx, slug);
  if (!before) throw new QuestionNotFoundError();
  if (before.version !== version) throw new ChangedMeanwhileError(before.version);
  const { id, kind } = before;
  const fields = withChanges<QuestionFields>(before, change);
  return store(tx, by, { id, slug, kind, fields, action: 'question.updated' }, () => updateQuestion(tx, id, fields));
}

/** Bookings keep their answers: they have the question's words with them. @throws QuestionNotFoundError */
export async function removeQuestion(tx: TenantTx, by: Editor, slug: string): Promise<void> {
  const question = await findQuestionForUpdate(tx, slug);
  if (!question) throw new QuestionNotFoundError();
  await replaceLinks(tx, 'question', question.id, []);
  await deleteQuestion(tx, question.id);
  await recordAudit(tx, { actor: by.actor, action: 'question.deleted', entity: 'question', entityId: question.id, change: { slug, label: question.label }, requestId: by.requestId, at: by.now });
}

interface Edited {
  readonly id: string;
  readonly slug: string;
  readonly kind: QuestionKind;
  readonly fields: QuestionFields;
  readonly action: string;
}

async function store(tx: TenantTx, by: Editor, { id, slug, kind, fields, action }: Edited, write: () => Promise<void>): Promise<TenantQuestion> {
  const { ids, errors } = await findNamedPackages(tx, fields.packages ?? []);
  const faults = [...kindErrors(kind, fields), ...errors];
  if (faults.length > 0) throw new InvalidRequestError(faults);
  await write();
  if (fields.active && (await countActiveQuestions(tx)) > MAX_ACTIVE) throw new QuestionLimitError(MAX_ACTIVE);
  await replaceLinks(tx, 'question', id, ids);
  const { label, required, packages, active } = fields;
  await recordAudit(tx, { actor: by.actor, action, entity: 'question', entityId: id, change: { slug, kind, label, required, packages, active }, requestId: by.requestId, at: by.now });
  const row = await findQuestion(tx, slug);
  if (!row) throw new QuestionNotFoundError();
  return row;
}

/** What doesn't go with its kind, or would leave nothing to answer. */
function kindErrors(kind: QuestionKind, { options, maxLength, minimum, maximum, wholeNumber }: QuestionFields): FieldError[] {
  const errors: FieldError[] = [];
  const leaveOut = (field: string, only: string) => errors.push({ pointer: `/${field}`, detail: `must be left out of anything but ${only}` });
  if (kind === 'choice' && options.length === 0) errors.push({ pointer: '/options', detail: 'is required of a choice, with at least one option' });
  if (kind !== 'choice' && options.length > 0) leaveOut('options', 'a choice');
  const values = options.map(({ value }) => value);
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) errors.push({ pointer: `/options/${index}/value`, detail: 'is the value of another option, too' });
  });
  if (maxLength !== null && kind !== 'text' && kind !== 'textarea') leaveOut('maxLength', 'a text');
  if (kind !== 'number') {
    if (minimum !== null) leaveOut('minimum', 'a number');
    if (maximum !== null) leaveOut('maximum', 'a number');
    if (!wholeNumber) leaveOut('wholeNumber', 'a number');
  } else if (minimum !== null && maximum !== null) {
    const [least, most] = wholeNumber ? [Math.ceil(minimum), Math.floor(maximum)] : [minimum, maximum];
    if (least > most) errors.push({ pointer: '/maximum', detail: 'must leave a number that can be answered' });
  }
  return errors;
}
