import type { Question } from '@mais/contract';
import { CheckboxField, RadioField, SelectField, TextArea, TextField } from '@mais/ui';
import { Suspense } from 'react';

import { FileField } from '../../app/later-screens.ts';
import { TenantText } from '../../app/tenant-text.tsx';
import { useReader } from '../../i18n/reader.ts';

export interface QuestionFieldProps {
  of: Question;
  /** see `AnswerDrafts` */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  onBlur: () => void;
}

// As many as are taken in at a glance.
const MOST_IN_SIGHT = 5;

/** The field of whatever kind a question has. */
export function QuestionField({ of, value, error, onChange, onBlur }: QuestionFieldProps) {
  const { say } = useReader();
  const about = {
    label: <TenantText>{of.label}</TenantText>,
    mark: of.required ? undefined : say('app.optional'),
    hint: of.help === '' ? undefined : <TenantText>{of.help}</TenantText>,
    error,
    required: of.required,
  };
  const typed = { ...about, value, onBlur, onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value) };
  switch (of.kind) {
    case 'text': return <TextField {...typed} />;
    case 'textarea': return <TextArea {...typed} rows={2} />;
    case 'number': return <TextField {...typed} inputMode={of.wholeNumber ? 'numeric' : 'decimal'} autoComplete="off" />;
    case 'date': return <TextField {...typed} type="date" />;
    case 'checkbox': return <CheckboxField {...about} checked={value === 'true'} onChange={(checked) => onChange(String(checked))} />;
    case 'choice':
      if (of.options.length <= MOST_IN_SIGHT) {
        return <RadioField {...about} value={value} onChange={onChange} options={of.options.map((option) => ({ value: option.value, label: <TenantText>{option.label}</TenantText> }))} />;
      }
      return (
        <SelectField {...typed}>
          <option value="">{say('questions.choose')}</option>
          {of.options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        </SelectField>
      );
    case 'file': return <Suspense><FileField {...about} value={value} onChange={onChange} /></Suspense>;
    default: return of.kind satisfies never;
  }
}
