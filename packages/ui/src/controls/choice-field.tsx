import { type ReactNode, useId } from 'react';

import './choice-field.css';
import { FieldLabel, FieldNotes, type FieldProps, describedBy } from './field.tsx';

export interface RadioFieldProps extends FieldProps {
  options: readonly { readonly value: string; readonly label: ReactNode }[];
  value: string;
  required?: boolean;
  onChange: (value: string) => void;
}

/** One of a few, all in sight. */
export function RadioField({ label, mark, hint, error, options, value, required = false, onChange }: RadioFieldProps) {
  const id = useId();
  return (
    <fieldset className="mais-field mais-choice" role="radiogroup" aria-required={required} aria-invalid={error !== undefined} aria-describedby={describedBy(id, { hint, error })}>
      <legend className="mais-field__label"><FieldLabel label={label} mark={mark} /></legend>
      <div className="mais-choice__options">
        {options.map((option) => (
          <label key={option.value} className="mais-choice__option">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </fieldset>
  );
}

export interface CheckboxFieldProps extends FieldProps {
  checked: boolean;
  required?: boolean;
  onChange: (checked: boolean) => void;
}

/** A yes that somebody gives by ticking. */
export function CheckboxField({ label, mark, hint, error, checked, required = false, onChange }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="mais-field">
      <label className="mais-choice__option">
        <input
          type="checkbox"
          checked={checked}
          required={required}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy(id, { hint, error })}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span><FieldLabel label={label} mark={mark} /></span>
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
