import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react';

import { Icon } from './icon.tsx';
import './field.css';

export interface FieldProps {
  label: ReactNode;
  /** shown after the label, such as "optional" */
  mark?: string | undefined;
  hint?: ReactNode | undefined;
  error?: string | undefined;
}

export interface TextFieldProps extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  ref?: Ref<HTMLInputElement>;
}

/** One line of text with its label, hint and error. */
export function TextField({ label, mark, hint, error, ...input }: TextFieldProps) {
  return (
    <Field label={label} mark={mark} hint={hint} error={error}>
      {(described) => <input {...input} {...described} className="mais-field__input" dir="auto" />}
    </Field>
  );
}

export interface TextAreaProps extends FieldProps, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id'> {
  ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text; it grows with what is typed. */
export function TextArea({ label, mark, hint, error, ...area }: TextAreaProps) {
  return (
    <Field label={label} mark={mark} hint={hint} error={error}>
      {(described) => <textarea rows={3} {...area} {...described} className="mais-field__input" dir="auto" />}
    </Field>
  );
}

export interface SelectFieldProps extends FieldProps, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'id'> {
  children: ReactNode;
}

/** A native choice from a list. */
export function SelectField({ label, mark, hint, error, children, ...select }: SelectFieldProps) {
  return (
    <Field label={label} mark={mark} hint={hint} error={error}>
      {(described) => (
        <span className="mais-field__select">
          <select {...select} {...described} className="mais-field__input">{children}</select>
          <Icon name="onward" />
        </span>
      )}
    </Field>
  );
}

interface Described {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

function Field({ label, mark, hint, error, children }: FieldProps & { children: (described: Described) => ReactNode }) {
  const id = useId();
  return (
    <div className="mais-field">
      <label htmlFor={id} className="mais-field__label"><FieldLabel label={label} mark={mark} /></label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': describedBy(id, { hint, error }) })}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

/** A label and what is marked beside it. */
export function FieldLabel({ label, mark }: Pick<FieldProps, 'label' | 'mark'>) {
  return <>{label}{mark !== undefined && <span className="mais-field__mark"> {mark}</span>}</>;
}

/** The hint and the error below a field, with the ids that `describedBy` names. */
export function FieldNotes({ id, hint, error }: Pick<FieldProps, 'hint' | 'error'> & { id: string }) {
  return (
    <>
      {hint !== undefined && <p id={`${id}-hint`} className="mais-field__hint">{hint}</p>}
      {error !== undefined && (
        <p id={`${id}-error`} className="mais-field__error">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </>
  );
}

export function describedBy(id: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>): string | undefined {
  return [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') || undefined;
}
